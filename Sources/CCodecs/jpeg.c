#include "CCodecs.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>

#include <jerror.h>

// A progressive file may repeat scans without end, each as costly as the image.
enum { SCAN_LIMIT = 100 };

typedef struct {
    struct jpeg_error_mgr base;
    jmp_buf leave;
    char *message;
    const uint8_t *bytes;
    size_t count;
    size_t *offset;
} failure;

static void on_error(j_common_ptr info) {
    failure *f = (failure *)info->err;
    char text[JMSG_LENGTH_MAX];
    info->err->format_message(info, text);
    strncpy(f->message, text, NESY_CODEC_MESSAGE - 1);
    f->message[NESY_CODEC_MESSAGE - 1] = 0;
    // Past the end libjpeg reads a marker of its own making.
    const struct jpeg_source_mgr *source = ((j_decompress_ptr)info)->src;
    *f->offset = f->count;
    if (f->base.msg_code != JWRN_JPEG_EOF && source && source->next_input_byte >= f->bytes && source->next_input_byte <= f->bytes + f->count) {
        *f->offset = (size_t)(source->next_input_byte - f->bytes);
    }
    longjmp(f->leave, 1);
}

static void on_message(j_common_ptr info, int level) {
    if (level >= 0) return;
    switch (info->err->msg_code) {
    case JWRN_EXTRANEOUS_DATA: // padding before a marker, which cameras write
    case JWRN_JFIF_MAJOR:
    case JWRN_ADOBE_XFORM: return;
    default: on_error(info);
    }
}

static void on_progress(j_common_ptr info) {
    if (((j_decompress_ptr)info)->input_scan_number > SCAN_LIMIT) ERREXIT(info, JERR_BAD_PROGRESSION);
}

static void set_failure(failure *f, const uint8_t *bytes, size_t count, char *message, size_t *offset) {
    f->bytes = bytes;
    f->count = count;
    f->offset = offset;
    jpeg_std_error(&f->base);
    f->base.error_exit = on_error;
    f->base.emit_message = on_message;
    f->message = message;
    message[0] = 0;
}

bool nesy_jpeg_read_header(const uint8_t *bytes, size_t count, nesy_jpeg_header *header, char *message,
                           size_t *offset) {
    struct jpeg_decompress_struct info;
    failure f;
    memset(&info, 0, sizeof info);
    set_failure(&f, bytes, count, message, offset);
    info.err = &f.base;
    if (setjmp(f.leave)) {
        jpeg_destroy_decompress(&info);
        return false;
    }
    jpeg_create_decompress(&info);
    jpeg_mem_src(&info, bytes, count);
    jpeg_read_header(&info, TRUE);
    header->width = info.image_width;
    header->height = info.image_height;
    header->arithmetic = info.arith_code;
    switch (info.jpeg_color_space) {
    case JCS_GRAYSCALE: header->channels = 1; break;
    case JCS_RGB:
    case JCS_YCbCr: header->channels = 3; break;
    case JCS_CMYK:
    case JCS_YCCK: header->channels = 4; break;
    default: header->channels = 0;
    }
    jpeg_destroy_decompress(&info);
    return true;
}

bool nesy_jpeg_decode(const uint8_t *bytes, size_t count, int channels, uint8_t *out, size_t out_size, char *message,
                      size_t *offset) {
    struct jpeg_decompress_struct info;
    struct jpeg_progress_mgr progress = {.progress_monitor = on_progress};
    failure f;
    memset(&info, 0, sizeof info);
    set_failure(&f, bytes, count, message, offset);
    info.err = &f.base;
    if (setjmp(f.leave)) {
        jpeg_destroy_decompress(&info);
        return false;
    }
    jpeg_create_decompress(&info);
    info.progress = &progress;
    jpeg_mem_src(&info, bytes, count);
    jpeg_read_header(&info, TRUE);
    info.out_color_space = channels == 1 ? JCS_GRAYSCALE : JCS_RGB;
    jpeg_start_decompress(&info);
    size_t row = (size_t)info.output_width * (size_t)channels;
    if (info.output_components != channels || row * info.output_height != out_size) {
        ERREXIT(&info, JERR_BAD_LENGTH);
    }
    while (info.output_scanline < info.output_height) {
        JSAMPROW target = out + info.output_scanline * row;
        jpeg_read_scanlines(&info, &target, 1);
    }
    jpeg_finish_decompress(&info);
    jpeg_destroy_decompress(&info);
    return true;
}

static void on_encoder_error(j_common_ptr info) {
    failure *f = (failure *)info->err;
    char text[JMSG_LENGTH_MAX];
    info->err->format_message(info, text);
    strncpy(f->message, text, NESY_CODEC_MESSAGE - 1);
    f->message[NESY_CODEC_MESSAGE - 1] = 0;
    longjmp(f->leave, 1);
}

static size_t padded(uint32_t extent) { return ((size_t)extent + 15) / 16 * 16; }

bool nesy_jpeg_encode(uint32_t width, uint32_t height, int channels, int quality, const uint8_t *samples,
                      uint8_t **out, size_t *out_count, char *message) {
    struct jpeg_compress_struct info;
    failure f;
    // The most that libjpeg-turbo says an image can need, so that the buffer is never moved.
    size_t capacity = padded(width) * padded(height) * 6 + 2048;
    uint8_t *buffer = malloc(capacity);
    memset(&info, 0, sizeof info);
    message[0] = 0;
    if (!buffer) {
        strncpy(message, "out of memory", NESY_CODEC_MESSAGE - 1);
        return false;
    }
    unsigned char *target = buffer;
    unsigned long size = capacity;
    jpeg_std_error(&f.base);
    f.base.error_exit = on_encoder_error;
    f.message = message;
    info.err = &f.base;
    if (setjmp(f.leave)) {
        jpeg_destroy_compress(&info);
        free(buffer);
        return false;
    }
    jpeg_create_compress(&info);
    jpeg_mem_dest(&info, &target, &size);
    info.image_width = width;
    info.image_height = height;
    info.input_components = channels;
    info.in_color_space = channels == 1 ? JCS_GRAYSCALE : JCS_RGB;
    jpeg_set_defaults(&info);
    jpeg_set_quality(&info, quality, TRUE);
    info.optimize_coding = TRUE;
    info.comp_info[0].h_samp_factor = 1;
    info.comp_info[0].v_samp_factor = 1;
    jpeg_start_compress(&info, TRUE);
    size_t row = (size_t)width * (size_t)channels;
    while (info.next_scanline < height) {
        JSAMPROW source = (JSAMPROW)(samples + info.next_scanline * row);
        jpeg_write_scanlines(&info, &source, 1);
    }
    jpeg_finish_compress(&info);
    jpeg_destroy_compress(&info);
    *out = target;
    *out_count = size;
    return true;
}
