// Written by firmware/tools/generate-primitives.py; change the script, not this file.
namespace Attestation.Dice.Primitives;

/// <summary>The field of edwards25519, p = 2^255 - 19, unrolled.</summary>
/// <remarks>Plain form; what passes 2^261 comes back times 1216, what passes 2^255 times 19. References: RFC 8032 section 5.1; RFC 7748 section 4.1.</remarks>
internal sealed class Ed25519Field : CurveField
{
    private static Ed25519Field _instance;

    private Ed25519Field()
        : base(4, new Limbs9(0x1FFFFFEDUL, 0x1FFFFFFFUL, 0x1FFFFFFFUL, 0x1FFFFFFFUL, 0x1FFFFFFFUL, 0x1FFFFFFFUL, 0x1FFFFFFFUL, 0x1FFFFFFFUL, 0x7FFFFFUL),
            new Limbs9(0x1UL, 0x0UL, 0x0UL, 0x0UL, 0x0UL, 0x0UL, 0x0UL, 0x0UL, 0x0UL),
            new Limbs9(0x1UL, 0x0UL, 0x0UL, 0x0UL, 0x0UL, 0x0UL, 0x0UL, 0x0UL, 0x0UL),
            new byte[]
            {
                0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
                0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xEB,
            })
    {
    }

    /// <summary>Made with its first use: a board uses one curve, and what it does not use takes no memory.</summary>
    internal static Ed25519Field Instance
    {
        get
        {
            Ed25519Field instance = _instance;
            if (instance == null)
            {
                instance = new Ed25519Field();
                _instance = instance;
            }

            return instance;
        }
    }

    /// <summary>d = -121665/121666 (RFC 8032 section 5.1).</summary>
    internal FieldElement D { get; } = new Limbs9(0x135978A3UL, 0xF5A6E50UL, 0x10762ADDUL, 0x149A82UL, 0x1E898007UL, 0x3CBBBCUL, 0x19CE331DUL, 0x1DC56DFFUL, 0x52036CUL);

    /// <summary>2d, which the addition formulas want.</summary>
    internal FieldElement TwoD { get; } = new Limbs9(0x6B2F159UL, 0x1EB4DCA1UL, 0xEC55BAUL, 0x293505UL, 0x1D13000EUL, 0x797779UL, 0x139C663AUL, 0x1B8ADBFFUL, 0x2406D9UL);

    /// <summary>2^((p-1)/4), a square root of -1.</summary>
    internal FieldElement SquareRootOfMinusOne { get; } = new Limbs9(0xA0EA0B0UL, 0x770D93AUL, 0xBF91E31UL, 0x6300D5AUL, 0x1D7A72F4UL, 0x4C9EFDUL, 0x1C2CAD34UL, 0x1009F83BUL, 0x2B8324UL);

    /// <summary>(p-5)/8, the exponent of the square root (RFC 8032 section 5.1.3), big-endian.</summary>
    internal byte[] SquareRootExponent { get; } =
    {
        0x0F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
        0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFD,
    };

    internal override FieldElement NewElement() => new Limbs9();

    internal override void Canonicalise(FieldElement value)
    {
        Subtract(value, value, new Limbs9());
        value.ReduceOnce(Modulus);
    }

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

        ulong t = (a1 * b8) + (a2 * b7) + (a3 * b6) + (a4 * b5) + (a5 * b4) + (a6 * b3) + (a7 * b2) + (a8 * b1);
        ulong h0 = t & mask;
        t = (t >> 29) + (a2 * b8) + (a3 * b7) + (a4 * b6) + (a5 * b5) + (a6 * b4) + (a7 * b3) + (a8 * b2);
        ulong h1 = t & mask;
        t = (t >> 29) + (a3 * b8) + (a4 * b7) + (a5 * b6) + (a6 * b5) + (a7 * b4) + (a8 * b3);
        ulong h2 = t & mask;
        t = (t >> 29) + (a4 * b8) + (a5 * b7) + (a6 * b6) + (a7 * b5) + (a8 * b4);
        ulong h3 = t & mask;
        t = (t >> 29) + (a5 * b8) + (a6 * b7) + (a7 * b6) + (a8 * b5);
        ulong h4 = t & mask;
        t = (t >> 29) + (a6 * b8) + (a7 * b7) + (a8 * b6);
        ulong h5 = t & mask;
        t = (t >> 29) + (a7 * b8) + (a8 * b7);
        ulong h6 = t & mask;
        t = (t >> 29) + (a8 * b8);
        ulong h7 = t & mask;
        ulong h8 = t >> 29;

        t = (a0 * b0) + (h0 * 1216UL);
        ulong r0 = t & mask;
        t = (t >> 29) + (a0 * b1) + (a1 * b0) + (h1 * 1216UL);
        ulong r1 = t & mask;
        t = (t >> 29) + (a0 * b2) + (a1 * b1) + (a2 * b0) + (h2 * 1216UL);
        ulong r2 = t & mask;
        t = (t >> 29) + (a0 * b3) + (a1 * b2) + (a2 * b1) + (a3 * b0) + (h3 * 1216UL);
        ulong r3 = t & mask;
        t = (t >> 29) + (a0 * b4) + (a1 * b3) + (a2 * b2) + (a3 * b1) + (a4 * b0) + (h4 * 1216UL);
        ulong r4 = t & mask;
        t = (t >> 29) + (a0 * b5) + (a1 * b4) + (a2 * b3) + (a3 * b2) + (a4 * b1) + (a5 * b0) + (h5 * 1216UL);
        ulong r5 = t & mask;
        t = (t >> 29) + (a0 * b6) + (a1 * b5) + (a2 * b4) + (a3 * b3) + (a4 * b2) + (a5 * b1) + (a6 * b0) + (h6 * 1216UL);
        ulong r6 = t & mask;
        t = (t >> 29) + (a0 * b7) + (a1 * b6) + (a2 * b5) + (a3 * b4) + (a4 * b3) + (a5 * b2) + (a6 * b1) + (a7 * b0) + (h7 * 1216UL);
        ulong r7 = t & mask;
        t = (t >> 29) + (a0 * b8) + (a1 * b7) + (a2 * b6) + (a3 * b5) + (a4 * b4) + (a5 * b3) + (a6 * b2) + (a7 * b1) + (a8 * b0) + (h8 * 1216UL);

        Limbs9 r = (Limbs9)result;
        r.L8 = t & 0x7FFFFFUL;
        t = r0 + ((t >> 23) * 19UL);
        r.L0 = t & mask;
        r.L1 = r1 + (t >> 29);
        r.L2 = r2;
        r.L3 = r3;
        r.L4 = r4;
        r.L5 = r5;
        r.L6 = r6;
        r.L7 = r7;
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

        ulong t = (d1 * a8) + (d2 * a7) + (d3 * a6) + (d4 * a5);
        ulong h0 = t & mask;
        t = (t >> 29) + (d2 * a8) + (d3 * a7) + (d4 * a6) + (a5 * a5);
        ulong h1 = t & mask;
        t = (t >> 29) + (d3 * a8) + (d4 * a7) + (d5 * a6);
        ulong h2 = t & mask;
        t = (t >> 29) + (d4 * a8) + (d5 * a7) + (a6 * a6);
        ulong h3 = t & mask;
        t = (t >> 29) + (d5 * a8) + (d6 * a7);
        ulong h4 = t & mask;
        t = (t >> 29) + (d6 * a8) + (a7 * a7);
        ulong h5 = t & mask;
        t = (t >> 29) + (d7 * a8);
        ulong h6 = t & mask;
        t = (t >> 29) + (a8 * a8);
        ulong h7 = t & mask;
        ulong h8 = t >> 29;

        t = (a0 * a0) + (h0 * 1216UL);
        ulong r0 = t & mask;
        t = (t >> 29) + (d0 * a1) + (h1 * 1216UL);
        ulong r1 = t & mask;
        t = (t >> 29) + (d0 * a2) + (a1 * a1) + (h2 * 1216UL);
        ulong r2 = t & mask;
        t = (t >> 29) + (d0 * a3) + (d1 * a2) + (h3 * 1216UL);
        ulong r3 = t & mask;
        t = (t >> 29) + (d0 * a4) + (d1 * a3) + (a2 * a2) + (h4 * 1216UL);
        ulong r4 = t & mask;
        t = (t >> 29) + (d0 * a5) + (d1 * a4) + (d2 * a3) + (h5 * 1216UL);
        ulong r5 = t & mask;
        t = (t >> 29) + (d0 * a6) + (d1 * a5) + (d2 * a4) + (a3 * a3) + (h6 * 1216UL);
        ulong r6 = t & mask;
        t = (t >> 29) + (d0 * a7) + (d1 * a6) + (d2 * a5) + (d3 * a4) + (h7 * 1216UL);
        ulong r7 = t & mask;
        t = (t >> 29) + (d0 * a8) + (d1 * a7) + (d2 * a6) + (d3 * a5) + (a4 * a4) + (h8 * 1216UL);

        Limbs9 r = (Limbs9)result;
        r.L8 = t & 0x7FFFFFUL;
        t = r0 + ((t >> 23) * 19UL);
        r.L0 = t & mask;
        r.L1 = r1 + (t >> 29);
        r.L2 = r2;
        r.L3 = r3;
        r.L4 = r4;
        r.L5 = r5;
        r.L6 = r6;
        r.L7 = r7;
    }

    internal override void Subtract(FieldElement result, FieldElement first, FieldElement second)
    {
        Limbs9 r = (Limbs9)result;
        Limbs9 a = (Limbs9)first;
        Limbs9 b = (Limbs9)second;
        ulong mask = 0x1FFFFFFFUL;
        ulong top = a.L8 + 0x7FFFFFBUL - b.L8;
        ulong q = top >> 23;
        ulong t = a.L0 + 0x9FFFFED0UL - b.L0 + (q * 19UL);
        r.L0 = t & mask;
        t = (t >> 29) + a.L1 + 0x9FFFFFFBUL - b.L1;
        r.L1 = t & mask;
        t = (t >> 29) + a.L2 + 0x9FFFFFFBUL - b.L2;
        r.L2 = t & mask;
        t = (t >> 29) + a.L3 + 0x9FFFFFFBUL - b.L3;
        r.L3 = t & mask;
        t = (t >> 29) + a.L4 + 0x9FFFFFFBUL - b.L4;
        r.L4 = t & mask;
        t = (t >> 29) + a.L5 + 0x9FFFFFFBUL - b.L5;
        r.L5 = t & mask;
        t = (t >> 29) + a.L6 + 0x9FFFFFFBUL - b.L6;
        r.L6 = t & mask;
        t = (t >> 29) + a.L7 + 0x9FFFFFFBUL - b.L7;
        r.L7 = t & mask;
        r.L8 = (top & 0x7FFFFFUL) + (t >> 29);
    }

    internal override void SubtractLoose(FieldElement result, FieldElement first, FieldElement second)
    {
        Limbs9 r = (Limbs9)result;
        Limbs9 a = (Limbs9)first;
        Limbs9 b = (Limbs9)second;
        r.L0 = a.L0 + 0x3FFFFF68UL - b.L0;
        r.L1 = a.L1 + 0x3FFFFFFEUL - b.L1;
        r.L2 = a.L2 + 0x3FFFFFFEUL - b.L2;
        r.L3 = a.L3 + 0x3FFFFFFEUL - b.L3;
        r.L4 = a.L4 + 0x3FFFFFFEUL - b.L4;
        r.L5 = a.L5 + 0x3FFFFFFEUL - b.L5;
        r.L6 = a.L6 + 0x3FFFFFFEUL - b.L6;
        r.L7 = a.L7 + 0x3FFFFFFEUL - b.L7;
        r.L8 = a.L8 + 0x3FFFFFEUL - b.L8;
    }
}
