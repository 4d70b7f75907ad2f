namespace Attestation.Dice.Primitives;

/// <summary>The compression function that SHA-384 and SHA-512 iterate, and its round constants.</summary>
/// <remarks>References: FIPS 180-4 sections 4.1.3, 4.2.3 and 6.4.2. Sixteen rounds are written out with the eight working variables renamed
/// instead of moved, and the
/// message schedule kept in sixteen locals: an interpreter pays for each move, call and array read.</remarks>
internal static class Sha512Compression
{
    private static readonly ulong[] Constants =
    {
        0x428a2f98d728ae22UL, 0x7137449123ef65cdUL, 0xb5c0fbcfec4d3b2fUL, 0xe9b5dba58189dbbcUL,
        0x3956c25bf348b538UL, 0x59f111f1b605d019UL, 0x923f82a4af194f9bUL, 0xab1c5ed5da6d8118UL,
        0xd807aa98a3030242UL, 0x12835b0145706fbeUL, 0x243185be4ee4b28cUL, 0x550c7dc3d5ffb4e2UL,
        0x72be5d74f27b896fUL, 0x80deb1fe3b1696b1UL, 0x9bdc06a725c71235UL, 0xc19bf174cf692694UL,
        0xe49b69c19ef14ad2UL, 0xefbe4786384f25e3UL, 0x0fc19dc68b8cd5b5UL, 0x240ca1cc77ac9c65UL,
        0x2de92c6f592b0275UL, 0x4a7484aa6ea6e483UL, 0x5cb0a9dcbd41fbd4UL, 0x76f988da831153b5UL,
        0x983e5152ee66dfabUL, 0xa831c66d2db43210UL, 0xb00327c898fb213fUL, 0xbf597fc7beef0ee4UL,
        0xc6e00bf33da88fc2UL, 0xd5a79147930aa725UL, 0x06ca6351e003826fUL, 0x142929670a0e6e70UL,
        0x27b70a8546d22ffcUL, 0x2e1b21385c26c926UL, 0x4d2c6dfc5ac42aedUL, 0x53380d139d95b3dfUL,
        0x650a73548baf63deUL, 0x766a0abb3c77b2a8UL, 0x81c2c92e47edaee6UL, 0x92722c851482353bUL,
        0xa2bfe8a14cf10364UL, 0xa81a664bbc423001UL, 0xc24b8b70d0f89791UL, 0xc76c51a30654be30UL,
        0xd192e819d6ef5218UL, 0xd69906245565a910UL, 0xf40e35855771202aUL, 0x106aa07032bbd1b8UL,
        0x19a4c116b8d2d0c8UL, 0x1e376c085141ab53UL, 0x2748774cdf8eeb99UL, 0x34b0bcb5e19b48a8UL,
        0x391c0cb3c5c95a63UL, 0x4ed8aa4ae3418acbUL, 0x5b9cca4f7763e373UL, 0x682e6ff3d6b2b8a3UL,
        0x748f82ee5defb2fcUL, 0x78a5636f43172f60UL, 0x84c87814a1f0ab72UL, 0x8cc702081a6439ecUL,
        0x90befffa23631e28UL, 0xa4506cebde82bde9UL, 0xbef9a3f7b2c67915UL, 0xc67178f2e372532bUL,
        0xca273eceea26619cUL, 0xd186b8c721c0c207UL, 0xeada7dd6cde0eb1eUL, 0xf57d4f7fee6ed178UL,
        0x06f067aa72176fbaUL, 0x0a637dc5a2c898a6UL, 0x113f9804bef90daeUL, 0x1b710b35131c471bUL,
        0x28db77f523047d84UL, 0x32caab7b40c72493UL, 0x3c9ebe0a15c9bebcUL, 0x431d67c49c100d4cUL,
        0x4cc5d4becb3e42b6UL, 0x597f299cfc657e2aUL, 0x5fcb6fab3ad6faecUL, 0x6c44198c4a475817UL,
    };

    /// <param name="state">Eight words, updated in place.</param>
    /// <param name="data">Holds 128 bytes from <paramref name="offset"/>.</param>
    internal static void Run(ulong[] state, byte[] data, int offset)
    {
        ulong[] k = Constants;
        ulong a = state[0];
        ulong b = state[1];
        ulong c = state[2];
        ulong d = state[3];
        ulong e = state[4];
        ulong f = state[5];
        ulong g = state[6];
        ulong h = state[7];
        ulong w0 = BigEndian.Read64(data, offset);
        ulong w1 = BigEndian.Read64(data, offset + 8);
        ulong w2 = BigEndian.Read64(data, offset + 16);
        ulong w3 = BigEndian.Read64(data, offset + 24);
        ulong w4 = BigEndian.Read64(data, offset + 32);
        ulong w5 = BigEndian.Read64(data, offset + 40);
        ulong w6 = BigEndian.Read64(data, offset + 48);
        ulong w7 = BigEndian.Read64(data, offset + 56);
        ulong w8 = BigEndian.Read64(data, offset + 64);
        ulong w9 = BigEndian.Read64(data, offset + 72);
        ulong w10 = BigEndian.Read64(data, offset + 80);
        ulong w11 = BigEndian.Read64(data, offset + 88);
        ulong w12 = BigEndian.Read64(data, offset + 96);
        ulong w13 = BigEndian.Read64(data, offset + 104);
        ulong w14 = BigEndian.Read64(data, offset + 112);
        ulong w15 = BigEndian.Read64(data, offset + 120);

        for (int i = 0; ; i += 16)
        {
            h += (((e >> 14) | (e << 50)) ^ ((e >> 18) | (e << 46)) ^ ((e >> 41) | (e << 23))) + (g ^ (e & (f ^ g))) + k[i] + w0;
            d += h;
            h += (((a >> 28) | (a << 36)) ^ ((a >> 34) | (a << 30)) ^ ((a >> 39) | (a << 25))) + ((a & b) | (c & (a | b)));
            g += (((d >> 14) | (d << 50)) ^ ((d >> 18) | (d << 46)) ^ ((d >> 41) | (d << 23))) + (f ^ (d & (e ^ f))) + k[i + 1] + w1;
            c += g;
            g += (((h >> 28) | (h << 36)) ^ ((h >> 34) | (h << 30)) ^ ((h >> 39) | (h << 25))) + ((h & a) | (b & (h | a)));
            f += (((c >> 14) | (c << 50)) ^ ((c >> 18) | (c << 46)) ^ ((c >> 41) | (c << 23))) + (e ^ (c & (d ^ e))) + k[i + 2] + w2;
            b += f;
            f += (((g >> 28) | (g << 36)) ^ ((g >> 34) | (g << 30)) ^ ((g >> 39) | (g << 25))) + ((g & h) | (a & (g | h)));
            e += (((b >> 14) | (b << 50)) ^ ((b >> 18) | (b << 46)) ^ ((b >> 41) | (b << 23))) + (d ^ (b & (c ^ d))) + k[i + 3] + w3;
            a += e;
            e += (((f >> 28) | (f << 36)) ^ ((f >> 34) | (f << 30)) ^ ((f >> 39) | (f << 25))) + ((f & g) | (h & (f | g)));
            d += (((a >> 14) | (a << 50)) ^ ((a >> 18) | (a << 46)) ^ ((a >> 41) | (a << 23))) + (c ^ (a & (b ^ c))) + k[i + 4] + w4;
            h += d;
            d += (((e >> 28) | (e << 36)) ^ ((e >> 34) | (e << 30)) ^ ((e >> 39) | (e << 25))) + ((e & f) | (g & (e | f)));
            c += (((h >> 14) | (h << 50)) ^ ((h >> 18) | (h << 46)) ^ ((h >> 41) | (h << 23))) + (b ^ (h & (a ^ b))) + k[i + 5] + w5;
            g += c;
            c += (((d >> 28) | (d << 36)) ^ ((d >> 34) | (d << 30)) ^ ((d >> 39) | (d << 25))) + ((d & e) | (f & (d | e)));
            b += (((g >> 14) | (g << 50)) ^ ((g >> 18) | (g << 46)) ^ ((g >> 41) | (g << 23))) + (a ^ (g & (h ^ a))) + k[i + 6] + w6;
            f += b;
            b += (((c >> 28) | (c << 36)) ^ ((c >> 34) | (c << 30)) ^ ((c >> 39) | (c << 25))) + ((c & d) | (e & (c | d)));
            a += (((f >> 14) | (f << 50)) ^ ((f >> 18) | (f << 46)) ^ ((f >> 41) | (f << 23))) + (h ^ (f & (g ^ h))) + k[i + 7] + w7;
            e += a;
            a += (((b >> 28) | (b << 36)) ^ ((b >> 34) | (b << 30)) ^ ((b >> 39) | (b << 25))) + ((b & c) | (d & (b | c)));
            h += (((e >> 14) | (e << 50)) ^ ((e >> 18) | (e << 46)) ^ ((e >> 41) | (e << 23))) + (g ^ (e & (f ^ g))) + k[i + 8] + w8;
            d += h;
            h += (((a >> 28) | (a << 36)) ^ ((a >> 34) | (a << 30)) ^ ((a >> 39) | (a << 25))) + ((a & b) | (c & (a | b)));
            g += (((d >> 14) | (d << 50)) ^ ((d >> 18) | (d << 46)) ^ ((d >> 41) | (d << 23))) + (f ^ (d & (e ^ f))) + k[i + 9] + w9;
            c += g;
            g += (((h >> 28) | (h << 36)) ^ ((h >> 34) | (h << 30)) ^ ((h >> 39) | (h << 25))) + ((h & a) | (b & (h | a)));
            f += (((c >> 14) | (c << 50)) ^ ((c >> 18) | (c << 46)) ^ ((c >> 41) | (c << 23))) + (e ^ (c & (d ^ e))) + k[i + 10] + w10;
            b += f;
            f += (((g >> 28) | (g << 36)) ^ ((g >> 34) | (g << 30)) ^ ((g >> 39) | (g << 25))) + ((g & h) | (a & (g | h)));
            e += (((b >> 14) | (b << 50)) ^ ((b >> 18) | (b << 46)) ^ ((b >> 41) | (b << 23))) + (d ^ (b & (c ^ d))) + k[i + 11] + w11;
            a += e;
            e += (((f >> 28) | (f << 36)) ^ ((f >> 34) | (f << 30)) ^ ((f >> 39) | (f << 25))) + ((f & g) | (h & (f | g)));
            d += (((a >> 14) | (a << 50)) ^ ((a >> 18) | (a << 46)) ^ ((a >> 41) | (a << 23))) + (c ^ (a & (b ^ c))) + k[i + 12] + w12;
            h += d;
            d += (((e >> 28) | (e << 36)) ^ ((e >> 34) | (e << 30)) ^ ((e >> 39) | (e << 25))) + ((e & f) | (g & (e | f)));
            c += (((h >> 14) | (h << 50)) ^ ((h >> 18) | (h << 46)) ^ ((h >> 41) | (h << 23))) + (b ^ (h & (a ^ b))) + k[i + 13] + w13;
            g += c;
            c += (((d >> 28) | (d << 36)) ^ ((d >> 34) | (d << 30)) ^ ((d >> 39) | (d << 25))) + ((d & e) | (f & (d | e)));
            b += (((g >> 14) | (g << 50)) ^ ((g >> 18) | (g << 46)) ^ ((g >> 41) | (g << 23))) + (a ^ (g & (h ^ a))) + k[i + 14] + w14;
            f += b;
            b += (((c >> 28) | (c << 36)) ^ ((c >> 34) | (c << 30)) ^ ((c >> 39) | (c << 25))) + ((c & d) | (e & (c | d)));
            a += (((f >> 14) | (f << 50)) ^ ((f >> 18) | (f << 46)) ^ ((f >> 41) | (f << 23))) + (h ^ (f & (g ^ h))) + k[i + 15] + w15;
            e += a;
            a += (((b >> 28) | (b << 36)) ^ ((b >> 34) | (b << 30)) ^ ((b >> 39) | (b << 25))) + ((b & c) | (d & (b | c)));
            if (i == 64)
                break;
            w0 += (((w1 >> 1) | (w1 << 63)) ^ ((w1 >> 8) | (w1 << 56)) ^ (w1 >> 7)) + w9 + (((w14 >> 19) | (w14 << 45)) ^ ((w14 >> 61) | (w14 << 3)) ^ (w14 >> 6));
            w1 += (((w2 >> 1) | (w2 << 63)) ^ ((w2 >> 8) | (w2 << 56)) ^ (w2 >> 7)) + w10 + (((w15 >> 19) | (w15 << 45)) ^ ((w15 >> 61) | (w15 << 3)) ^ (w15 >> 6));
            w2 += (((w3 >> 1) | (w3 << 63)) ^ ((w3 >> 8) | (w3 << 56)) ^ (w3 >> 7)) + w11 + (((w0 >> 19) | (w0 << 45)) ^ ((w0 >> 61) | (w0 << 3)) ^ (w0 >> 6));
            w3 += (((w4 >> 1) | (w4 << 63)) ^ ((w4 >> 8) | (w4 << 56)) ^ (w4 >> 7)) + w12 + (((w1 >> 19) | (w1 << 45)) ^ ((w1 >> 61) | (w1 << 3)) ^ (w1 >> 6));
            w4 += (((w5 >> 1) | (w5 << 63)) ^ ((w5 >> 8) | (w5 << 56)) ^ (w5 >> 7)) + w13 + (((w2 >> 19) | (w2 << 45)) ^ ((w2 >> 61) | (w2 << 3)) ^ (w2 >> 6));
            w5 += (((w6 >> 1) | (w6 << 63)) ^ ((w6 >> 8) | (w6 << 56)) ^ (w6 >> 7)) + w14 + (((w3 >> 19) | (w3 << 45)) ^ ((w3 >> 61) | (w3 << 3)) ^ (w3 >> 6));
            w6 += (((w7 >> 1) | (w7 << 63)) ^ ((w7 >> 8) | (w7 << 56)) ^ (w7 >> 7)) + w15 + (((w4 >> 19) | (w4 << 45)) ^ ((w4 >> 61) | (w4 << 3)) ^ (w4 >> 6));
            w7 += (((w8 >> 1) | (w8 << 63)) ^ ((w8 >> 8) | (w8 << 56)) ^ (w8 >> 7)) + w0 + (((w5 >> 19) | (w5 << 45)) ^ ((w5 >> 61) | (w5 << 3)) ^ (w5 >> 6));
            w8 += (((w9 >> 1) | (w9 << 63)) ^ ((w9 >> 8) | (w9 << 56)) ^ (w9 >> 7)) + w1 + (((w6 >> 19) | (w6 << 45)) ^ ((w6 >> 61) | (w6 << 3)) ^ (w6 >> 6));
            w9 += (((w10 >> 1) | (w10 << 63)) ^ ((w10 >> 8) | (w10 << 56)) ^ (w10 >> 7)) + w2 + (((w7 >> 19) | (w7 << 45)) ^ ((w7 >> 61) | (w7 << 3)) ^ (w7 >> 6));
            w10 += (((w11 >> 1) | (w11 << 63)) ^ ((w11 >> 8) | (w11 << 56)) ^ (w11 >> 7)) + w3 + (((w8 >> 19) | (w8 << 45)) ^ ((w8 >> 61) | (w8 << 3)) ^ (w8 >> 6));
            w11 += (((w12 >> 1) | (w12 << 63)) ^ ((w12 >> 8) | (w12 << 56)) ^ (w12 >> 7)) + w4 + (((w9 >> 19) | (w9 << 45)) ^ ((w9 >> 61) | (w9 << 3)) ^ (w9 >> 6));
            w12 += (((w13 >> 1) | (w13 << 63)) ^ ((w13 >> 8) | (w13 << 56)) ^ (w13 >> 7)) + w5 + (((w10 >> 19) | (w10 << 45)) ^ ((w10 >> 61) | (w10 << 3)) ^ (w10 >> 6));
            w13 += (((w14 >> 1) | (w14 << 63)) ^ ((w14 >> 8) | (w14 << 56)) ^ (w14 >> 7)) + w6 + (((w11 >> 19) | (w11 << 45)) ^ ((w11 >> 61) | (w11 << 3)) ^ (w11 >> 6));
            w14 += (((w15 >> 1) | (w15 << 63)) ^ ((w15 >> 8) | (w15 << 56)) ^ (w15 >> 7)) + w7 + (((w12 >> 19) | (w12 << 45)) ^ ((w12 >> 61) | (w12 << 3)) ^ (w12 >> 6));
            w15 += (((w0 >> 1) | (w0 << 63)) ^ ((w0 >> 8) | (w0 << 56)) ^ (w0 >> 7)) + w8 + (((w13 >> 19) | (w13 << 45)) ^ ((w13 >> 61) | (w13 << 3)) ^ (w13 >> 6));
        }

        state[0] = state[0] + a;
        state[1] = state[1] + b;
        state[2] = state[2] + c;
        state[3] = state[3] + d;
        state[4] = state[4] + e;
        state[5] = state[5] + f;
        state[6] = state[6] + g;
        state[7] = state[7] + h;
    }
}
