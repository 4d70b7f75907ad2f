namespace Attestation.Dice.Primitives;

/// <summary>A secret scalar as digits +1 and -1, four teeth wide, for a fixed-base comb, and the masked reading of the comb's table.</summary>
/// <remarks>
/// An odd k below 2^b is Σ d(j) · 2^j, j = 0..b-1, d(j) = +1 where bit j of c = (k >> 1) + 2^(b-1) is set, else -1. An even k is replaced by n - k
/// and the
/// point negated. The digits at 4 positions d = b/4 apart form a column; its value divided by the sign of the top tooth is one of 8 table entries.
/// <code>
/// position:  3d + (d/4)s + r      2d + (d/4)s + r      d + (d/4)s + r      (d/4)s + r        s = sub-table 0..3, r = round d/4-1..0
///            sign                 entry bit 2          entry bit 1         entry bit 0
/// </code>
/// References: M. Hedabou, P. Pinel, L. Bénéteau, "A comb method to render ECC resistant against Side Channel Attacks", 2004.
/// </remarks>
internal sealed class CombDigits
{
    private readonly ulong[] _digits;
    private readonly int _tooth;

    /// <param name="words">64-bit words of a scalar.</param>
    internal CombDigits(int words)
    {
        _digits = new ulong[words];
        _tooth = 16 * words;
        Entry = new ulong[3 * words];
    }

    /// <summary>Rounds, each with one doubling and four additions.</summary>
    internal int Rounds => (int)((uint)_tooth >> 2);

    /// <summary>All ones if the scalar was even, so that the final point must be negated.</summary>
    internal ulong NegateResult { get; private set; }

    /// <summary>All ones if the entry chosen last must be negated.</summary>
    internal ulong NegateEntry { get; private set; }

    /// <summary>The table entry chosen last.</summary>
    internal ulong[] Entry { get; }

    /// <param name="scalar">0 to order - 1.</param>
    /// <param name="order">The odd order of the base point.</param>
    internal void Recode(ulong[] scalar, ulong[] order)
    {
        int last = _digits.Length - 1;
        for (int i = 0; i <= last; i++)
            _digits[i] = scalar[i];
        NegateResult = (_digits[0] & 1UL) - 1UL;
        WideWords.SubtractFromIf(NegateResult, order, _digits);
        for (int i = 0; i < last; i++)
            _digits[i] = (_digits[i] >> 1) | (_digits[i + 1] << 63);
        _digits[last] = (_digits[last] >> 1) | 0x8000000000000000UL;
    }

    /// <summary>Reads every word of all eight entries of a sub-table and keeps those of the column's entry.</summary>
    internal void Choose(ulong[] table, int entryWords, int round, int subTable)
    {
        int position = (Rounds * subTable) + round;
        ulong positive = Digit(position + (3 * _tooth));
        ulong index = Digit(position) | (Digit(position + _tooth) << 1) | (Digit(position + (2 * _tooth)) << 2);
        NegateEntry = positive - 1UL;
        index ^= NegateEntry & 7UL;

        ulong m0 = 0UL - ((index - 1UL) >> 63);
        ulong m1 = 0UL - (((index ^ 1UL) - 1UL) >> 63);
        ulong m2 = 0UL - (((index ^ 2UL) - 1UL) >> 63);
        ulong m3 = 0UL - (((index ^ 3UL) - 1UL) >> 63);
        ulong m4 = 0UL - (((index ^ 4UL) - 1UL) >> 63);
        ulong m5 = 0UL - (((index ^ 5UL) - 1UL) >> 63);
        ulong m6 = 0UL - (((index ^ 6UL) - 1UL) >> 63);
        ulong m7 = 0UL - (((index ^ 7UL) - 1UL) >> 63);
        ulong[] entry = Entry;
        int at = subTable * entryWords * 8;
        for (int i = 0; i < entryWords; i++)
        {
            entry[i] = (table[at] & m0) | (table[at + 1] & m1) | (table[at + 2] & m2) | (table[at + 3] & m3)
                | (table[at + 4] & m4) | (table[at + 5] & m5) | (table[at + 6] & m6) | (table[at + 7] & m7);
            at += 8;
        }
    }

    internal void Wipe()
    {
        WideWords.Wipe(_digits);
        WideWords.Wipe(Entry);
        NegateEntry = 0;
        NegateResult = 0;
    }

    private ulong Digit(int position)
    {
        int word = (int)((uint)position >> 6);
        return (_digits[word] >> (position & 63)) & 1UL;
    }
}
