#include "COpenCL.h"

#include <dlfcn.h>
#include <stdlib.h>

static void *loader;

static const char *fill(const char *library, nesy_opencl *table) {
    // Global, so that CLBlast finds the entry points that are in use here.
    loader = dlopen(library, RTLD_NOW | RTLD_GLOBAL);
    if (loader == NULL) return dlerror();
#define FILL(name)                                                                                           \
    table->name = (__typeof__(&name))dlsym(loader, #name);                                                   \
    if (table->name == NULL) return dlerror();
    NESY_OPENCL_ENTRY_POINTS(FILL)
#undef FILL
    return NULL;
}

const char *nesy_opencl_open(const char *library, nesy_opencl *table) { return fill(library, table); }

const char *nesy_opencl_reopen(const char *library, const char *driver, nesy_opencl *table) {
    // The loader reads its list of drivers once, at its first call: it must go before it can be told another.
    if (loader != NULL) dlclose(loader);
    void *found = dlopen(driver, RTLD_NOW | RTLD_LOCAL);
    if (found == NULL) return dlerror();
    dlclose(found);
    // The loader of ocl-icd reads the first, Khronos's the second.
    setenv("OCL_ICD_VENDORS", driver, 1);
    setenv("OCL_ICD_FILENAMES", driver, 1);
    return fill(library, table);
}

const char *nesy_clblast_open(nesy_clblast *table) {
    void *library = dlopen("libclblast.so.1", RTLD_NOW | RTLD_LOCAL);
    if (library == NULL) return dlerror();
#define FILL(field, name)                                                                                    \
    table->field = (__typeof__(table->field))dlsym(library, name);                                           \
    if (table->field == NULL) return dlerror();
    FILL(sgemm, "CLBlastSgemm")
    FILL(sgemmStridedBatched, "CLBlastSgemmStridedBatched")
    FILL(overrideParameters, "CLBlastOverrideParameters")
#undef FILL
    return NULL;
}
