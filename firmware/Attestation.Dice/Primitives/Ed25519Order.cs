// Written by firmware/tools/generate-primitives.py; change the script, not this file.
namespace Attestation.Dice.Primitives;

/// <summary>Arithmetic modulo L, the order of edwards25519's base point, unrolled.</summary>
/// <remarks>Montgomery form with R = 2^261: the value x is held as x · R modulo p, and a product is divided by R. References: RFC 8032 section 5.1.</remarks>
internal sealed class Ed25519Order : PrimeField
{
    private static Ed25519Order _instance;

    private Ed25519Order()
        : base(4, new Limbs9(0x1CF5D3EDUL, 0x9318D2UL, 0x1DE73596UL, 0x1DF3BD45UL, 0x14DUL, 0x0UL, 0x0UL, 0x0UL, 0x100000UL),
            new Limbs9(0x114DF9EDUL, 0x1A617303UL, 0xF7C098CUL, 0x16793167UL, 0x1FFD656EUL, 0x1FFFFFFFUL, 0x1FFFFFFFUL, 0x1FFFFFFFUL, 0xFFFFFUL),
            new Limbs9(0xB5F9D12UL, 0x1E141B17UL, 0x158D7F3DUL, 0x143F3757UL, 0x1972D781UL, 0x42FEB7CUL, 0x1CEEC73DUL, 0x1E184D1EUL, 0x5046DUL),
            new byte[]
            {
                0x10, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
                0x14, 0xDE, 0xF9, 0xDE, 0xA2, 0xF7, 0x9C, 0xD6, 0x58, 0x12, 0x63, 0x1A, 0x5C, 0xF5, 0xD3, 0xEB,
            })
    {
    }

    /// <summary>Made with its first use: a board uses one curve, and what it does not use takes no memory.</summary>
    internal static Ed25519Order Instance
    {
        get
        {
            Ed25519Order instance = _instance;
            if (instance == null)
            {
                instance = new Ed25519Order();
                _instance = instance;
            }

            return instance;
        }
    }

    /// <summary>2^256 · R² modulo L, which takes the upper half of a 512-bit number into the field.</summary>
    internal FieldElement UpperHalf { get; } = new Limbs9(0xEF11FFCUL, 0x1AD83CCBUL, 0x14A06DD5UL, 0x1B143983UL, 0x194535EBUL, 0x1809D8B6UL, 0x18065DC6UL, 0x1ACCE763UL, 0xC2DDCUL);

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
        ulong n0 = 0x1CF5D3EDUL;
        ulong n1 = 0x9318D2UL;
        ulong n2 = 0x1DE73596UL;
        ulong n3 = 0x1DF3BD45UL;
        ulong n4 = 0x14DUL;
        ulong n8 = 0x100000UL;
        ulong inverse = 0x12547E1BUL;

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
        t = (t >> 29) + (a0 * b5) + (a1 * b4) + (a2 * b3) + (a3 * b2) + (a4 * b1) + (a5 * b0) + (m1 * n4) + (m2 * n3) + (m3 * n2) + (m4 * n1);
        ulong m5 = (t * inverse) & mask;
        t += m5 * n0;
        t = (t >> 29) + (a0 * b6) + (a1 * b5) + (a2 * b4) + (a3 * b3) + (a4 * b2) + (a5 * b1) + (a6 * b0) + (m2 * n4) + (m3 * n3) + (m4 * n2) + (m5 * n1);
        ulong m6 = (t * inverse) & mask;
        t += m6 * n0;
        t = (t >> 29) + (a0 * b7) + (a1 * b6) + (a2 * b5) + (a3 * b4) + (a4 * b3) + (a5 * b2) + (a6 * b1) + (a7 * b0) + (m3 * n4) + (m4 * n3) + (m5 * n2) + (m6 * n1);
        ulong m7 = (t * inverse) & mask;
        t += m7 * n0;
        t = (t >> 29) + (a0 * b8) + (a1 * b7) + (a2 * b6) + (a3 * b5) + (a4 * b4) + (a5 * b3) + (a6 * b2) + (a7 * b1) + (a8 * b0) + (m0 * n8) + (m4 * n4) + (m5 * n3) + (m6 * n2) + (m7 * n1);
        ulong m8 = (t * inverse) & mask;
        t += m8 * n0;
        t = (t >> 29) + (a1 * b8) + (a2 * b7) + (a3 * b6) + (a4 * b5) + (a5 * b4) + (a6 * b3) + (a7 * b2) + (a8 * b1) + (m1 * n8) + (m5 * n4) + (m6 * n3) + (m7 * n2) + (m8 * n1);
        ulong r0 = t & mask;
        t = (t >> 29) + (a2 * b8) + (a3 * b7) + (a4 * b6) + (a5 * b5) + (a6 * b4) + (a7 * b3) + (a8 * b2) + (m2 * n8) + (m6 * n4) + (m7 * n3) + (m8 * n2);
        ulong r1 = t & mask;
        t = (t >> 29) + (a3 * b8) + (a4 * b7) + (a5 * b6) + (a6 * b5) + (a7 * b4) + (a8 * b3) + (m3 * n8) + (m7 * n4) + (m8 * n3);
        ulong r2 = t & mask;
        t = (t >> 29) + (a4 * b8) + (a5 * b7) + (a6 * b6) + (a7 * b5) + (a8 * b4) + (m4 * n8) + (m8 * n4);
        ulong r3 = t & mask;
        t = (t >> 29) + (a5 * b8) + (a6 * b7) + (a7 * b6) + (a8 * b5) + (m5 * n8);
        ulong r4 = t & mask;
        t = (t >> 29) + (a6 * b8) + (a7 * b7) + (a8 * b6) + (m6 * n8);
        ulong r5 = t & mask;
        t = (t >> 29) + (a7 * b8) + (a8 * b7) + (m7 * n8);
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
}
