// Written by firmware/tools/generate-primitives.py; change the script, not this file.
namespace Attestation.Dice.Primitives;

/// <summary>The field of P-384, p = 2^384 - 2^128 - 2^96 + 2^32 - 1, unrolled.</summary>
/// <remarks>Montgomery form with R = 2^392: the value x is held as x · R modulo p, and a product is divided by R. The same method as <see cref="P256Field"/>. References: FIPS 186-5; SP 800-186 section 3.2.1.4.</remarks>
internal sealed class P384Field : CurveField
{
    private static P384Field _instance;

    private P384Field()
        : base(6, new Limbs14(0xFFFFFFFUL, 0xFUL, 0x0UL, 0xFFFF000UL, 0xFFEFFFFUL, 0xFFFFFFFUL, 0xFFFFFFFUL, 0xFFFFFFFUL, 0xFFFFFFFUL, 0xFFFFFFFUL, 0xFFFFFFFUL, 0xFFFFFFFUL, 0xFFFFFFFUL, 0xFFFFFUL),
            new Limbs14(0x100UL, 0xFFFF000UL, 0xFFFFFFFUL, 0xFFFFFUL, 0x1000000UL, 0x0UL, 0x0UL, 0x0UL, 0x0UL, 0x0UL, 0x0UL, 0x0UL, 0x0UL, 0x0UL),
            new Limbs14(0x10000UL, 0xFE00000UL, 0xFFFFFFUL, 0x0UL, 0x2UL, 0x0UL, 0xFFFFE00UL, 0xFFFUL, 0x20000UL, 0x100000UL, 0x0UL, 0x0UL, 0x0UL, 0x0UL),
            new byte[]
            {
                0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
                0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFE,
                0xFF, 0xFF, 0xFF, 0xFF, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0xFF, 0xFF, 0xFF, 0xFD,
            })
    {
    }

    /// <summary>Made with its first use: a board uses one curve, and what it does not use takes no memory.</summary>
    internal static P384Field Instance
    {
        get
        {
            P384Field instance = _instance;
            if (instance == null)
            {
                instance = new P384Field();
                _instance = instance;
            }

            return instance;
        }
    }

    /// <summary>The curve's b, in Montgomery form.</summary>
    internal FieldElement B { get; } = new Limbs14(0x12DCCCDUL, 0x8870D04UL, 0x2EC0811UL, 0xD9474C3UL, 0xFC429ADUL, 0x1920022UL, 0x7F2209BUL, 0x938AE27UL, 0x74BEE94UL, 0x2094E33UL, 0x1F41F02UL, 0xF9B62B2UL, 0xB604FBFUL, 0x8114UL);

    internal override FieldElement NewElement() => new Limbs14();

    internal override void Multiply(FieldElement result, FieldElement first, FieldElement second)
    {
        Limbs14 a = (Limbs14)first;
        Limbs14 b = (Limbs14)second;
        ulong a0 = a.L0;
        ulong b0 = b.L0;
        ulong a1 = a.L1;
        ulong b1 = b.L1;
        ulong a2 = a.L2;
        ulong b2 = b.L2;
        ulong a3 = a.L3;
        ulong b3 = b.L3;
        ulong a4 = a.L4;
        ulong b4 = b.L4;
        ulong a5 = a.L5;
        ulong b5 = b.L5;
        ulong a6 = a.L6;
        ulong b6 = b.L6;
        ulong a7 = a.L7;
        ulong b7 = b.L7;
        ulong a8 = a.L8;
        ulong b8 = b.L8;
        ulong a9 = a.L9;
        ulong b9 = b.L9;
        ulong a10 = a.L10;
        ulong b10 = b.L10;
        ulong a11 = a.L11;
        ulong b11 = b.L11;
        ulong a12 = a.L12;
        ulong b12 = b.L12;
        ulong a13 = a.L13;
        ulong b13 = b.L13;
        ulong mask = 0xFFFFFFFUL;

        ulong t = (a0 * b0);
        ulong m0 = t & mask;
        t = (t >> 28) + (a0 * b1) + (a1 * b0) + (m0 << 4);
        ulong m1 = t & mask;
        t = (t >> 28) + (a0 * b2) + (a1 * b1) + (a2 * b0) + (m1 << 4);
        ulong m2 = t & mask;
        t = (t >> 28) + (a0 * b3) + (a1 * b2) + (a2 * b1) + (a3 * b0) + 0x400000000000UL - (m0 << 12) + (m2 << 4);
        ulong m3 = t & mask;
        t = (t >> 28) + (a0 * b4) + (a1 * b3) + (a2 * b2) + (a3 * b1) + (a4 * b0) + 0x3FFFFFFC0000UL - (m0 << 16) - (m1 << 12) + (m3 << 4);
        ulong m4 = t & mask;
        t = (t >> 28) + (a0 * b5) + (a1 * b4) + (a2 * b3) + (a3 * b2) + (a4 * b1) + (a5 * b0) + 0x3FFFFFFC0000UL - (m1 << 16) - (m2 << 12) + (m4 << 4);
        ulong m5 = t & mask;
        t = (t >> 28) + (a0 * b6) + (a1 * b5) + (a2 * b4) + (a3 * b3) + (a4 * b2) + (a5 * b1) + (a6 * b0) + 0x3FFFFFFC0000UL - (m2 << 16) - (m3 << 12) + (m5 << 4);
        ulong m6 = t & mask;
        t = (t >> 28) + (a0 * b7) + (a1 * b6) + (a2 * b5) + (a3 * b4) + (a4 * b3) + (a5 * b2) + (a6 * b1) + (a7 * b0) + 0x3FFFFFFC0000UL - (m3 << 16) - (m4 << 12) + (m6 << 4);
        ulong m7 = t & mask;
        t = (t >> 28) + (a0 * b8) + (a1 * b7) + (a2 * b6) + (a3 * b5) + (a4 * b4) + (a5 * b3) + (a6 * b2) + (a7 * b1) + (a8 * b0) + 0x3FFFFFFC0000UL - (m4 << 16) - (m5 << 12) + (m7 << 4);
        ulong m8 = t & mask;
        t = (t >> 28) + (a0 * b9) + (a1 * b8) + (a2 * b7) + (a3 * b6) + (a4 * b5) + (a5 * b4) + (a6 * b3) + (a7 * b2) + (a8 * b1) + (a9 * b0) + 0x3FFFFFFC0000UL - (m5 << 16) - (m6 << 12) + (m8 << 4);
        ulong m9 = t & mask;
        t = (t >> 28) + (a0 * b10) + (a1 * b9) + (a2 * b8) + (a3 * b7) + (a4 * b6) + (a5 * b5) + (a6 * b4) + (a7 * b3) + (a8 * b2) + (a9 * b1) + (a10 * b0) + 0x3FFFFFFC0000UL - (m6 << 16) - (m7 << 12) + (m9 << 4);
        ulong m10 = t & mask;
        t = (t >> 28) + (a0 * b11) + (a1 * b10) + (a2 * b9) + (a3 * b8) + (a4 * b7) + (a5 * b6) + (a6 * b5) + (a7 * b4) + (a8 * b3) + (a9 * b2) + (a10 * b1) + (a11 * b0) + 0x3FFFFFFC0000UL - (m7 << 16) - (m8 << 12) + (m10 << 4);
        ulong m11 = t & mask;
        t = (t >> 28) + (a0 * b12) + (a1 * b11) + (a2 * b10) + (a3 * b9) + (a4 * b8) + (a5 * b7) + (a6 * b6) + (a7 * b5) + (a8 * b4) + (a9 * b3) + (a10 * b2) + (a11 * b1) + (a12 * b0) + 0x3FFFFFFC0000UL - (m8 << 16) - (m9 << 12) + (m11 << 4);
        ulong m12 = t & mask;
        t = (t >> 28) + (a0 * b13) + (a1 * b12) + (a2 * b11) + (a3 * b10) + (a4 * b9) + (a5 * b8) + (a6 * b7) + (a7 * b6) + (a8 * b5) + (a9 * b4) + (a10 * b3) + (a11 * b2) + (a12 * b1) + (a13 * b0) + 0x3FFFFFFC0000UL + (m0 << 20) - (m9 << 16) - (m10 << 12) + (m12 << 4);
        ulong m13 = t & mask;
        t = (t >> 28) + (a1 * b13) + (a2 * b12) + (a3 * b11) + (a4 * b10) + (a5 * b9) + (a6 * b8) + (a7 * b7) + (a8 * b6) + (a9 * b5) + (a10 * b4) + (a11 * b3) + (a12 * b2) + (a13 * b1) + 0x3FFFFFFC0000UL + (m1 << 20) - (m10 << 16) - (m11 << 12) + (m13 << 4);
        ulong r0 = t & mask;
        t = (t >> 28) + (a2 * b13) + (a3 * b12) + (a4 * b11) + (a5 * b10) + (a6 * b9) + (a7 * b8) + (a8 * b7) + (a9 * b6) + (a10 * b5) + (a11 * b4) + (a12 * b3) + (a13 * b2) + 0x3FFFFFFC0000UL + (m2 << 20) - (m11 << 16) - (m12 << 12);
        ulong r1 = t & mask;
        t = (t >> 28) + (a3 * b13) + (a4 * b12) + (a5 * b11) + (a6 * b10) + (a7 * b9) + (a8 * b8) + (a9 * b7) + (a10 * b6) + (a11 * b5) + (a12 * b4) + (a13 * b3) + 0x3FFFFFFC0000UL + (m3 << 20) - (m12 << 16) - (m13 << 12);
        ulong r2 = t & mask;
        t = (t >> 28) + (a4 * b13) + (a5 * b12) + (a6 * b11) + (a7 * b10) + (a8 * b9) + (a9 * b8) + (a10 * b7) + (a11 * b6) + (a12 * b5) + (a13 * b4) + 0x3FFFFFFC0000UL + (m4 << 20) - (m13 << 16);
        ulong r3 = t & mask;
        t = (t >> 28) + (a5 * b13) + (a6 * b12) + (a7 * b11) + (a8 * b10) + (a9 * b9) + (a10 * b8) + (a11 * b7) + (a12 * b6) + (a13 * b5) + 0x3FFFFFFC0000UL + (m5 << 20);
        ulong r4 = t & mask;
        t = (t >> 28) + (a6 * b13) + (a7 * b12) + (a8 * b11) + (a9 * b10) + (a10 * b9) + (a11 * b8) + (a12 * b7) + (a13 * b6) + 0x3FFFFFFC0000UL + (m6 << 20);
        ulong r5 = t & mask;
        t = (t >> 28) + (a7 * b13) + (a8 * b12) + (a9 * b11) + (a10 * b10) + (a11 * b9) + (a12 * b8) + (a13 * b7) + 0x3FFFFFFC0000UL + (m7 << 20);
        ulong r6 = t & mask;
        t = (t >> 28) + (a8 * b13) + (a9 * b12) + (a10 * b11) + (a11 * b10) + (a12 * b9) + (a13 * b8) + 0x3FFFFFFC0000UL + (m8 << 20);
        ulong r7 = t & mask;
        t = (t >> 28) + (a9 * b13) + (a10 * b12) + (a11 * b11) + (a12 * b10) + (a13 * b9) + 0x3FFFFFFC0000UL + (m9 << 20);
        ulong r8 = t & mask;
        t = (t >> 28) + (a10 * b13) + (a11 * b12) + (a12 * b11) + (a13 * b10) + 0x3FFFFFFC0000UL + (m10 << 20);
        ulong r9 = t & mask;
        t = (t >> 28) + (a11 * b13) + (a12 * b12) + (a13 * b11) + 0x3FFFFFFC0000UL + (m11 << 20);
        ulong r10 = t & mask;
        t = (t >> 28) + (a12 * b13) + (a13 * b12) + 0x3FFFFFFC0000UL + (m12 << 20);
        ulong r11 = t & mask;
        t = (t >> 28) + (a13 * b13) - 0x40000UL + (m13 << 20);
        ulong r12 = t & mask;

        Limbs14 r = (Limbs14)result;
        r.L0 = r0;
        r.L1 = r1;
        r.L2 = r2;
        r.L3 = r3;
        r.L4 = r4;
        r.L5 = r5;
        r.L6 = r6;
        r.L7 = r7;
        r.L8 = r8;
        r.L9 = r9;
        r.L10 = r10;
        r.L11 = r11;
        r.L12 = r12;
        r.L13 = t >> 28;
    }

    internal override void Square(FieldElement result, FieldElement first)
    {
        Limbs14 a = (Limbs14)first;
        ulong a0 = a.L0;
        ulong d0 = a0 + a0;
        ulong a1 = a.L1;
        ulong d1 = a1 + a1;
        ulong a2 = a.L2;
        ulong d2 = a2 + a2;
        ulong a3 = a.L3;
        ulong d3 = a3 + a3;
        ulong a4 = a.L4;
        ulong d4 = a4 + a4;
        ulong a5 = a.L5;
        ulong d5 = a5 + a5;
        ulong a6 = a.L6;
        ulong d6 = a6 + a6;
        ulong a7 = a.L7;
        ulong d7 = a7 + a7;
        ulong a8 = a.L8;
        ulong d8 = a8 + a8;
        ulong a9 = a.L9;
        ulong d9 = a9 + a9;
        ulong a10 = a.L10;
        ulong d10 = a10 + a10;
        ulong a11 = a.L11;
        ulong d11 = a11 + a11;
        ulong a12 = a.L12;
        ulong d12 = a12 + a12;
        ulong a13 = a.L13;
        ulong mask = 0xFFFFFFFUL;

        ulong t = (a0 * a0);
        ulong m0 = t & mask;
        t = (t >> 28) + (d0 * a1) + (m0 << 4);
        ulong m1 = t & mask;
        t = (t >> 28) + (d0 * a2) + (a1 * a1) + (m1 << 4);
        ulong m2 = t & mask;
        t = (t >> 28) + (d0 * a3) + (d1 * a2) + 0x400000000000UL - (m0 << 12) + (m2 << 4);
        ulong m3 = t & mask;
        t = (t >> 28) + (d0 * a4) + (d1 * a3) + (a2 * a2) + 0x3FFFFFFC0000UL - (m0 << 16) - (m1 << 12) + (m3 << 4);
        ulong m4 = t & mask;
        t = (t >> 28) + (d0 * a5) + (d1 * a4) + (d2 * a3) + 0x3FFFFFFC0000UL - (m1 << 16) - (m2 << 12) + (m4 << 4);
        ulong m5 = t & mask;
        t = (t >> 28) + (d0 * a6) + (d1 * a5) + (d2 * a4) + (a3 * a3) + 0x3FFFFFFC0000UL - (m2 << 16) - (m3 << 12) + (m5 << 4);
        ulong m6 = t & mask;
        t = (t >> 28) + (d0 * a7) + (d1 * a6) + (d2 * a5) + (d3 * a4) + 0x3FFFFFFC0000UL - (m3 << 16) - (m4 << 12) + (m6 << 4);
        ulong m7 = t & mask;
        t = (t >> 28) + (d0 * a8) + (d1 * a7) + (d2 * a6) + (d3 * a5) + (a4 * a4) + 0x3FFFFFFC0000UL - (m4 << 16) - (m5 << 12) + (m7 << 4);
        ulong m8 = t & mask;
        t = (t >> 28) + (d0 * a9) + (d1 * a8) + (d2 * a7) + (d3 * a6) + (d4 * a5) + 0x3FFFFFFC0000UL - (m5 << 16) - (m6 << 12) + (m8 << 4);
        ulong m9 = t & mask;
        t = (t >> 28) + (d0 * a10) + (d1 * a9) + (d2 * a8) + (d3 * a7) + (d4 * a6) + (a5 * a5) + 0x3FFFFFFC0000UL - (m6 << 16) - (m7 << 12) + (m9 << 4);
        ulong m10 = t & mask;
        t = (t >> 28) + (d0 * a11) + (d1 * a10) + (d2 * a9) + (d3 * a8) + (d4 * a7) + (d5 * a6) + 0x3FFFFFFC0000UL - (m7 << 16) - (m8 << 12) + (m10 << 4);
        ulong m11 = t & mask;
        t = (t >> 28) + (d0 * a12) + (d1 * a11) + (d2 * a10) + (d3 * a9) + (d4 * a8) + (d5 * a7) + (a6 * a6) + 0x3FFFFFFC0000UL - (m8 << 16) - (m9 << 12) + (m11 << 4);
        ulong m12 = t & mask;
        t = (t >> 28) + (d0 * a13) + (d1 * a12) + (d2 * a11) + (d3 * a10) + (d4 * a9) + (d5 * a8) + (d6 * a7) + 0x3FFFFFFC0000UL + (m0 << 20) - (m9 << 16) - (m10 << 12) + (m12 << 4);
        ulong m13 = t & mask;
        t = (t >> 28) + (d1 * a13) + (d2 * a12) + (d3 * a11) + (d4 * a10) + (d5 * a9) + (d6 * a8) + (a7 * a7) + 0x3FFFFFFC0000UL + (m1 << 20) - (m10 << 16) - (m11 << 12) + (m13 << 4);
        ulong r0 = t & mask;
        t = (t >> 28) + (d2 * a13) + (d3 * a12) + (d4 * a11) + (d5 * a10) + (d6 * a9) + (d7 * a8) + 0x3FFFFFFC0000UL + (m2 << 20) - (m11 << 16) - (m12 << 12);
        ulong r1 = t & mask;
        t = (t >> 28) + (d3 * a13) + (d4 * a12) + (d5 * a11) + (d6 * a10) + (d7 * a9) + (a8 * a8) + 0x3FFFFFFC0000UL + (m3 << 20) - (m12 << 16) - (m13 << 12);
        ulong r2 = t & mask;
        t = (t >> 28) + (d4 * a13) + (d5 * a12) + (d6 * a11) + (d7 * a10) + (d8 * a9) + 0x3FFFFFFC0000UL + (m4 << 20) - (m13 << 16);
        ulong r3 = t & mask;
        t = (t >> 28) + (d5 * a13) + (d6 * a12) + (d7 * a11) + (d8 * a10) + (a9 * a9) + 0x3FFFFFFC0000UL + (m5 << 20);
        ulong r4 = t & mask;
        t = (t >> 28) + (d6 * a13) + (d7 * a12) + (d8 * a11) + (d9 * a10) + 0x3FFFFFFC0000UL + (m6 << 20);
        ulong r5 = t & mask;
        t = (t >> 28) + (d7 * a13) + (d8 * a12) + (d9 * a11) + (a10 * a10) + 0x3FFFFFFC0000UL + (m7 << 20);
        ulong r6 = t & mask;
        t = (t >> 28) + (d8 * a13) + (d9 * a12) + (d10 * a11) + 0x3FFFFFFC0000UL + (m8 << 20);
        ulong r7 = t & mask;
        t = (t >> 28) + (d9 * a13) + (d10 * a12) + (a11 * a11) + 0x3FFFFFFC0000UL + (m9 << 20);
        ulong r8 = t & mask;
        t = (t >> 28) + (d10 * a13) + (d11 * a12) + 0x3FFFFFFC0000UL + (m10 << 20);
        ulong r9 = t & mask;
        t = (t >> 28) + (d11 * a13) + (a12 * a12) + 0x3FFFFFFC0000UL + (m11 << 20);
        ulong r10 = t & mask;
        t = (t >> 28) + (d12 * a13) + 0x3FFFFFFC0000UL + (m12 << 20);
        ulong r11 = t & mask;
        t = (t >> 28) + (a13 * a13) - 0x40000UL + (m13 << 20);
        ulong r12 = t & mask;

        Limbs14 r = (Limbs14)result;
        r.L0 = r0;
        r.L1 = r1;
        r.L2 = r2;
        r.L3 = r3;
        r.L4 = r4;
        r.L5 = r5;
        r.L6 = r6;
        r.L7 = r7;
        r.L8 = r8;
        r.L9 = r9;
        r.L10 = r10;
        r.L11 = r11;
        r.L12 = r12;
        r.L13 = t >> 28;
    }

    internal override void Subtract(FieldElement result, FieldElement first, FieldElement second)
    {
        Limbs14 r = (Limbs14)result;
        Limbs14 a = (Limbs14)first;
        Limbs14 b = (Limbs14)second;
        ulong mask = 0xFFFFFFFUL;
        ulong top = a.L13 + 0xFFFFFBUL - b.L13;
        ulong q = top >> 20;
        ulong t = a.L0 + 0x4FFFFFF0UL - b.L0 + q;
        r.L0 = t & mask;
        t = (t >> 28) + a.L1 + 0x400000FBUL - b.L1 - (q << 4);
        r.L1 = t & mask;
        t = (t >> 28) + a.L2 + 0x3FFFFFFCUL - b.L2;
        r.L2 = t & mask;
        t = (t >> 28) + a.L3 + 0x4FFEFFFCUL - b.L3 + (q << 12);
        r.L3 = t & mask;
        t = (t >> 28) + a.L4 + 0x4FEFFFFBUL - b.L4 + (q << 16);
        r.L4 = t & mask;
        t = (t >> 28) + a.L5 + 0x4FFFFFFBUL - b.L5;
        r.L5 = t & mask;
        t = (t >> 28) + a.L6 + 0x4FFFFFFBUL - b.L6;
        r.L6 = t & mask;
        t = (t >> 28) + a.L7 + 0x4FFFFFFBUL - b.L7;
        r.L7 = t & mask;
        t = (t >> 28) + a.L8 + 0x4FFFFFFBUL - b.L8;
        r.L8 = t & mask;
        t = (t >> 28) + a.L9 + 0x4FFFFFFBUL - b.L9;
        r.L9 = t & mask;
        t = (t >> 28) + a.L10 + 0x4FFFFFFBUL - b.L10;
        r.L10 = t & mask;
        t = (t >> 28) + a.L11 + 0x4FFFFFFBUL - b.L11;
        r.L11 = t & mask;
        t = (t >> 28) + a.L12 + 0x4FFFFFFBUL - b.L12;
        r.L12 = t & mask;
        r.L13 = (top & 0xFFFFFUL) + (t >> 28);
    }

    internal override void SubtractLoose(FieldElement result, FieldElement first, FieldElement second)
    {
        Limbs14 r = (Limbs14)result;
        Limbs14 a = (Limbs14)first;
        Limbs14 b = (Limbs14)second;
        r.L0 = a.L0 + 0x1FFFFFFCUL - b.L0;
        r.L1 = a.L1 + 0x1000003EUL - b.L1;
        r.L2 = a.L2 + 0xFFFFFFFUL - b.L2;
        r.L3 = a.L3 + 0x1FFFBFFFUL - b.L3;
        r.L4 = a.L4 + 0x1FFBFFFEUL - b.L4;
        r.L5 = a.L5 + 0x1FFFFFFEUL - b.L5;
        r.L6 = a.L6 + 0x1FFFFFFEUL - b.L6;
        r.L7 = a.L7 + 0x1FFFFFFEUL - b.L7;
        r.L8 = a.L8 + 0x1FFFFFFEUL - b.L8;
        r.L9 = a.L9 + 0x1FFFFFFEUL - b.L9;
        r.L10 = a.L10 + 0x1FFFFFFEUL - b.L10;
        r.L11 = a.L11 + 0x1FFFFFFEUL - b.L11;
        r.L12 = a.L12 + 0x1FFFFFFEUL - b.L12;
        r.L13 = a.L13 + 0x3FFFFEUL - b.L13;
    }
}
