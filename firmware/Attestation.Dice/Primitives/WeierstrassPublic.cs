namespace Attestation.Dice.Primitives;

/// <summary>Multiples of a public point, for verification only: time depends on the scalar and the point.</summary>
/// <remarks>References: SEC 1 section 3.2.2.1 (public key validation; the cofactor of both curves is 1). Windows of four bits.</remarks>
internal sealed class WeierstrassPublic
{
    private readonly WeierstrassCurve _curve;
    private readonly WeierstrassArithmetic _arithmetic;
    private readonly WeierstrassPoint _point;
    private readonly ulong[] _words;

    internal WeierstrassPublic(WeierstrassCurve curve, WeierstrassArithmetic arithmetic)
    {
        _curve = curve;
        _arithmetic = arithmetic;
        _point = new WeierstrassPoint(curve.Field);
        _words = new ulong[curve.Field.Words];
        Sum = new WeierstrassPoint(curve.Field);
    }

    /// <summary>The result of <see cref="Multiply"/>.</summary>
    internal WeierstrassPoint Sum { get; }

    /// <summary>Takes x ‖ y if both are below p and the point is on the curve.</summary>
    internal bool TryLoad(byte[] xy)
    {
        if (xy.Length != 2 * _curve.Size)
            return false;
        if (!TryLoad(_point.X, xy, 0) || !TryLoad(_point.Y, xy, _curve.Size))
            return false;
        _point.Z.CopyFrom(_curve.Field.One);
        return IsOnCurve();
    }

    /// <summary>Sum = scalar · point.</summary>
    internal void Multiply(ulong[] scalar)
    {
        WeierstrassPoint[] multiples = new WeierstrassPoint[16];
        multiples[1] = _point;
        for (int i = 2; i < 16; i++)
        {
            multiples[i] = new WeierstrassPoint(_curve.Field);
            multiples[i].CopyFrom(multiples[i - 1]);
            _arithmetic.AddPublic(multiples[i], _point, _words);
        }

        Sum.Wipe();
        for (int i = (16 * scalar.Length) - 1; i >= 0; i--)
        {
            for (int j = 0; j < 4; j++)
                _arithmetic.Double(Sum);
            int word = (int)((uint)i >> 4);
            int digit = (int)((scalar[word] >> (4 * (i & 15))) & 15UL);
            if (digit != 0)
                _arithmetic.AddPublic(Sum, multiples[digit], _words);
        }
    }

    private bool TryLoad(FieldElement coordinate, byte[] from, int at)
    {
        WideWords.FromBigEndian(_words, from, at);
        _curve.Field.Decode(coordinate, _words, 0);
        return WideWords.LessMask(_words, _curve.FieldWords) != 0;
    }

    /// <summary>y² = x³ - 3x + b, as x(x² - 3) + b - y² = 0.</summary>
    private bool IsOnCurve()
    {
        CurveField f = _curve.Field;
        FieldElement left = f.NewElement();
        FieldElement right = f.NewElement();
        right.AddDouble(f.One, f.One);
        f.Square(left, _point.X);
        f.Subtract(left, left, right);
        f.Multiply(left, left, _point.X);
        left.Add(left, _curve.B);
        f.Square(right, _point.Y);
        f.Subtract(left, left, right);
        return f.ZeroMask(left, _words) != 0;
    }
}
