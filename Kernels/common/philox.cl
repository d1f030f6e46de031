// Philox 4x32 with 10 rounds (Salmon, Moraes, Dror and Shaw, 2011): random words by counter, the same on every device.

#ifndef COMMON_PHILOX
#define COMMON_PHILOX

// The four words of a block.
uint4 philox(const ulong seed, const ulong stream, const ulong block) {
    uint4 c = (uint4)((uint)block, (uint)(block >> 32), (uint)stream, (uint)(stream >> 32));
    uint k0 = (uint)seed, k1 = (uint)(seed >> 32);
    for (int round = 0; round < 10; round++) {
        const uint p0 = 0xD2511F53u * c.x, p1 = 0xCD9E8D57u * c.z;
        const uint h0 = mul_hi(0xD2511F53u, c.x), h1 = mul_hi(0xCD9E8D57u, c.z);
        c = (uint4)(h1 ^ c.y ^ k0, p1, h0 ^ c.w ^ k1, p0);
        k0 += 0x9E3779B9u;
        k1 += 0xBB67AE85u;
    }
    return c;
}

#endif
