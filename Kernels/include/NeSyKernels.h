#ifndef NESY_KERNELS_H
#define NESY_KERNELS_H

// The text of every kernel file, inside the binary.

int nesy_kernel_file_count(void);
// Path below Kernels/, such as "pool/maximum.cl"; files count from 0.
const char *_Nonnull nesy_kernel_file_path(int index);
const char *_Nonnull nesy_kernel_file_text(int index);

#endif
