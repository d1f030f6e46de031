// Quads of the left matrix whose elements may lie apart, because the next channel is that of another pixel.
#ifndef NESY_CONV_QUAD_PARTS
#define NESY_CONV_QUAD_PARTS

// Each element is then a part of its own; else the quad is one part.
#define QUAD_PARTS (LEFT_VECTOR == 4 ? 1 : 4)

// Reads one part of a quad, or zeros.
static inline void read_part(float4 *quad, const uint part, __global const float *from, const int exists)
{
#if LEFT_VECTOR == 4
    *quad = read_quad(4, from, 4 * exists);
#else
    ((float *)quad)[part] = exists ? *from : 0.0f;
#endif
}

#endif
