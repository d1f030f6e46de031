#ifndef NESY_COPENCL_H
#define NESY_COPENCL_H

#ifndef CL_TARGET_OPENCL_VERSION
#define CL_TARGET_OPENCL_VERSION 120
#endif
#include <CL/cl.h>
#include <stddef.h>

// OpenCL and CLBlast are opened at run time: a program that links them does not start where they are missing.

// Every entry point of OpenCL 1.2 that is called.
#define NESY_OPENCL_ENTRY_POINTS(X)                                                                          \
    X(clGetPlatformIDs)                                                                                      \
    X(clGetPlatformInfo)                                                                                     \
    X(clGetDeviceIDs)                                                                                        \
    X(clGetDeviceInfo)                                                                                       \
    X(clCreateContext)                                                                                       \
    X(clReleaseContext)                                                                                      \
    X(clCreateCommandQueue)                                                                                  \
    X(clReleaseCommandQueue)                                                                                 \
    X(clCreateBuffer)                                                                                        \
    X(clReleaseMemObject)                                                                                    \
    X(clCreateProgramWithSource)                                                                             \
    X(clCreateProgramWithBinary)                                                                             \
    X(clBuildProgram)                                                                                        \
    X(clGetProgramInfo)                                                                                      \
    X(clGetProgramBuildInfo)                                                                                 \
    X(clReleaseProgram)                                                                                      \
    X(clCreateKernel)                                                                                        \
    X(clReleaseKernel)                                                                                       \
    X(clSetKernelArg)                                                                                        \
    X(clGetKernelWorkGroupInfo)                                                                              \
    X(clEnqueueNDRangeKernel)                                                                                \
    X(clEnqueueReadBuffer)                                                                                   \
    X(clEnqueueWriteBuffer)                                                                                  \
    X(clEnqueueCopyBuffer)                                                                                   \
    X(clEnqueueFillBuffer)                                                                                   \
    X(clEnqueueMapBuffer)                                                                                    \
    X(clEnqueueUnmapMemObject)                                                                               \
    X(clEnqueueMarkerWithWaitList)                                                                           \
    X(clEnqueueBarrierWithWaitList)                                                                          \
    X(clWaitForEvents)                                                                                       \
    X(clGetEventInfo)                                                                                        \
    X(clGetEventProfilingInfo)                                                                               \
    X(clReleaseEvent)                                                                                        \
    X(clFlush)                                                                                               \
    X(clFinish)

// Filled whole or not used, so callers need not ask whether an entry is there.
#define NESY_OPENCL_FIELD(name) __typeof__(&name) _Null_unspecified name;
typedef struct nesy_opencl {
    NESY_OPENCL_ENTRY_POINTS(NESY_OPENCL_FIELD)
} nesy_opencl;
#undef NESY_OPENCL_FIELD

// Opens a loader or driver library and fills the table.
// Returns NULL, or what went wrong: a text of the dynamic linker, which the next call replaces.
const char *_Nullable nesy_opencl_open(const char *_Nonnull library, nesy_opencl *_Nonnull table);

// Opens the loader afresh with one driver library named to it: for containers that carry a driver but not the
// file that registers it. Returns as above.
const char *_Nullable nesy_opencl_reopen(const char *_Nonnull library, const char *_Nonnull driver,
                                         nesy_opencl *_Nonnull table);

// The part of CLBlast that is called. Layouts and transposes have the values of its header.
enum { NESY_CLBLAST_ROW_MAJOR = 101, NESY_CLBLAST_NO_TRANSPOSE = 111, NESY_CLBLAST_TRANSPOSE = 112 };
enum { NESY_CLBLAST_SINGLE = 32 };

typedef struct nesy_clblast {
    int (*_Nullable sgemm)(int layout, int transposeA, int transposeB, size_t m, size_t n, size_t k, float alpha,
                           cl_mem _Nullable a, size_t aOffset, size_t aStride, cl_mem _Nullable b,
                           size_t bOffset, size_t bStride, float beta, cl_mem _Nullable c, size_t cOffset,
                           size_t cStride, cl_command_queue _Nullable *_Nonnull queue,
                           cl_event _Nullable *_Nullable event);
    int (*_Nullable sgemmStridedBatched)(int layout, int transposeA, int transposeB, size_t m, size_t n, size_t k,
                                         float alpha, cl_mem _Nullable a, size_t aOffset, size_t aStride,
                                         size_t aBatchStride, cl_mem _Nullable b, size_t bOffset,
                                         size_t bStride, size_t bBatchStride, float beta, cl_mem _Nullable c,
                                         size_t cOffset, size_t cStride, size_t cBatchStride,
                                         size_t batchCount, cl_command_queue _Nullable *_Nonnull queue,
                                         cl_event _Nullable *_Nullable event);
    int (*_Nullable overrideParameters)(cl_device_id _Nullable device, const char *_Nonnull kernel, int precision,
                                        size_t count, const char *_Nonnull const *_Nonnull names,
                                        const size_t *_Nonnull values);
} nesy_clblast;

// Opens libclblast, which takes the OpenCL loader that is already open.
const char *_Nullable nesy_clblast_open(nesy_clblast *_Nonnull table);

#endif
