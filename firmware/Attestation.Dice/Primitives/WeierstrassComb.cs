namespace Attestation.Dice.Primitives;

/// <summary>Secret multiples of the base point of P-256 or P-384, in constant time: d/4 rounds of one doubling and four additions (see
/// <see cref="CombDigits"/>).</summary>
/// <remarks>
/// The addition formula fails where both operands are the same point. All partial sums are Σ ±2^j over distinct positions and below n until the last
/// addition, so the only scalars that meet it are one odd value and its negative per curve, at that last addition (a test enumerates them). There the
/// doubling is computed as well and chosen by mask.
/// </remarks>
internal sealed class WeierstrassComb
{
    private readonly WeierstrassCurve _curve;
    private readonly WeierstrassArithmetic _arithmetic;
    private readonly CombDigits _digits;
    private readonly FieldElement _x;
    private readonly FieldElement _y;
    private readonly FieldElement _negative;
    private readonly FieldElement _zero;
    private readonly WeierstrassPoint _doubled;
    private readonly ulong[] _words;

    internal WeierstrassComb(WeierstrassCurve curve, WeierstrassArithmetic arithmetic)
    {
        CurveField field = curve.Field;
        _curve = curve;
        _arithmetic = arithmetic;
        _digits = new CombDigits(field.Words);
        _x = field.NewElement();
        _y = field.NewElement();
        _negative = field.NewElement();
        _zero = field.NewElement();
        _doubled = new WeierstrassPoint(field);
        _words = new ulong[field.Words];
    }

    /// <summary>result = scalar · G, 0 &lt; scalar &lt; n.</summary>
    internal void Multiply(WeierstrassPoint result, ulong[] scalar)
    {
        _digits.Recode(scalar, _curve.OrderWords);
        int round = _digits.Rounds - 1;
        Load(round, 0);
        result.X.CopyFrom(_x);
        result.Y.CopyFrom(_y);
        result.Z.CopyFrom(_curve.Field.One);
        AddEntries(result, round, 1, 4);
        for (round--; round > 0; round--)
        {
            _arithmetic.Double(result);
            AddEntries(result, round, 0, 4);
        }

        _arithmetic.Double(result);
        AddEntries(result, 0, 0, 3);
        AddLast(result);
        NegateIf(_digits.NegateResult, result.Y);
    }

    internal void Wipe()
    {
        _digits.Wipe();
        _x.Wipe();
        _y.Wipe();
        _negative.Wipe();
        _doubled.Wipe();
        WideWords.Wipe(_words);
    }

    private void AddEntries(WeierstrassPoint result, int round, int from, int to)
    {
        for (int subTable = from; subTable < to; subTable++)
        {
            Load(round, subTable);
            _arithmetic.AddAffine(result, _x, _y);
        }
    }

    /// <summary>The last addition, right also where the sum so far equals the entry: then Z' = 0 and the doubled sum is taken.</summary>
    private void AddLast(WeierstrassPoint result)
    {
        _doubled.CopyFrom(result);
        _arithmetic.Double(_doubled);
        AddEntries(result, 0, 3, 4);
        _x.CopyFrom(result.Z);
        result.SelectIf(_curve.Field.ZeroMask(_x, _words), _doubled);
    }

    private void Load(int round, int subTable)
    {
        int words = _curve.Field.Words;
        _digits.Choose(_curve.Table, 2 * words, round, subTable);
        _x.Unpack(_digits.Entry, 0);
        _y.Unpack(_digits.Entry, words);
        NegateIf(_digits.NegateEntry, _y);
    }

    private void NegateIf(ulong mask, FieldElement y)
    {
        _curve.Field.Subtract(_negative, _zero, y);
        y.SelectIf(mask, _negative);
    }
}
