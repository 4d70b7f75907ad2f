// Written by firmware/tools/generate-primitives.py; change the script, not this file.
namespace Attestation.Dice.Primitives;

/// <summary>A number in 9 limbs of 29 bits, least significant first: value = Σ L[i] · 2^(29i). Sums and loose differences let limbs grow past
/// 29 bits; products and <see cref="CurveField.Subtract"/> bring them back.</summary>
internal sealed class Limbs9 : FieldElement
{
    internal ulong L0, L1, L2, L3, L4, L5, L6, L7, L8;

    internal Limbs9()
    {
    }

    internal Limbs9(ulong l0, ulong l1, ulong l2, ulong l3, ulong l4, ulong l5, ulong l6, ulong l7, ulong l8)
    {
        L0 = l0;
        L1 = l1;
        L2 = l2;
        L3 = l3;
        L4 = l4;
        L5 = l5;
        L6 = l6;
        L7 = l7;
        L8 = l8;
    }

    internal override void CopyFrom(FieldElement other)
    {
        Limbs9 o = (Limbs9)other;
        L0 = o.L0;
        L1 = o.L1;
        L2 = o.L2;
        L3 = o.L3;
        L4 = o.L4;
        L5 = o.L5;
        L6 = o.L6;
        L7 = o.L7;
        L8 = o.L8;
    }

    internal override void SelectIf(ulong mask, FieldElement other)
    {
        Limbs9 o = (Limbs9)other;
        L0 = L0 ^ ((L0 ^ o.L0) & mask);
        L1 = L1 ^ ((L1 ^ o.L1) & mask);
        L2 = L2 ^ ((L2 ^ o.L2) & mask);
        L3 = L3 ^ ((L3 ^ o.L3) & mask);
        L4 = L4 ^ ((L4 ^ o.L4) & mask);
        L5 = L5 ^ ((L5 ^ o.L5) & mask);
        L6 = L6 ^ ((L6 ^ o.L6) & mask);
        L7 = L7 ^ ((L7 ^ o.L7) & mask);
        L8 = L8 ^ ((L8 ^ o.L8) & mask);
    }

    internal override void Add(FieldElement first, FieldElement second)
    {
        Limbs9 a = (Limbs9)first;
        Limbs9 b = (Limbs9)second;
        L0 = a.L0 + b.L0;
        L1 = a.L1 + b.L1;
        L2 = a.L2 + b.L2;
        L3 = a.L3 + b.L3;
        L4 = a.L4 + b.L4;
        L5 = a.L5 + b.L5;
        L6 = a.L6 + b.L6;
        L7 = a.L7 + b.L7;
        L8 = a.L8 + b.L8;
    }

    internal override void AddDouble(FieldElement first, FieldElement second)
    {
        Limbs9 a = (Limbs9)first;
        Limbs9 b = (Limbs9)second;
        L0 = a.L0 + (b.L0 << 1);
        L1 = a.L1 + (b.L1 << 1);
        L2 = a.L2 + (b.L2 << 1);
        L3 = a.L3 + (b.L3 << 1);
        L4 = a.L4 + (b.L4 << 1);
        L5 = a.L5 + (b.L5 << 1);
        L6 = a.L6 + (b.L6 << 1);
        L7 = a.L7 + (b.L7 << 1);
        L8 = a.L8 + (b.L8 << 1);
    }

    internal override void ReduceOnce(FieldElement modulus)
    {
        Limbs9 m = (Limbs9)modulus;
        ulong mask = 0x1FFFFFFFUL;
        ulong t = L0 - m.L0;
        ulong d0 = t & mask;
        t = L1 - m.L1 - (t >> 63);
        ulong d1 = t & mask;
        t = L2 - m.L2 - (t >> 63);
        ulong d2 = t & mask;
        t = L3 - m.L3 - (t >> 63);
        ulong d3 = t & mask;
        t = L4 - m.L4 - (t >> 63);
        ulong d4 = t & mask;
        t = L5 - m.L5 - (t >> 63);
        ulong d5 = t & mask;
        t = L6 - m.L6 - (t >> 63);
        ulong d6 = t & mask;
        t = L7 - m.L7 - (t >> 63);
        ulong d7 = t & mask;
        t = L8 - m.L8 - (t >> 63);
        ulong d8 = t;
        ulong keep = 0UL - (t >> 63);
        L0 = d0 ^ ((d0 ^ L0) & keep);
        L1 = d1 ^ ((d1 ^ L1) & keep);
        L2 = d2 ^ ((d2 ^ L2) & keep);
        L3 = d3 ^ ((d3 ^ L3) & keep);
        L4 = d4 ^ ((d4 ^ L4) & keep);
        L5 = d5 ^ ((d5 ^ L5) & keep);
        L6 = d6 ^ ((d6 ^ L6) & keep);
        L7 = d7 ^ ((d7 ^ L7) & keep);
        L8 = d8 ^ ((d8 ^ L8) & keep);
    }

    internal override void Unpack(ulong[] words, int at)
    {
        ulong mask = 0x1FFFFFFFUL;
        ulong w0 = words[at];
        ulong w1 = words[at + 1];
        ulong w2 = words[at + 2];
        ulong w3 = words[at + 3];
        L0 = w0 & mask;
        L1 = (w0 >> 29) & mask;
        L2 = ((w0 >> 58) | (w1 << 6)) & mask;
        L3 = (w1 >> 23) & mask;
        L4 = ((w1 >> 52) | (w2 << 12)) & mask;
        L5 = (w2 >> 17) & mask;
        L6 = ((w2 >> 46) | (w3 << 18)) & mask;
        L7 = (w3 >> 11) & mask;
        L8 = (w3 >> 40);
    }

    internal override void Pack(ulong[] words)
    {
        words[0] = L0 | (L1 << 29) | (L2 << 58);
        words[1] = (L2 >> 6) | (L3 << 23) | (L4 << 52);
        words[2] = (L4 >> 12) | (L5 << 17) | (L6 << 46);
        words[3] = (L6 >> 18) | (L7 << 11) | (L8 << 40);
    }

    internal override void Wipe()
    {
        L0 = 0;
        L1 = 0;
        L2 = 0;
        L3 = 0;
        L4 = 0;
        L5 = 0;
        L6 = 0;
        L7 = 0;
        L8 = 0;
    }
}
