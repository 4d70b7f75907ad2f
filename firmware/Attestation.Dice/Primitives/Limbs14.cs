// Written by firmware/tools/generate-primitives.py; change the script, not this file.
namespace Attestation.Dice.Primitives;

/// <summary>A number in 14 limbs of 28 bits, least significant first: value = Σ L[i] · 2^(28i). Sums and loose differences let limbs grow past
/// 28 bits; products and <see cref="CurveField.Subtract"/> bring them back.</summary>
internal sealed class Limbs14 : FieldElement
{
    internal ulong L0, L1, L2, L3, L4, L5, L6, L7, L8, L9, L10, L11, L12, L13;

    internal Limbs14()
    {
    }

    internal Limbs14(ulong l0, ulong l1, ulong l2, ulong l3, ulong l4, ulong l5, ulong l6, ulong l7, ulong l8, ulong l9, ulong l10, ulong l11, ulong l12, ulong l13)
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
        L9 = l9;
        L10 = l10;
        L11 = l11;
        L12 = l12;
        L13 = l13;
    }

    internal override void CopyFrom(FieldElement other)
    {
        Limbs14 o = (Limbs14)other;
        L0 = o.L0;
        L1 = o.L1;
        L2 = o.L2;
        L3 = o.L3;
        L4 = o.L4;
        L5 = o.L5;
        L6 = o.L6;
        L7 = o.L7;
        L8 = o.L8;
        L9 = o.L9;
        L10 = o.L10;
        L11 = o.L11;
        L12 = o.L12;
        L13 = o.L13;
    }

    internal override void SelectIf(ulong mask, FieldElement other)
    {
        Limbs14 o = (Limbs14)other;
        L0 = L0 ^ ((L0 ^ o.L0) & mask);
        L1 = L1 ^ ((L1 ^ o.L1) & mask);
        L2 = L2 ^ ((L2 ^ o.L2) & mask);
        L3 = L3 ^ ((L3 ^ o.L3) & mask);
        L4 = L4 ^ ((L4 ^ o.L4) & mask);
        L5 = L5 ^ ((L5 ^ o.L5) & mask);
        L6 = L6 ^ ((L6 ^ o.L6) & mask);
        L7 = L7 ^ ((L7 ^ o.L7) & mask);
        L8 = L8 ^ ((L8 ^ o.L8) & mask);
        L9 = L9 ^ ((L9 ^ o.L9) & mask);
        L10 = L10 ^ ((L10 ^ o.L10) & mask);
        L11 = L11 ^ ((L11 ^ o.L11) & mask);
        L12 = L12 ^ ((L12 ^ o.L12) & mask);
        L13 = L13 ^ ((L13 ^ o.L13) & mask);
    }

    internal override void Add(FieldElement first, FieldElement second)
    {
        Limbs14 a = (Limbs14)first;
        Limbs14 b = (Limbs14)second;
        L0 = a.L0 + b.L0;
        L1 = a.L1 + b.L1;
        L2 = a.L2 + b.L2;
        L3 = a.L3 + b.L3;
        L4 = a.L4 + b.L4;
        L5 = a.L5 + b.L5;
        L6 = a.L6 + b.L6;
        L7 = a.L7 + b.L7;
        L8 = a.L8 + b.L8;
        L9 = a.L9 + b.L9;
        L10 = a.L10 + b.L10;
        L11 = a.L11 + b.L11;
        L12 = a.L12 + b.L12;
        L13 = a.L13 + b.L13;
    }

    internal override void AddDouble(FieldElement first, FieldElement second)
    {
        Limbs14 a = (Limbs14)first;
        Limbs14 b = (Limbs14)second;
        L0 = a.L0 + (b.L0 << 1);
        L1 = a.L1 + (b.L1 << 1);
        L2 = a.L2 + (b.L2 << 1);
        L3 = a.L3 + (b.L3 << 1);
        L4 = a.L4 + (b.L4 << 1);
        L5 = a.L5 + (b.L5 << 1);
        L6 = a.L6 + (b.L6 << 1);
        L7 = a.L7 + (b.L7 << 1);
        L8 = a.L8 + (b.L8 << 1);
        L9 = a.L9 + (b.L9 << 1);
        L10 = a.L10 + (b.L10 << 1);
        L11 = a.L11 + (b.L11 << 1);
        L12 = a.L12 + (b.L12 << 1);
        L13 = a.L13 + (b.L13 << 1);
    }

    internal override void ReduceOnce(FieldElement modulus)
    {
        Limbs14 m = (Limbs14)modulus;
        ulong mask = 0xFFFFFFFUL;
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
        ulong d8 = t & mask;
        t = L9 - m.L9 - (t >> 63);
        ulong d9 = t & mask;
        t = L10 - m.L10 - (t >> 63);
        ulong d10 = t & mask;
        t = L11 - m.L11 - (t >> 63);
        ulong d11 = t & mask;
        t = L12 - m.L12 - (t >> 63);
        ulong d12 = t & mask;
        t = L13 - m.L13 - (t >> 63);
        ulong d13 = t;
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
        L9 = d9 ^ ((d9 ^ L9) & keep);
        L10 = d10 ^ ((d10 ^ L10) & keep);
        L11 = d11 ^ ((d11 ^ L11) & keep);
        L12 = d12 ^ ((d12 ^ L12) & keep);
        L13 = d13 ^ ((d13 ^ L13) & keep);
    }

    internal override void Unpack(ulong[] words, int at)
    {
        ulong mask = 0xFFFFFFFUL;
        ulong w0 = words[at];
        ulong w1 = words[at + 1];
        ulong w2 = words[at + 2];
        ulong w3 = words[at + 3];
        ulong w4 = words[at + 4];
        ulong w5 = words[at + 5];
        L0 = w0 & mask;
        L1 = (w0 >> 28) & mask;
        L2 = ((w0 >> 56) | (w1 << 8)) & mask;
        L3 = (w1 >> 20) & mask;
        L4 = ((w1 >> 48) | (w2 << 16)) & mask;
        L5 = (w2 >> 12) & mask;
        L6 = ((w2 >> 40) | (w3 << 24)) & mask;
        L7 = (w3 >> 4) & mask;
        L8 = (w3 >> 32) & mask;
        L9 = ((w3 >> 60) | (w4 << 4)) & mask;
        L10 = (w4 >> 24) & mask;
        L11 = ((w4 >> 52) | (w5 << 12)) & mask;
        L12 = (w5 >> 16) & mask;
        L13 = (w5 >> 44);
    }

    internal override void Pack(ulong[] words)
    {
        words[0] = L0 | (L1 << 28) | (L2 << 56);
        words[1] = (L2 >> 8) | (L3 << 20) | (L4 << 48);
        words[2] = (L4 >> 16) | (L5 << 12) | (L6 << 40);
        words[3] = (L6 >> 24) | (L7 << 4) | (L8 << 32) | (L9 << 60);
        words[4] = (L9 >> 4) | (L10 << 24) | (L11 << 52);
        words[5] = (L11 >> 12) | (L12 << 16) | (L13 << 44);
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
        L9 = 0;
        L10 = 0;
        L11 = 0;
        L12 = 0;
        L13 = 0;
    }
}
