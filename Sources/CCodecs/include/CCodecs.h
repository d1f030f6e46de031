// libpng and libjpeg leave a failing call by longjmp, which Swift frames must not see: these wrappers
// keep the jump inside C and return a message instead. No state is shared between calls.
#ifndef NESY_CCODECS_H
#define NESY_CCODECS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

enum { NESY_CODEC_MESSAGE = 256 };

/// Decodes a whole PNG into `out`, rows after each other without padding, 16-bit samples in the byte order
/// of this machine. Palette images come out as indices. With `ids`, samples of fewer than 8 bits keep their
/// value and a transparent colour is ignored; otherwise they are scaled to 8 bits and it becomes alpha.
/// Ancillary chunks are skipped; a warning about what is left is a failure.
/// Returns false with a text in `message` (NESY_CODEC_MESSAGE bytes) when the file is damaged or its rows do
/// not fill exactly `out_size` bytes.
bool nesy_png_decode(const uint8_t *bytes, size_t count, bool ids, uint8_t *out, size_t out_size, char *message);

/// Encodes interleaved samples (1 grey, 2 grey+alpha, 3 RGB, 4 RGBA; 8 bits, or 16 in this machine's order).
/// On success `*out` is `*out_count` bytes to be released with nesy_codec_free.
bool nesy_png_encode(uint32_t width, uint32_t height, int channels, int bits, const uint8_t *samples,
                     uint8_t *_Nullable *_Nonnull out, size_t *out_count, char *message);

/// What the header of a JPEG says.
typedef struct {
    uint32_t width;
    uint32_t height;
    /// 1 grey, 3 colour, 4 CMYK or YCCK, 0 unknown.
    int32_t channels;
    bool arithmetic;
} nesy_jpeg_header;

bool nesy_jpeg_read_header(const uint8_t *bytes, size_t count, nesy_jpeg_header *header, char *message,
                           size_t *offset);

/// Decodes a grey or colour (to RGB) JPEG; `out_size` is width * height * channels. A warning that data are
/// missing or damaged is a failure; `*offset` is then how far the reading came.
bool nesy_jpeg_decode(const uint8_t *bytes, size_t count, int channels, uint8_t *out, size_t out_size,
                      char *message, size_t *offset);

/// Encodes 8-bit grey (1 channel) or RGB (3) as a baseline JPEG with colours at full resolution; the same bytes every
/// time. On success `*out` is `*out_count` bytes to be released with nesy_codec_free.
bool nesy_jpeg_encode(uint32_t width, uint32_t height, int channels, int quality, const uint8_t *samples,
                      uint8_t *_Nullable *_Nonnull out, size_t *out_count, char *message);

void nesy_codec_free(void *_Nullable memory);

#pragma clang assume_nonnull end
#endif
