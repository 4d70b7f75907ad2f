using System;

namespace Attestation.Dice.Primitives;

/// <summary>The compression function that SHA-384 and SHA-512 iterate, and its round constants.</summary>
/// <remarks>References: FIPS 180-4 sections 4.1.3, 4.2.3 and 6.4.2. Written for an interpreter, which pays for each move, call and array read: sixteen
/// rounds are written out with the eight working variables renamed instead of moved, the message schedule and the state stay in locals over all blocks of
/// a call, and words are read by the library's native reader and turned around by masks. In σ0 the two left shifts are one multiplication: one of them has
/// only bit 63, so their sum cannot carry into a bit that stays.</remarks>
internal static class Sha512Compression
{
    /// <summary>K of FIPS 180-4 section 4.2.3: sixteen rounds a row, so that a round's constant has a constant index.</summary>
    private static readonly ulong[][] Constants =
    {
        new ulong[]
        {
            0x428a2f98d728ae22UL, 0x7137449123ef65cdUL, 0xb5c0fbcfec4d3b2fUL, 0xe9b5dba58189dbbcUL,
            0x3956c25bf348b538UL, 0x59f111f1b605d019UL, 0x923f82a4af194f9bUL, 0xab1c5ed5da6d8118UL,
            0xd807aa98a3030242UL, 0x12835b0145706fbeUL, 0x243185be4ee4b28cUL, 0x550c7dc3d5ffb4e2UL,
            0x72be5d74f27b896fUL, 0x80deb1fe3b1696b1UL, 0x9bdc06a725c71235UL, 0xc19bf174cf692694UL,
        },
        new ulong[]
        {
            0xe49b69c19ef14ad2UL, 0xefbe4786384f25e3UL, 0x0fc19dc68b8cd5b5UL, 0x240ca1cc77ac9c65UL,
            0x2de92c6f592b0275UL, 0x4a7484aa6ea6e483UL, 0x5cb0a9dcbd41fbd4UL, 0x76f988da831153b5UL,
            0x983e5152ee66dfabUL, 0xa831c66d2db43210UL, 0xb00327c898fb213fUL, 0xbf597fc7beef0ee4UL,
            0xc6e00bf33da88fc2UL, 0xd5a79147930aa725UL, 0x06ca6351e003826fUL, 0x142929670a0e6e70UL,
        },
        new ulong[]
        {
            0x27b70a8546d22ffcUL, 0x2e1b21385c26c926UL, 0x4d2c6dfc5ac42aedUL, 0x53380d139d95b3dfUL,
            0x650a73548baf63deUL, 0x766a0abb3c77b2a8UL, 0x81c2c92e47edaee6UL, 0x92722c851482353bUL,
            0xa2bfe8a14cf10364UL, 0xa81a664bbc423001UL, 0xc24b8b70d0f89791UL, 0xc76c51a30654be30UL,
            0xd192e819d6ef5218UL, 0xd69906245565a910UL, 0xf40e35855771202aUL, 0x106aa07032bbd1b8UL,
        },
        new ulong[]
        {
            0x19a4c116b8d2d0c8UL, 0x1e376c085141ab53UL, 0x2748774cdf8eeb99UL, 0x34b0bcb5e19b48a8UL,
            0x391c0cb3c5c95a63UL, 0x4ed8aa4ae3418acbUL, 0x5b9cca4f7763e373UL, 0x682e6ff3d6b2b8a3UL,
            0x748f82ee5defb2fcUL, 0x78a5636f43172f60UL, 0x84c87814a1f0ab72UL, 0x8cc702081a6439ecUL,
            0x90befffa23631e28UL, 0xa4506cebde82bde9UL, 0xbef9a3f7b2c67915UL, 0xc67178f2e372532bUL,
        },
        new ulong[]
        {
            0xca273eceea26619cUL, 0xd186b8c721c0c207UL, 0xeada7dd6cde0eb1eUL, 0xf57d4f7fee6ed178UL,
            0x06f067aa72176fbaUL, 0x0a637dc5a2c898a6UL, 0x113f9804bef90daeUL, 0x1b710b35131c471bUL,
            0x28db77f523047d84UL, 0x32caab7b40c72493UL, 0x3c9ebe0a15c9bebcUL, 0x431d67c49c100d4cUL,
            0x4cc5d4becb3e42b6UL, 0x597f299cfc657e2aUL, 0x5fcb6fab3ad6faecUL, 0x6c44198c4a475817UL,
        },
    };

    private static readonly bool LittleEndian = BitConverter.ToUInt16(new byte[] { 1, 0 }, 0) == 1;

    /// <param name="state">Eight words, updated in place.</param>
    /// <param name="data">Holds <paramref name="count"/> bytes from <paramref name="offset"/>.</param>
    /// <param name="count">A multiple of 128, not 0.</param>
    internal static void Run(ulong[] state, byte[] data, int offset, int count)
    {
        if (!LittleEndian)
        {
            data = EachWordReversed(data, offset, count);
            offset = 0;
        }

        ulong[][] rows = Constants;
        ulong s0 = state[0];
        ulong s1 = state[1];
        ulong s2 = state[2];
        ulong s3 = state[3];
        ulong s4 = state[4];
        ulong s5 = state[5];
        ulong s6 = state[6];
        ulong s7 = state[7];
        for (; count != 0; count -= 128)
        {
            ulong a = s0;
            ulong b = s1;
            ulong c = s2;
            ulong d = s3;
            ulong e = s4;
            ulong f = s5;
            ulong g = s6;
            ulong h = s7;
            ulong w0 = BitConverter.ToUInt64(data, offset);
            ulong w1 = BitConverter.ToUInt64(data, offset + 8);
            ulong w2 = BitConverter.ToUInt64(data, offset + 16);
            ulong w3 = BitConverter.ToUInt64(data, offset + 24);
            ulong w4 = BitConverter.ToUInt64(data, offset + 32);
            ulong w5 = BitConverter.ToUInt64(data, offset + 40);
            ulong w6 = BitConverter.ToUInt64(data, offset + 48);
            ulong w7 = BitConverter.ToUInt64(data, offset + 56);
            ulong w8 = BitConverter.ToUInt64(data, offset + 64);
            ulong w9 = BitConverter.ToUInt64(data, offset + 72);
            ulong w10 = BitConverter.ToUInt64(data, offset + 80);
            ulong w11 = BitConverter.ToUInt64(data, offset + 88);
            ulong w12 = BitConverter.ToUInt64(data, offset + 96);
            ulong w13 = BitConverter.ToUInt64(data, offset + 104);
            ulong w14 = BitConverter.ToUInt64(data, offset + 112);
            ulong w15 = BitConverter.ToUInt64(data, offset + 120);
            w0 = ((w0 >> 8) & 0x00FF00FF00FF00FFUL) | ((w0 & 0x00FF00FF00FF00FFUL) << 8);
            w0 = (w0 << 48) | ((w0 & 0xFFFF0000UL) << 16) | ((w0 >> 16) & 0xFFFF0000UL) | (w0 >> 48);
            w1 = ((w1 >> 8) & 0x00FF00FF00FF00FFUL) | ((w1 & 0x00FF00FF00FF00FFUL) << 8);
            w1 = (w1 << 48) | ((w1 & 0xFFFF0000UL) << 16) | ((w1 >> 16) & 0xFFFF0000UL) | (w1 >> 48);
            w2 = ((w2 >> 8) & 0x00FF00FF00FF00FFUL) | ((w2 & 0x00FF00FF00FF00FFUL) << 8);
            w2 = (w2 << 48) | ((w2 & 0xFFFF0000UL) << 16) | ((w2 >> 16) & 0xFFFF0000UL) | (w2 >> 48);
            w3 = ((w3 >> 8) & 0x00FF00FF00FF00FFUL) | ((w3 & 0x00FF00FF00FF00FFUL) << 8);
            w3 = (w3 << 48) | ((w3 & 0xFFFF0000UL) << 16) | ((w3 >> 16) & 0xFFFF0000UL) | (w3 >> 48);
            w4 = ((w4 >> 8) & 0x00FF00FF00FF00FFUL) | ((w4 & 0x00FF00FF00FF00FFUL) << 8);
            w4 = (w4 << 48) | ((w4 & 0xFFFF0000UL) << 16) | ((w4 >> 16) & 0xFFFF0000UL) | (w4 >> 48);
            w5 = ((w5 >> 8) & 0x00FF00FF00FF00FFUL) | ((w5 & 0x00FF00FF00FF00FFUL) << 8);
            w5 = (w5 << 48) | ((w5 & 0xFFFF0000UL) << 16) | ((w5 >> 16) & 0xFFFF0000UL) | (w5 >> 48);
            w6 = ((w6 >> 8) & 0x00FF00FF00FF00FFUL) | ((w6 & 0x00FF00FF00FF00FFUL) << 8);
            w6 = (w6 << 48) | ((w6 & 0xFFFF0000UL) << 16) | ((w6 >> 16) & 0xFFFF0000UL) | (w6 >> 48);
            w7 = ((w7 >> 8) & 0x00FF00FF00FF00FFUL) | ((w7 & 0x00FF00FF00FF00FFUL) << 8);
            w7 = (w7 << 48) | ((w7 & 0xFFFF0000UL) << 16) | ((w7 >> 16) & 0xFFFF0000UL) | (w7 >> 48);
            w8 = ((w8 >> 8) & 0x00FF00FF00FF00FFUL) | ((w8 & 0x00FF00FF00FF00FFUL) << 8);
            w8 = (w8 << 48) | ((w8 & 0xFFFF0000UL) << 16) | ((w8 >> 16) & 0xFFFF0000UL) | (w8 >> 48);
            w9 = ((w9 >> 8) & 0x00FF00FF00FF00FFUL) | ((w9 & 0x00FF00FF00FF00FFUL) << 8);
            w9 = (w9 << 48) | ((w9 & 0xFFFF0000UL) << 16) | ((w9 >> 16) & 0xFFFF0000UL) | (w9 >> 48);
            w10 = ((w10 >> 8) & 0x00FF00FF00FF00FFUL) | ((w10 & 0x00FF00FF00FF00FFUL) << 8);
            w10 = (w10 << 48) | ((w10 & 0xFFFF0000UL) << 16) | ((w10 >> 16) & 0xFFFF0000UL) | (w10 >> 48);
            w11 = ((w11 >> 8) & 0x00FF00FF00FF00FFUL) | ((w11 & 0x00FF00FF00FF00FFUL) << 8);
            w11 = (w11 << 48) | ((w11 & 0xFFFF0000UL) << 16) | ((w11 >> 16) & 0xFFFF0000UL) | (w11 >> 48);
            w12 = ((w12 >> 8) & 0x00FF00FF00FF00FFUL) | ((w12 & 0x00FF00FF00FF00FFUL) << 8);
            w12 = (w12 << 48) | ((w12 & 0xFFFF0000UL) << 16) | ((w12 >> 16) & 0xFFFF0000UL) | (w12 >> 48);
            w13 = ((w13 >> 8) & 0x00FF00FF00FF00FFUL) | ((w13 & 0x00FF00FF00FF00FFUL) << 8);
            w13 = (w13 << 48) | ((w13 & 0xFFFF0000UL) << 16) | ((w13 >> 16) & 0xFFFF0000UL) | (w13 >> 48);
            w14 = ((w14 >> 8) & 0x00FF00FF00FF00FFUL) | ((w14 & 0x00FF00FF00FF00FFUL) << 8);
            w14 = (w14 << 48) | ((w14 & 0xFFFF0000UL) << 16) | ((w14 >> 16) & 0xFFFF0000UL) | (w14 >> 48);
            w15 = ((w15 >> 8) & 0x00FF00FF00FF00FFUL) | ((w15 & 0x00FF00FF00FF00FFUL) << 8);
            w15 = (w15 << 48) | ((w15 & 0xFFFF0000UL) << 16) | ((w15 >> 16) & 0xFFFF0000UL) | (w15 >> 48);
            offset += 128;

            for (int row = 0; ; row++)
            {
                ulong[] k = rows[row];
                h += (((e >> 14) | (e << 50)) ^ ((e >> 18) | (e << 46)) ^ ((e >> 41) | (e << 23))) + (g ^ (e & (f ^ g))) + k[0] + w0;
                d += h;
                h += (((a >> 28) | (a << 36)) ^ ((a >> 34) | (a << 30)) ^ ((a >> 39) | (a << 25))) + ((a & b) | (c & (a | b)));
                g += (((d >> 14) | (d << 50)) ^ ((d >> 18) | (d << 46)) ^ ((d >> 41) | (d << 23))) + (f ^ (d & (e ^ f))) + k[1] + w1;
                c += g;
                g += (((h >> 28) | (h << 36)) ^ ((h >> 34) | (h << 30)) ^ ((h >> 39) | (h << 25))) + ((h & a) | (b & (h | a)));
                f += (((c >> 14) | (c << 50)) ^ ((c >> 18) | (c << 46)) ^ ((c >> 41) | (c << 23))) + (e ^ (c & (d ^ e))) + k[2] + w2;
                b += f;
                f += (((g >> 28) | (g << 36)) ^ ((g >> 34) | (g << 30)) ^ ((g >> 39) | (g << 25))) + ((g & h) | (a & (g | h)));
                e += (((b >> 14) | (b << 50)) ^ ((b >> 18) | (b << 46)) ^ ((b >> 41) | (b << 23))) + (d ^ (b & (c ^ d))) + k[3] + w3;
                a += e;
                e += (((f >> 28) | (f << 36)) ^ ((f >> 34) | (f << 30)) ^ ((f >> 39) | (f << 25))) + ((f & g) | (h & (f | g)));
                d += (((a >> 14) | (a << 50)) ^ ((a >> 18) | (a << 46)) ^ ((a >> 41) | (a << 23))) + (c ^ (a & (b ^ c))) + k[4] + w4;
                h += d;
                d += (((e >> 28) | (e << 36)) ^ ((e >> 34) | (e << 30)) ^ ((e >> 39) | (e << 25))) + ((e & f) | (g & (e | f)));
                c += (((h >> 14) | (h << 50)) ^ ((h >> 18) | (h << 46)) ^ ((h >> 41) | (h << 23))) + (b ^ (h & (a ^ b))) + k[5] + w5;
                g += c;
                c += (((d >> 28) | (d << 36)) ^ ((d >> 34) | (d << 30)) ^ ((d >> 39) | (d << 25))) + ((d & e) | (f & (d | e)));
                b += (((g >> 14) | (g << 50)) ^ ((g >> 18) | (g << 46)) ^ ((g >> 41) | (g << 23))) + (a ^ (g & (h ^ a))) + k[6] + w6;
                f += b;
                b += (((c >> 28) | (c << 36)) ^ ((c >> 34) | (c << 30)) ^ ((c >> 39) | (c << 25))) + ((c & d) | (e & (c | d)));
                a += (((f >> 14) | (f << 50)) ^ ((f >> 18) | (f << 46)) ^ ((f >> 41) | (f << 23))) + (h ^ (f & (g ^ h))) + k[7] + w7;
                e += a;
                a += (((b >> 28) | (b << 36)) ^ ((b >> 34) | (b << 30)) ^ ((b >> 39) | (b << 25))) + ((b & c) | (d & (b | c)));
                h += (((e >> 14) | (e << 50)) ^ ((e >> 18) | (e << 46)) ^ ((e >> 41) | (e << 23))) + (g ^ (e & (f ^ g))) + k[8] + w8;
                d += h;
                h += (((a >> 28) | (a << 36)) ^ ((a >> 34) | (a << 30)) ^ ((a >> 39) | (a << 25))) + ((a & b) | (c & (a | b)));
                g += (((d >> 14) | (d << 50)) ^ ((d >> 18) | (d << 46)) ^ ((d >> 41) | (d << 23))) + (f ^ (d & (e ^ f))) + k[9] + w9;
                c += g;
                g += (((h >> 28) | (h << 36)) ^ ((h >> 34) | (h << 30)) ^ ((h >> 39) | (h << 25))) + ((h & a) | (b & (h | a)));
                f += (((c >> 14) | (c << 50)) ^ ((c >> 18) | (c << 46)) ^ ((c >> 41) | (c << 23))) + (e ^ (c & (d ^ e))) + k[10] + w10;
                b += f;
                f += (((g >> 28) | (g << 36)) ^ ((g >> 34) | (g << 30)) ^ ((g >> 39) | (g << 25))) + ((g & h) | (a & (g | h)));
                e += (((b >> 14) | (b << 50)) ^ ((b >> 18) | (b << 46)) ^ ((b >> 41) | (b << 23))) + (d ^ (b & (c ^ d))) + k[11] + w11;
                a += e;
                e += (((f >> 28) | (f << 36)) ^ ((f >> 34) | (f << 30)) ^ ((f >> 39) | (f << 25))) + ((f & g) | (h & (f | g)));
                d += (((a >> 14) | (a << 50)) ^ ((a >> 18) | (a << 46)) ^ ((a >> 41) | (a << 23))) + (c ^ (a & (b ^ c))) + k[12] + w12;
                h += d;
                d += (((e >> 28) | (e << 36)) ^ ((e >> 34) | (e << 30)) ^ ((e >> 39) | (e << 25))) + ((e & f) | (g & (e | f)));
                c += (((h >> 14) | (h << 50)) ^ ((h >> 18) | (h << 46)) ^ ((h >> 41) | (h << 23))) + (b ^ (h & (a ^ b))) + k[13] + w13;
                g += c;
                c += (((d >> 28) | (d << 36)) ^ ((d >> 34) | (d << 30)) ^ ((d >> 39) | (d << 25))) + ((d & e) | (f & (d | e)));
                b += (((g >> 14) | (g << 50)) ^ ((g >> 18) | (g << 46)) ^ ((g >> 41) | (g << 23))) + (a ^ (g & (h ^ a))) + k[14] + w14;
                f += b;
                b += (((c >> 28) | (c << 36)) ^ ((c >> 34) | (c << 30)) ^ ((c >> 39) | (c << 25))) + ((c & d) | (e & (c | d)));
                a += (((f >> 14) | (f << 50)) ^ ((f >> 18) | (f << 46)) ^ ((f >> 41) | (f << 23))) + (h ^ (f & (g ^ h))) + k[15] + w15;
                e += a;
                a += (((b >> 28) | (b << 36)) ^ ((b >> 34) | (b << 30)) ^ ((b >> 39) | (b << 25))) + ((b & c) | (d & (b | c)));
                if (row == 4)
                    break;
                w0 += ((w1 >> 1) ^ (w1 >> 8) ^ (w1 >> 7) ^ (w1 * 0x8100000000000000UL)) + w9 + (((w14 >> 19) | (w14 << 45)) ^ ((w14 >> 61) | (w14 << 3)) ^ (w14 >> 6));
                w1 += ((w2 >> 1) ^ (w2 >> 8) ^ (w2 >> 7) ^ (w2 * 0x8100000000000000UL)) + w10 + (((w15 >> 19) | (w15 << 45)) ^ ((w15 >> 61) | (w15 << 3)) ^ (w15 >> 6));
                w2 += ((w3 >> 1) ^ (w3 >> 8) ^ (w3 >> 7) ^ (w3 * 0x8100000000000000UL)) + w11 + (((w0 >> 19) | (w0 << 45)) ^ ((w0 >> 61) | (w0 << 3)) ^ (w0 >> 6));
                w3 += ((w4 >> 1) ^ (w4 >> 8) ^ (w4 >> 7) ^ (w4 * 0x8100000000000000UL)) + w12 + (((w1 >> 19) | (w1 << 45)) ^ ((w1 >> 61) | (w1 << 3)) ^ (w1 >> 6));
                w4 += ((w5 >> 1) ^ (w5 >> 8) ^ (w5 >> 7) ^ (w5 * 0x8100000000000000UL)) + w13 + (((w2 >> 19) | (w2 << 45)) ^ ((w2 >> 61) | (w2 << 3)) ^ (w2 >> 6));
                w5 += ((w6 >> 1) ^ (w6 >> 8) ^ (w6 >> 7) ^ (w6 * 0x8100000000000000UL)) + w14 + (((w3 >> 19) | (w3 << 45)) ^ ((w3 >> 61) | (w3 << 3)) ^ (w3 >> 6));
                w6 += ((w7 >> 1) ^ (w7 >> 8) ^ (w7 >> 7) ^ (w7 * 0x8100000000000000UL)) + w15 + (((w4 >> 19) | (w4 << 45)) ^ ((w4 >> 61) | (w4 << 3)) ^ (w4 >> 6));
                w7 += ((w8 >> 1) ^ (w8 >> 8) ^ (w8 >> 7) ^ (w8 * 0x8100000000000000UL)) + w0 + (((w5 >> 19) | (w5 << 45)) ^ ((w5 >> 61) | (w5 << 3)) ^ (w5 >> 6));
                w8 += ((w9 >> 1) ^ (w9 >> 8) ^ (w9 >> 7) ^ (w9 * 0x8100000000000000UL)) + w1 + (((w6 >> 19) | (w6 << 45)) ^ ((w6 >> 61) | (w6 << 3)) ^ (w6 >> 6));
                w9 += ((w10 >> 1) ^ (w10 >> 8) ^ (w10 >> 7) ^ (w10 * 0x8100000000000000UL)) + w2 + (((w7 >> 19) | (w7 << 45)) ^ ((w7 >> 61) | (w7 << 3)) ^ (w7 >> 6));
                w10 += ((w11 >> 1) ^ (w11 >> 8) ^ (w11 >> 7) ^ (w11 * 0x8100000000000000UL)) + w3 + (((w8 >> 19) | (w8 << 45)) ^ ((w8 >> 61) | (w8 << 3)) ^ (w8 >> 6));
                w11 += ((w12 >> 1) ^ (w12 >> 8) ^ (w12 >> 7) ^ (w12 * 0x8100000000000000UL)) + w4 + (((w9 >> 19) | (w9 << 45)) ^ ((w9 >> 61) | (w9 << 3)) ^ (w9 >> 6));
                w12 += ((w13 >> 1) ^ (w13 >> 8) ^ (w13 >> 7) ^ (w13 * 0x8100000000000000UL)) + w5 + (((w10 >> 19) | (w10 << 45)) ^ ((w10 >> 61) | (w10 << 3)) ^ (w10 >> 6));
                w13 += ((w14 >> 1) ^ (w14 >> 8) ^ (w14 >> 7) ^ (w14 * 0x8100000000000000UL)) + w6 + (((w11 >> 19) | (w11 << 45)) ^ ((w11 >> 61) | (w11 << 3)) ^ (w11 >> 6));
                w14 += ((w15 >> 1) ^ (w15 >> 8) ^ (w15 >> 7) ^ (w15 * 0x8100000000000000UL)) + w7 + (((w12 >> 19) | (w12 << 45)) ^ ((w12 >> 61) | (w12 << 3)) ^ (w12 >> 6));
                w15 += ((w0 >> 1) ^ (w0 >> 8) ^ (w0 >> 7) ^ (w0 * 0x8100000000000000UL)) + w8 + (((w13 >> 19) | (w13 << 45)) ^ ((w13 >> 61) | (w13 << 3)) ^ (w13 >> 6));
            }

            s0 += a;
            s1 += b;
            s2 += c;
            s3 += d;
            s4 += e;
            s5 += f;
            s6 += g;
            s7 += h;
        }

        state[0] = s0;
        state[1] = s1;
        state[2] = s2;
        state[3] = s3;
        state[4] = s4;
        state[5] = s5;
        state[6] = s6;
        state[7] = s7;
    }

    /// <summary>What the reader of little-endian words above needs on a host that is not little-endian; every board is.</summary>
    private static byte[] EachWordReversed(byte[] data, int offset, int count)
    {
        byte[] reversed = new byte[count];
        for (int i = 0; i < count; i++)
            reversed[i ^ 7] = data[offset + i];
        return reversed;
    }
}
