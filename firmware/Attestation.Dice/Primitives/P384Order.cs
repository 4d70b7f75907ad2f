// Written by firmware/tools/generate-primitives.py; change the script, not this file.
namespace Attestation.Dice.Primitives;

/// <summary>Arithmetic modulo n, the order of P-384's base point, unrolled.</summary>
/// <remarks>Montgomery form with R = 2^392: the value x is held as x · R modulo p, and a product is divided by R. References: SP 800-186 section 3.2.1.4.</remarks>
internal sealed class P384Order : PrimeField
{
    private static P384Order _instance;

    private P384Order()
        : base(6, new Limbs14(0xCC52973UL, 0xEC196ACUL, 0xA77AECUL, 0xDB248BUL, 0xDDF581AUL, 0x81F4372UL, 0xFC7634DUL, 0xFFFFFFFUL, 0xFFFFFFFUL, 0xFFFFFFFUL, 0xFFFFFFFUL, 0xFFFFFFFUL, 0xFFFFFFFUL, 0xFFFFFUL),
            new Limbs14(0xAD68D00UL, 0xE695333UL, 0x8851313UL, 0x4DB74F5UL, 0xA7E5F2UL, 0xBC8D22UL, 0x89CB27EUL, 0x3UL, 0x0UL, 0x0UL, 0x0UL, 0x0UL, 0x0UL, 0x0UL),
            new Limbs14(0x60E3CB4UL, 0x35FD093UL, 0x90EB460UL, 0x73C4E12UL, 0xFF2DBD2UL, 0x43A6ADDUL, 0x2D164EEUL, 0x1CC5BF0UL, 0x9174AABUL, 0x95D40D4UL, 0xA282668UL, 0x3FB05B7UL, 0xB39BF21UL, 0xEE012UL),
            new byte[]
            {
                0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
                0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xC7, 0x63, 0x4D, 0x81, 0xF4, 0x37, 0x2D, 0xDF,
                0x58, 0x1A, 0x0D, 0xB2, 0x48, 0xB0, 0xA7, 0x7A, 0xEC, 0xEC, 0x19, 0x6A, 0xCC, 0xC5, 0x29, 0x71,
            })
    {
    }

    /// <summary>Made with its first use: a board uses one curve, and what it does not use takes no memory.</summary>
    internal static P384Order Instance
    {
        get
        {
            P384Order instance = _instance;
            if (instance == null)
            {
                instance = new P384Order();
                _instance = instance;
            }

            return instance;
        }
    }

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
        ulong n0 = 0xCC52973UL;
        ulong n1 = 0xEC196ACUL;
        ulong n2 = 0xA77AECUL;
        ulong n3 = 0xDB248BUL;
        ulong n4 = 0xDDF581AUL;
        ulong n5 = 0x81F4372UL;
        ulong n6 = 0xFC7634DUL;
        ulong n7 = 0xFFFFFFFUL;
        ulong n8 = 0xFFFFFFFUL;
        ulong n9 = 0xFFFFFFFUL;
        ulong n10 = 0xFFFFFFFUL;
        ulong n11 = 0xFFFFFFFUL;
        ulong n12 = 0xFFFFFFFUL;
        ulong n13 = 0xFFFFFUL;
        ulong inverse = 0x88FDC45UL;

        ulong t = (a0 * b0);
        ulong m0 = (t * inverse) & mask;
        t += m0 * n0;
        t = (t >> 28) + (a0 * b1) + (a1 * b0) + (m0 * n1);
        ulong m1 = (t * inverse) & mask;
        t += m1 * n0;
        t = (t >> 28) + (a0 * b2) + (a1 * b1) + (a2 * b0) + (m0 * n2) + (m1 * n1);
        ulong m2 = (t * inverse) & mask;
        t += m2 * n0;
        t = (t >> 28) + (a0 * b3) + (a1 * b2) + (a2 * b1) + (a3 * b0) + (m0 * n3) + (m1 * n2) + (m2 * n1);
        ulong m3 = (t * inverse) & mask;
        t += m3 * n0;
        t = (t >> 28) + (a0 * b4) + (a1 * b3) + (a2 * b2) + (a3 * b1) + (a4 * b0) + (m0 * n4) + (m1 * n3) + (m2 * n2) + (m3 * n1);
        ulong m4 = (t * inverse) & mask;
        t += m4 * n0;
        t = (t >> 28) + (a0 * b5) + (a1 * b4) + (a2 * b3) + (a3 * b2) + (a4 * b1) + (a5 * b0) + (m0 * n5) + (m1 * n4) + (m2 * n3) + (m3 * n2) + (m4 * n1);
        ulong m5 = (t * inverse) & mask;
        t += m5 * n0;
        t = (t >> 28) + (a0 * b6) + (a1 * b5) + (a2 * b4) + (a3 * b3) + (a4 * b2) + (a5 * b1) + (a6 * b0) + (m0 * n6) + (m1 * n5) + (m2 * n4) + (m3 * n3) + (m4 * n2) + (m5 * n1);
        ulong m6 = (t * inverse) & mask;
        t += m6 * n0;
        t = (t >> 28) + (a0 * b7) + (a1 * b6) + (a2 * b5) + (a3 * b4) + (a4 * b3) + (a5 * b2) + (a6 * b1) + (a7 * b0) + (m0 * n7) + (m1 * n6) + (m2 * n5) + (m3 * n4) + (m4 * n3) + (m5 * n2) + (m6 * n1);
        ulong m7 = (t * inverse) & mask;
        t += m7 * n0;
        t = (t >> 28) + (a0 * b8) + (a1 * b7) + (a2 * b6) + (a3 * b5) + (a4 * b4) + (a5 * b3) + (a6 * b2) + (a7 * b1) + (a8 * b0) + (m0 * n8) + (m1 * n7) + (m2 * n6) + (m3 * n5) + (m4 * n4) + (m5 * n3) + (m6 * n2) + (m7 * n1);
        ulong m8 = (t * inverse) & mask;
        t += m8 * n0;
        t = (t >> 28) + (a0 * b9) + (a1 * b8) + (a2 * b7) + (a3 * b6) + (a4 * b5) + (a5 * b4) + (a6 * b3) + (a7 * b2) + (a8 * b1) + (a9 * b0) + (m0 * n9) + (m1 * n8) + (m2 * n7) + (m3 * n6) + (m4 * n5) + (m5 * n4) + (m6 * n3) + (m7 * n2) + (m8 * n1);
        ulong m9 = (t * inverse) & mask;
        t += m9 * n0;
        t = (t >> 28) + (a0 * b10) + (a1 * b9) + (a2 * b8) + (a3 * b7) + (a4 * b6) + (a5 * b5) + (a6 * b4) + (a7 * b3) + (a8 * b2) + (a9 * b1) + (a10 * b0) + (m0 * n10) + (m1 * n9) + (m2 * n8) + (m3 * n7) + (m4 * n6) + (m5 * n5) + (m6 * n4) + (m7 * n3) + (m8 * n2) + (m9 * n1);
        ulong m10 = (t * inverse) & mask;
        t += m10 * n0;
        t = (t >> 28) + (a0 * b11) + (a1 * b10) + (a2 * b9) + (a3 * b8) + (a4 * b7) + (a5 * b6) + (a6 * b5) + (a7 * b4) + (a8 * b3) + (a9 * b2) + (a10 * b1) + (a11 * b0) + (m0 * n11) + (m1 * n10) + (m2 * n9) + (m3 * n8) + (m4 * n7) + (m5 * n6) + (m6 * n5) + (m7 * n4) + (m8 * n3) + (m9 * n2) + (m10 * n1);
        ulong m11 = (t * inverse) & mask;
        t += m11 * n0;
        t = (t >> 28) + (a0 * b12) + (a1 * b11) + (a2 * b10) + (a3 * b9) + (a4 * b8) + (a5 * b7) + (a6 * b6) + (a7 * b5) + (a8 * b4) + (a9 * b3) + (a10 * b2) + (a11 * b1) + (a12 * b0) + (m0 * n12) + (m1 * n11) + (m2 * n10) + (m3 * n9) + (m4 * n8) + (m5 * n7) + (m6 * n6) + (m7 * n5) + (m8 * n4) + (m9 * n3) + (m10 * n2) + (m11 * n1);
        ulong m12 = (t * inverse) & mask;
        t += m12 * n0;
        t = (t >> 28) + (a0 * b13) + (a1 * b12) + (a2 * b11) + (a3 * b10) + (a4 * b9) + (a5 * b8) + (a6 * b7) + (a7 * b6) + (a8 * b5) + (a9 * b4) + (a10 * b3) + (a11 * b2) + (a12 * b1) + (a13 * b0) + (m0 * n13) + (m1 * n12) + (m2 * n11) + (m3 * n10) + (m4 * n9) + (m5 * n8) + (m6 * n7) + (m7 * n6) + (m8 * n5) + (m9 * n4) + (m10 * n3) + (m11 * n2) + (m12 * n1);
        ulong m13 = (t * inverse) & mask;
        t += m13 * n0;
        t = (t >> 28) + (a1 * b13) + (a2 * b12) + (a3 * b11) + (a4 * b10) + (a5 * b9) + (a6 * b8) + (a7 * b7) + (a8 * b6) + (a9 * b5) + (a10 * b4) + (a11 * b3) + (a12 * b2) + (a13 * b1) + (m1 * n13) + (m2 * n12) + (m3 * n11) + (m4 * n10) + (m5 * n9) + (m6 * n8) + (m7 * n7) + (m8 * n6) + (m9 * n5) + (m10 * n4) + (m11 * n3) + (m12 * n2) + (m13 * n1);
        ulong r0 = t & mask;
        t = (t >> 28) + (a2 * b13) + (a3 * b12) + (a4 * b11) + (a5 * b10) + (a6 * b9) + (a7 * b8) + (a8 * b7) + (a9 * b6) + (a10 * b5) + (a11 * b4) + (a12 * b3) + (a13 * b2) + (m2 * n13) + (m3 * n12) + (m4 * n11) + (m5 * n10) + (m6 * n9) + (m7 * n8) + (m8 * n7) + (m9 * n6) + (m10 * n5) + (m11 * n4) + (m12 * n3) + (m13 * n2);
        ulong r1 = t & mask;
        t = (t >> 28) + (a3 * b13) + (a4 * b12) + (a5 * b11) + (a6 * b10) + (a7 * b9) + (a8 * b8) + (a9 * b7) + (a10 * b6) + (a11 * b5) + (a12 * b4) + (a13 * b3) + (m3 * n13) + (m4 * n12) + (m5 * n11) + (m6 * n10) + (m7 * n9) + (m8 * n8) + (m9 * n7) + (m10 * n6) + (m11 * n5) + (m12 * n4) + (m13 * n3);
        ulong r2 = t & mask;
        t = (t >> 28) + (a4 * b13) + (a5 * b12) + (a6 * b11) + (a7 * b10) + (a8 * b9) + (a9 * b8) + (a10 * b7) + (a11 * b6) + (a12 * b5) + (a13 * b4) + (m4 * n13) + (m5 * n12) + (m6 * n11) + (m7 * n10) + (m8 * n9) + (m9 * n8) + (m10 * n7) + (m11 * n6) + (m12 * n5) + (m13 * n4);
        ulong r3 = t & mask;
        t = (t >> 28) + (a5 * b13) + (a6 * b12) + (a7 * b11) + (a8 * b10) + (a9 * b9) + (a10 * b8) + (a11 * b7) + (a12 * b6) + (a13 * b5) + (m5 * n13) + (m6 * n12) + (m7 * n11) + (m8 * n10) + (m9 * n9) + (m10 * n8) + (m11 * n7) + (m12 * n6) + (m13 * n5);
        ulong r4 = t & mask;
        t = (t >> 28) + (a6 * b13) + (a7 * b12) + (a8 * b11) + (a9 * b10) + (a10 * b9) + (a11 * b8) + (a12 * b7) + (a13 * b6) + (m6 * n13) + (m7 * n12) + (m8 * n11) + (m9 * n10) + (m10 * n9) + (m11 * n8) + (m12 * n7) + (m13 * n6);
        ulong r5 = t & mask;
        t = (t >> 28) + (a7 * b13) + (a8 * b12) + (a9 * b11) + (a10 * b10) + (a11 * b9) + (a12 * b8) + (a13 * b7) + (m7 * n13) + (m8 * n12) + (m9 * n11) + (m10 * n10) + (m11 * n9) + (m12 * n8) + (m13 * n7);
        ulong r6 = t & mask;
        t = (t >> 28) + (a8 * b13) + (a9 * b12) + (a10 * b11) + (a11 * b10) + (a12 * b9) + (a13 * b8) + (m8 * n13) + (m9 * n12) + (m10 * n11) + (m11 * n10) + (m12 * n9) + (m13 * n8);
        ulong r7 = t & mask;
        t = (t >> 28) + (a9 * b13) + (a10 * b12) + (a11 * b11) + (a12 * b10) + (a13 * b9) + (m9 * n13) + (m10 * n12) + (m11 * n11) + (m12 * n10) + (m13 * n9);
        ulong r8 = t & mask;
        t = (t >> 28) + (a10 * b13) + (a11 * b12) + (a12 * b11) + (a13 * b10) + (m10 * n13) + (m11 * n12) + (m12 * n11) + (m13 * n10);
        ulong r9 = t & mask;
        t = (t >> 28) + (a11 * b13) + (a12 * b12) + (a13 * b11) + (m11 * n13) + (m12 * n12) + (m13 * n11);
        ulong r10 = t & mask;
        t = (t >> 28) + (a12 * b13) + (a13 * b12) + (m12 * n13) + (m13 * n12);
        ulong r11 = t & mask;
        t = (t >> 28) + (a13 * b13) + (m13 * n13);
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
}
