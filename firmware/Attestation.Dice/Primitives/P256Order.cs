// Written by firmware/tools/generate-primitives.py; change the script, not this file.
namespace Attestation.Dice.Primitives;

/// <summary>Arithmetic modulo n, the order of P-256's base point, unrolled.</summary>
/// <remarks>Montgomery form with R = 2^261: the value x is held as x · R modulo p, and a product is divided by R. References: SP 800-186 section 3.2.1.3.</remarks>
internal sealed class P256Order : PrimeField
{
    private static P256Order _instance;

    private P256Order()
        : base(4, new Limbs9(0x1C632551UL, 0x1DCE5617UL, 0x5E7A13CUL, 0xDF55B4EUL, 0x1FFFFBCEUL, 0x1FFFFFFFUL, 0x3FFFFUL, 0x1FE00000UL, 0xFFFFFFUL),
            new Limbs9(0x139B55E0UL, 0x6353D03UL, 0x30BD862UL, 0x154963AUL, 0x8632UL, 0x0UL, 0x1F800000UL, 0x3FFFFFFUL, 0x0UL),
            new Limbs9(0x148D9EF5UL, 0xF4E7F75UL, 0x14C6A651UL, 0x3F8B765UL, 0x165861F1UL, 0x1256D7D8UL, 0x1C185B23UL, 0xD4CAB0FUL, 0x84B655UL),
            new byte[]
            {
                0xFF, 0xFF, 0xFF, 0xFF, 0x00, 0x00, 0x00, 0x00, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
                0xBC, 0xE6, 0xFA, 0xAD, 0xA7, 0x17, 0x9E, 0x84, 0xF3, 0xB9, 0xCA, 0xC2, 0xFC, 0x63, 0x25, 0x4F,
            })
    {
    }

    /// <summary>Made with its first use: a board uses one curve, and what it does not use takes no memory.</summary>
    internal static P256Order Instance
    {
        get
        {
            P256Order instance = _instance;
            if (instance == null)
            {
                instance = new P256Order();
                _instance = instance;
            }

            return instance;
        }
    }

    internal override FieldElement NewElement() => new Limbs9();

    internal override void Multiply(FieldElement result, FieldElement first, FieldElement second)
    {
        Limbs9 a = (Limbs9)first;
        Limbs9 b = (Limbs9)second;
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
        ulong mask = 0x1FFFFFFFUL;
        ulong n0 = 0x1C632551UL;
        ulong n1 = 0x1DCE5617UL;
        ulong n2 = 0x5E7A13CUL;
        ulong n3 = 0xDF55B4EUL;
        ulong n4 = 0x1FFFFBCEUL;
        ulong n5 = 0x1FFFFFFFUL;
        ulong n6 = 0x3FFFFUL;
        ulong n7 = 0x1FE00000UL;
        ulong n8 = 0xFFFFFFUL;
        ulong inverse = 0xE00BC4FUL;

        ulong t = (a0 * b0);
        ulong m0 = (t * inverse) & mask;
        t += m0 * n0;
        t = (t >> 29) + (a0 * b1) + (a1 * b0) + (m0 * n1);
        ulong m1 = (t * inverse) & mask;
        t += m1 * n0;
        t = (t >> 29) + (a0 * b2) + (a1 * b1) + (a2 * b0) + (m0 * n2) + (m1 * n1);
        ulong m2 = (t * inverse) & mask;
        t += m2 * n0;
        t = (t >> 29) + (a0 * b3) + (a1 * b2) + (a2 * b1) + (a3 * b0) + (m0 * n3) + (m1 * n2) + (m2 * n1);
        ulong m3 = (t * inverse) & mask;
        t += m3 * n0;
        t = (t >> 29) + (a0 * b4) + (a1 * b3) + (a2 * b2) + (a3 * b1) + (a4 * b0) + (m0 * n4) + (m1 * n3) + (m2 * n2) + (m3 * n1);
        ulong m4 = (t * inverse) & mask;
        t += m4 * n0;
        t = (t >> 29) + (a0 * b5) + (a1 * b4) + (a2 * b3) + (a3 * b2) + (a4 * b1) + (a5 * b0) + (m0 * n5) + (m1 * n4) + (m2 * n3) + (m3 * n2) + (m4 * n1);
        ulong m5 = (t * inverse) & mask;
        t += m5 * n0;
        t = (t >> 29) + (a0 * b6) + (a1 * b5) + (a2 * b4) + (a3 * b3) + (a4 * b2) + (a5 * b1) + (a6 * b0) + (m0 * n6) + (m1 * n5) + (m2 * n4) + (m3 * n3) + (m4 * n2) + (m5 * n1);
        ulong m6 = (t * inverse) & mask;
        t += m6 * n0;
        t = (t >> 29) + (a0 * b7) + (a1 * b6) + (a2 * b5) + (a3 * b4) + (a4 * b3) + (a5 * b2) + (a6 * b1) + (a7 * b0) + (m0 * n7) + (m1 * n6) + (m2 * n5) + (m3 * n4) + (m4 * n3) + (m5 * n2) + (m6 * n1);
        ulong m7 = (t * inverse) & mask;
        t += m7 * n0;
        t = (t >> 29) + (a0 * b8) + (a1 * b7) + (a2 * b6) + (a3 * b5) + (a4 * b4) + (a5 * b3) + (a6 * b2) + (a7 * b1) + (a8 * b0) + (m0 * n8) + (m1 * n7) + (m2 * n6) + (m3 * n5) + (m4 * n4) + (m5 * n3) + (m6 * n2) + (m7 * n1);
        ulong m8 = (t * inverse) & mask;
        t += m8 * n0;
        t = (t >> 29) + (a1 * b8) + (a2 * b7) + (a3 * b6) + (a4 * b5) + (a5 * b4) + (a6 * b3) + (a7 * b2) + (a8 * b1) + (m1 * n8) + (m2 * n7) + (m3 * n6) + (m4 * n5) + (m5 * n4) + (m6 * n3) + (m7 * n2) + (m8 * n1);
        ulong r0 = t & mask;
        t = (t >> 29) + (a2 * b8) + (a3 * b7) + (a4 * b6) + (a5 * b5) + (a6 * b4) + (a7 * b3) + (a8 * b2) + (m2 * n8) + (m3 * n7) + (m4 * n6) + (m5 * n5) + (m6 * n4) + (m7 * n3) + (m8 * n2);
        ulong r1 = t & mask;
        t = (t >> 29) + (a3 * b8) + (a4 * b7) + (a5 * b6) + (a6 * b5) + (a7 * b4) + (a8 * b3) + (m3 * n8) + (m4 * n7) + (m5 * n6) + (m6 * n5) + (m7 * n4) + (m8 * n3);
        ulong r2 = t & mask;
        t = (t >> 29) + (a4 * b8) + (a5 * b7) + (a6 * b6) + (a7 * b5) + (a8 * b4) + (m4 * n8) + (m5 * n7) + (m6 * n6) + (m7 * n5) + (m8 * n4);
        ulong r3 = t & mask;
        t = (t >> 29) + (a5 * b8) + (a6 * b7) + (a7 * b6) + (a8 * b5) + (m5 * n8) + (m6 * n7) + (m7 * n6) + (m8 * n5);
        ulong r4 = t & mask;
        t = (t >> 29) + (a6 * b8) + (a7 * b7) + (a8 * b6) + (m6 * n8) + (m7 * n7) + (m8 * n6);
        ulong r5 = t & mask;
        t = (t >> 29) + (a7 * b8) + (a8 * b7) + (m7 * n8) + (m8 * n7);
        ulong r6 = t & mask;
        t = (t >> 29) + (a8 * b8) + (m8 * n8);
        ulong r7 = t & mask;

        Limbs9 r = (Limbs9)result;
        r.L0 = r0;
        r.L1 = r1;
        r.L2 = r2;
        r.L3 = r3;
        r.L4 = r4;
        r.L5 = r5;
        r.L6 = r6;
        r.L7 = r7;
        r.L8 = t >> 29;
    }

    internal override void Square(FieldElement result, FieldElement first)
    {
        Limbs9 a = (Limbs9)first;
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
        ulong mask = 0x1FFFFFFFUL;
        ulong n0 = 0x1C632551UL;
        ulong n1 = 0x1DCE5617UL;
        ulong n2 = 0x5E7A13CUL;
        ulong n3 = 0xDF55B4EUL;
        ulong n4 = 0x1FFFFBCEUL;
        ulong n5 = 0x1FFFFFFFUL;
        ulong n6 = 0x3FFFFUL;
        ulong n7 = 0x1FE00000UL;
        ulong n8 = 0xFFFFFFUL;
        ulong inverse = 0xE00BC4FUL;

        ulong t = (a0 * a0);
        ulong m0 = (t * inverse) & mask;
        t += m0 * n0;
        t = (t >> 29) + (d0 * a1) + (m0 * n1);
        ulong m1 = (t * inverse) & mask;
        t += m1 * n0;
        t = (t >> 29) + (d0 * a2) + (a1 * a1) + (m0 * n2) + (m1 * n1);
        ulong m2 = (t * inverse) & mask;
        t += m2 * n0;
        t = (t >> 29) + (d0 * a3) + (d1 * a2) + (m0 * n3) + (m1 * n2) + (m2 * n1);
        ulong m3 = (t * inverse) & mask;
        t += m3 * n0;
        t = (t >> 29) + (d0 * a4) + (d1 * a3) + (a2 * a2) + (m0 * n4) + (m1 * n3) + (m2 * n2) + (m3 * n1);
        ulong m4 = (t * inverse) & mask;
        t += m4 * n0;
        t = (t >> 29) + (d0 * a5) + (d1 * a4) + (d2 * a3) + (m0 * n5) + (m1 * n4) + (m2 * n3) + (m3 * n2) + (m4 * n1);
        ulong m5 = (t * inverse) & mask;
        t += m5 * n0;
        t = (t >> 29) + (d0 * a6) + (d1 * a5) + (d2 * a4) + (a3 * a3) + (m0 * n6) + (m1 * n5) + (m2 * n4) + (m3 * n3) + (m4 * n2) + (m5 * n1);
        ulong m6 = (t * inverse) & mask;
        t += m6 * n0;
        t = (t >> 29) + (d0 * a7) + (d1 * a6) + (d2 * a5) + (d3 * a4) + (m0 * n7) + (m1 * n6) + (m2 * n5) + (m3 * n4) + (m4 * n3) + (m5 * n2) + (m6 * n1);
        ulong m7 = (t * inverse) & mask;
        t += m7 * n0;
        t = (t >> 29) + (d0 * a8) + (d1 * a7) + (d2 * a6) + (d3 * a5) + (a4 * a4) + (m0 * n8) + (m1 * n7) + (m2 * n6) + (m3 * n5) + (m4 * n4) + (m5 * n3) + (m6 * n2) + (m7 * n1);
        ulong m8 = (t * inverse) & mask;
        t += m8 * n0;
        t = (t >> 29) + (d1 * a8) + (d2 * a7) + (d3 * a6) + (d4 * a5) + (m1 * n8) + (m2 * n7) + (m3 * n6) + (m4 * n5) + (m5 * n4) + (m6 * n3) + (m7 * n2) + (m8 * n1);
        ulong r0 = t & mask;
        t = (t >> 29) + (d2 * a8) + (d3 * a7) + (d4 * a6) + (a5 * a5) + (m2 * n8) + (m3 * n7) + (m4 * n6) + (m5 * n5) + (m6 * n4) + (m7 * n3) + (m8 * n2);
        ulong r1 = t & mask;
        t = (t >> 29) + (d3 * a8) + (d4 * a7) + (d5 * a6) + (m3 * n8) + (m4 * n7) + (m5 * n6) + (m6 * n5) + (m7 * n4) + (m8 * n3);
        ulong r2 = t & mask;
        t = (t >> 29) + (d4 * a8) + (d5 * a7) + (a6 * a6) + (m4 * n8) + (m5 * n7) + (m6 * n6) + (m7 * n5) + (m8 * n4);
        ulong r3 = t & mask;
        t = (t >> 29) + (d5 * a8) + (d6 * a7) + (m5 * n8) + (m6 * n7) + (m7 * n6) + (m8 * n5);
        ulong r4 = t & mask;
        t = (t >> 29) + (d6 * a8) + (a7 * a7) + (m6 * n8) + (m7 * n7) + (m8 * n6);
        ulong r5 = t & mask;
        t = (t >> 29) + (d7 * a8) + (m7 * n8) + (m8 * n7);
        ulong r6 = t & mask;
        t = (t >> 29) + (a8 * a8) + (m8 * n8);
        ulong r7 = t & mask;

        Limbs9 r = (Limbs9)result;
        r.L0 = r0;
        r.L1 = r1;
        r.L2 = r2;
        r.L3 = r3;
        r.L4 = r4;
        r.L5 = r5;
        r.L6 = r6;
        r.L7 = r7;
        r.L8 = t >> 29;
    }
}
