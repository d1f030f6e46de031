#include "CCodecs.h"

#include <png.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    jmp_buf leave;
    char *message;
} failure;

static void keep_message(char *message, const char *text) {
    if (message[0] == 0) {
        strncpy(message, text, NESY_CODEC_MESSAGE - 1);
        message[NESY_CODEC_MESSAGE - 1] = 0;
    }
}

static void on_error(png_structp png, png_const_charp text) {
    failure *f = png_get_error_ptr(png);
    keep_message(f->message, text);
    longjmp(f->leave, 1);
}

static void on_warning(png_structp png, png_const_charp text) {
    failure *f = png_get_error_ptr(png);
    keep_message(f->message, text);
}

typedef struct {
    const uint8_t *next;
    size_t left;
} source;

static void take(png_structp png, png_bytep to, size_t count) {
    source *s = png_get_io_ptr(png);
    if (count > s->left) png_error(png, "the file ends inside the image");
    memcpy(to, s->next, count);
    s->next += count;
    s->left -= count;
}

bool nesy_png_decode(const uint8_t *bytes, size_t count, bool ids, uint8_t *out, size_t out_size, char *message) {
    failure f = {.message = message};
    source s = {bytes, count};
    message[0] = 0;
    png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, &f, on_error, on_warning);
    png_infop info = png ? png_create_info_struct(png) : NULL;
    if (!info) {
        png_destroy_read_struct(&png, NULL, NULL);
        keep_message(message, "out of memory");
        return false;
    }
    if (setjmp(f.leave)) {
        png_destroy_read_struct(&png, &info, NULL);
        return false;
    }
    png_set_read_fn(png, &s, take);
    // The caller has bounded the extents and checked every chunk's checksum.
    png_set_user_limits(png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
    png_set_crc_action(png, PNG_CRC_QUIET_USE, PNG_CRC_QUIET_USE);
    png_set_keep_unknown_chunks(png, PNG_HANDLE_CHUNK_NEVER, NULL, -1);
    png_read_info(png, info);
    int colour = png_get_color_type(png, info);
    int bits = png_get_bit_depth(png, info);
    if (colour == PNG_COLOR_TYPE_PALETTE || ids) {
        if (bits < 8) png_set_packing(png);
    } else {
        png_set_expand(png);
    }
    const uint16_t one = 1;
    if (bits == 16 && *(const uint8_t *)&one == 1) png_set_swap(png);
    int passes = png_set_interlace_handling(png);
    png_read_update_info(png, info);
    size_t row = png_get_rowbytes(png, info);
    uint32_t height = png_get_image_height(png, info);
    if (height == 0 || out_size / height != row || out_size % height != 0) {
        png_error(png, "the rows have another size than the header says");
    }
    for (int pass = 0; pass < passes; pass++) {
        for (uint32_t y = 0; y < height; y++) png_read_row(png, out + y * row, NULL);
    }
    png_read_end(png, NULL);
    png_destroy_read_struct(&png, &info, NULL);
    return message[0] == 0;
}

typedef struct {
    uint8_t *bytes;
    size_t count;
    size_t capacity;
} sink;

static void put(png_structp png, png_bytep from, size_t count) {
    sink *s = png_get_io_ptr(png);
    if (s->capacity - s->count < count) {
        size_t capacity = s->capacity * 2 + count;
        uint8_t *grown = realloc(s->bytes, capacity);
        if (!grown) png_error(png, "out of memory");
        s->bytes = grown;
        s->capacity = capacity;
    }
    memcpy(s->bytes + s->count, from, count);
    s->count += count;
}

static void flush(png_structp png) { (void)png; }

bool nesy_png_encode(uint32_t width, uint32_t height, int channels, int bits, const uint8_t *samples, uint8_t **out,
                     size_t *out_count, char *message) {
    static const int colours[] = {PNG_COLOR_TYPE_GRAY, PNG_COLOR_TYPE_GRAY_ALPHA, PNG_COLOR_TYPE_RGB,
                                  PNG_COLOR_TYPE_RGB_ALPHA};
    failure f = {.message = message};
    sink s = {NULL, 0, 0};
    message[0] = 0;
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, &f, on_error, on_warning);
    png_infop info = png ? png_create_info_struct(png) : NULL;
    if (!info) {
        png_destroy_write_struct(&png, NULL);
        keep_message(message, "out of memory");
        return false;
    }
    if (setjmp(f.leave)) {
        png_destroy_write_struct(&png, &info);
        free(s.bytes);
        return false;
    }
    png_set_write_fn(png, &s, put, flush);
    png_set_user_limits(png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
    png_set_IHDR(png, info, width, height, bits, colours[channels - 1], PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT,
                 PNG_FILTER_TYPE_DEFAULT);
    png_write_info(png, info);
    const uint16_t one = 1;
    if (bits == 16 && *(const uint8_t *)&one == 1) png_set_swap(png);
    size_t row = (size_t)width * (size_t)channels * (size_t)(bits / 8);
    for (uint32_t y = 0; y < height; y++) png_write_row(png, samples + y * row);
    png_write_end(png, NULL);
    png_destroy_write_struct(&png, &info);
    *out = s.bytes;
    *out_count = s.count;
    return true;
}

void nesy_codec_free(void *memory) { free(memory); }
