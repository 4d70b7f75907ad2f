// Written by firmware/tools/generate-primitives.py; change the script, not this file.
namespace Attestation.Dice.Primitives;

/// <summary>The field of P-256, p = 2^256 - 2^224 + 2^192 + 2^96 - 1, unrolled.</summary>
/// <remarks>Montgomery form with R = 2^261: the value x is held as x · R modulo p, and a product is divided by R. p is -1 modulo 2^29, so a quotient
/// digit is the column itself and p's multiples are shifts; columns where p has a negative
/// power carry a constant that telescopes away, so that nothing ever goes below zero. References: FIPS 186-5; SP 800-186 section 3.2.1.3.</remarks>
internal sealed class P256Field : CurveField
{
    private static P256Field _instance;

    private P256Field()
        : base(4, new Limbs9(0x1FFFFFFFUL, 0x1FFFFFFFUL, 0x1FFFFFFFUL, 0x1FFUL, 0x0UL, 0x0UL, 0x40000UL, 0x1FE00000UL, 0xFFFFFFUL),
            new Limbs9(0x20UL, 0x0UL, 0x0UL, 0x1FFFC000UL, 0x1FFFFFFFUL, 0x1FFFFFFFUL, 0x1F7FFFFFUL, 0x3FFFFFFUL, 0x0UL),
            new Limbs9(0xC00UL, 0x0UL, 0x1FFF0000UL, 0x1FDFFFFFUL, 0x1FBFFFFFUL, 0x1FFFFFFFUL, 0x1FFFFFFFUL, 0x1FFFFFFEUL, 0x13UL),
            new byte[]
            {
                0xFF, 0xFF, 0xFF, 0xFF, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
                0x00, 0x00, 0x00, 0x00, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFD,
            })
    {
    }

    /// <summary>Made with its first use: a board uses one curve, and what it does not use takes no memory.</summary>
    internal static P256Field Instance
    {
        get
        {
            P256Field instance = _instance;
            if (instance == null)
            {
                instance = new P256Field();
                _instance = instance;
            }

            return instance;
        }
    }

    /// <summary>The curve's b, in Montgomery form.</summary>
    internal FieldElement B { get; } = new Limbs9(0x1897BBFBUL, 0x1CDF6229UL, 0x18486C4UL, 0x1732821UL, 0x1DAD59E0UL, 0xABF7212UL, 0x1A06D110UL, 0x17721D20UL, 0x8600C3UL);

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

        ulong t = (a0 * b0);
        ulong m0 = t & mask;
        t = (t >> 29) + (a0 * b1) + (a1 * b0);
        ulong m1 = t & mask;
        t = (t >> 29) + (a0 * b2) + (a1 * b1) + (a2 * b0);
        ulong m2 = t & mask;
        t = (t >> 29) + (a0 * b3) + (a1 * b2) + (a2 * b1) + (a3 * b0) + (m0 << 9);
        ulong m3 = t & mask;
        t = (t >> 29) + (a0 * b4) + (a1 * b3) + (a2 * b2) + (a3 * b1) + (a4 * b0) + (m1 << 9);
        ulong m4 = t & mask;
        t = (t >> 29) + (a0 * b5) + (a1 * b4) + (a2 * b3) + (a3 * b2) + (a4 * b1) + (a5 * b0) + (m2 << 9);
        ulong m5 = t & mask;
        t = (t >> 29) + (a0 * b6) + (a1 * b5) + (a2 * b4) + (a3 * b3) + (a4 * b2) + (a5 * b1) + (a6 * b0) + (m0 << 18) + (m3 << 9);
        ulong m6 = t & mask;
        t = (t >> 29) + (a0 * b7) + (a1 * b6) + (a2 * b5) + (a3 * b4) + (a4 * b3) + (a5 * b2) + (a6 * b1) + (a7 * b0) + 0x10000000000000UL - (m0 << 21) + (m1 << 18) + (m4 << 9);
        ulong m7 = t & mask;
        t = (t >> 29) + (a0 * b8) + (a1 * b7) + (a2 * b6) + (a3 * b5) + (a4 * b4) + (a5 * b3) + (a6 * b2) + (a7 * b1) + (a8 * b0) + 0xFFFFFFF800000UL + (m0 << 24) - (m1 << 21) + (m2 << 18) + (m5 << 9);
        ulong m8 = t & mask;
        t = (t >> 29) + (a1 * b8) + (a2 * b7) + (a3 * b6) + (a4 * b5) + (a5 * b4) + (a6 * b3) + (a7 * b2) + (a8 * b1) + 0xFFFFFFF800000UL + (m1 << 24) - (m2 << 21) + (m3 << 18) + (m6 << 9);
        ulong r0 = t & mask;
        t = (t >> 29) + (a2 * b8) + (a3 * b7) + (a4 * b6) + (a5 * b5) + (a6 * b4) + (a7 * b3) + (a8 * b2) + 0xFFFFFFF800000UL + (m2 << 24) - (m3 << 21) + (m4 << 18) + (m7 << 9);
        ulong r1 = t & mask;
        t = (t >> 29) + (a3 * b8) + (a4 * b7) + (a5 * b6) + (a6 * b5) + (a7 * b4) + (a8 * b3) + 0xFFFFFFF800000UL + (m3 << 24) - (m4 << 21) + (m5 << 18) + (m8 << 9);
        ulong r2 = t & mask;
        t = (t >> 29) + (a4 * b8) + (a5 * b7) + (a6 * b6) + (a7 * b5) + (a8 * b4) + 0xFFFFFFF800000UL + (m4 << 24) - (m5 << 21) + (m6 << 18);
        ulong r3 = t & mask;
        t = (t >> 29) + (a5 * b8) + (a6 * b7) + (a7 * b6) + (a8 * b5) + 0xFFFFFFF800000UL + (m5 << 24) - (m6 << 21) + (m7 << 18);
        ulong r4 = t & mask;
        t = (t >> 29) + (a6 * b8) + (a7 * b7) + (a8 * b6) + 0xFFFFFFF800000UL + (m6 << 24) - (m7 << 21) + (m8 << 18);
        ulong r5 = t & mask;
        t = (t >> 29) + (a7 * b8) + (a8 * b7) + 0xFFFFFFF800000UL + (m7 << 24) - (m8 << 21);
        ulong r6 = t & mask;
        t = (t >> 29) + (a8 * b8) - 0x800000UL + (m8 << 24);
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

        ulong t = (a0 * a0);
        ulong m0 = t & mask;
        t = (t >> 29) + (d0 * a1);
        ulong m1 = t & mask;
        t = (t >> 29) + (d0 * a2) + (a1 * a1);
        ulong m2 = t & mask;
        t = (t >> 29) + (d0 * a3) + (d1 * a2) + (m0 << 9);
        ulong m3 = t & mask;
        t = (t >> 29) + (d0 * a4) + (d1 * a3) + (a2 * a2) + (m1 << 9);
        ulong m4 = t & mask;
        t = (t >> 29) + (d0 * a5) + (d1 * a4) + (d2 * a3) + (m2 << 9);
        ulong m5 = t & mask;
        t = (t >> 29) + (d0 * a6) + (d1 * a5) + (d2 * a4) + (a3 * a3) + (m0 << 18) + (m3 << 9);
        ulong m6 = t & mask;
        t = (t >> 29) + (d0 * a7) + (d1 * a6) + (d2 * a5) + (d3 * a4) + 0x10000000000000UL - (m0 << 21) + (m1 << 18) + (m4 << 9);
        ulong m7 = t & mask;
        t = (t >> 29) + (d0 * a8) + (d1 * a7) + (d2 * a6) + (d3 * a5) + (a4 * a4) + 0xFFFFFFF800000UL + (m0 << 24) - (m1 << 21) + (m2 << 18) + (m5 << 9);
        ulong m8 = t & mask;
        t = (t >> 29) + (d1 * a8) + (d2 * a7) + (d3 * a6) + (d4 * a5) + 0xFFFFFFF800000UL + (m1 << 24) - (m2 << 21) + (m3 << 18) + (m6 << 9);
        ulong r0 = t & mask;
        t = (t >> 29) + (d2 * a8) + (d3 * a7) + (d4 * a6) + (a5 * a5) + 0xFFFFFFF800000UL + (m2 << 24) - (m3 << 21) + (m4 << 18) + (m7 << 9);
        ulong r1 = t & mask;
        t = (t >> 29) + (d3 * a8) + (d4 * a7) + (d5 * a6) + 0xFFFFFFF800000UL + (m3 << 24) - (m4 << 21) + (m5 << 18) + (m8 << 9);
        ulong r2 = t & mask;
        t = (t >> 29) + (d4 * a8) + (d5 * a7) + (a6 * a6) + 0xFFFFFFF800000UL + (m4 << 24) - (m5 << 21) + (m6 << 18);
        ulong r3 = t & mask;
        t = (t >> 29) + (d5 * a8) + (d6 * a7) + 0xFFFFFFF800000UL + (m5 << 24) - (m6 << 21) + (m7 << 18);
        ulong r4 = t & mask;
        t = (t >> 29) + (d6 * a8) + (a7 * a7) + 0xFFFFFFF800000UL + (m6 << 24) - (m7 << 21) + (m8 << 18);
        ulong r5 = t & mask;
        t = (t >> 29) + (d7 * a8) + 0xFFFFFFF800000UL + (m7 << 24) - (m8 << 21);
        ulong r6 = t & mask;
        t = (t >> 29) + (a8 * a8) - 0x800000UL + (m8 << 24);
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

    internal override void Subtract(FieldElement result, FieldElement first, FieldElement second)
    {
        Limbs9 r = (Limbs9)result;
        Limbs9 a = (Limbs9)first;
        Limbs9 b = (Limbs9)second;
        ulong mask = 0x1FFFFFFFUL;
        ulong top = a.L8 + 0xFFFFFFBUL - b.L8;
        ulong q = top >> 24;
        ulong t = a.L0 + 0x9FFFFFF0UL - b.L0 + q;
        r.L0 = t & mask;
        t = (t >> 29) + a.L1 + 0x9FFFFFFBUL - b.L1;
        r.L1 = t & mask;
        t = (t >> 29) + a.L2 + 0x9FFFFFFBUL - b.L2;
        r.L2 = t & mask;
        t = (t >> 29) + a.L3 + 0x80001FFBUL - b.L3 - (q << 9);
        r.L3 = t & mask;
        t = (t >> 29) + a.L4 + 0x7FFFFFFCUL - b.L4;
        r.L4 = t & mask;
        t = (t >> 29) + a.L5 + 0x7FFFFFFCUL - b.L5;
        r.L5 = t & mask;
        t = (t >> 29) + a.L6 + 0x803FFFFCUL - b.L6 - (q << 18);
        r.L6 = t & mask;
        t = (t >> 29) + a.L7 + 0x9DFFFFFCUL - b.L7 + (q << 21);
        r.L7 = t & mask;
        r.L8 = (top & 0xFFFFFFUL) + (t >> 29);
    }

    internal override void SubtractLoose(FieldElement result, FieldElement first, FieldElement second)
    {
        Limbs9 r = (Limbs9)result;
        Limbs9 a = (Limbs9)first;
        Limbs9 b = (Limbs9)second;
        r.L0 = a.L0 + 0x3FFFFFFCUL - b.L0;
        r.L1 = a.L1 + 0x3FFFFFFEUL - b.L1;
        r.L2 = a.L2 + 0x3FFFFFFEUL - b.L2;
        r.L3 = a.L3 + 0x200007FEUL - b.L3;
        r.L4 = a.L4 + 0x1FFFFFFFUL - b.L4;
        r.L5 = a.L5 + 0x1FFFFFFFUL - b.L5;
        r.L6 = a.L6 + 0x200FFFFFUL - b.L6;
        r.L7 = a.L7 + 0x3F7FFFFFUL - b.L7;
        r.L8 = a.L8 + 0x3FFFFFEUL - b.L8;
    }
}
