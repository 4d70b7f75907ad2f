namespace Attestation.Dice.Primitives;

/// <summary>Secret multiples of edwards25519's base point, in constant time: 16 rounds of one doubling and four additions (see
/// <see cref="CombDigits"/>).</summary>
internal sealed class EdwardsComb
{
    private const int EntryWords = 12;

    private readonly EdwardsArithmetic _arithmetic;
    private readonly CombDigits _digits = new CombDigits(4);
    private readonly Limbs9 _sum = new Limbs9();
    private readonly Limbs9 _difference = new Limbs9();
    private readonly Limbs9 _product = new Limbs9();
    private readonly Limbs9 _swap = new Limbs9();
    private readonly Limbs9 _zero = new Limbs9();

    internal EdwardsComb(EdwardsArithmetic arithmetic)
    {
        _arithmetic = arithmetic;
    }

    /// <summary>result = scalar · B, 0 &lt;= scalar &lt; L.</summary>
    internal void Multiply(EdwardsPoint result, ulong[] scalar)
    {
        _digits.Recode(scalar, Ed25519Scalars.Order);
        result.SetNeutral();
        for (int round = _digits.Rounds - 1; round >= 0; round--)
        {
            _arithmetic.Double(result);
            for (int subTable = 0; subTable < 4; subTable++)
            {
                Load(round, subTable);
                _arithmetic.AddAffine(result, _sum, _difference, _product);
            }
        }

        NegateIf(_digits.NegateResult, result.X);
        NegateIf(_digits.NegateResult, result.T);
    }

    internal void Wipe()
    {
        _digits.Wipe();
        _sum.Wipe();
        _difference.Wipe();
        _product.Wipe();
        _swap.Wipe();
    }

    /// <summary>An entry, or its negative: y + x and y - x trade places, 2dxy changes its sign.</summary>
    private void Load(int round, int subTable)
    {
        _digits.Choose(Ed25519Table.Words, EntryWords, round, subTable);
        ulong negate = _digits.NegateEntry;
        _sum.Unpack(_digits.Entry, 0);
        _difference.Unpack(_digits.Entry, 4);
        _product.Unpack(_digits.Entry, 8);
        _swap.CopyFrom(_sum);
        _sum.SelectIf(negate, _difference);
        _difference.SelectIf(negate, _swap);
        NegateIf(negate, _product);
    }

    private void NegateIf(ulong mask, Limbs9 value)
    {
        Ed25519Field.Instance.Subtract(_swap, _zero, value);
        value.SelectIf(mask, _swap);
    }
}
