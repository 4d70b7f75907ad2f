namespace Attestation.Dice.Primitives;

/// <summary>Doubling and addition on y² = x³ - 3x + b in Jacobian coordinates, with the scratch they need.</summary>
/// <remarks>References: Explicit-Formulas Database, shortw/jacobian-3, dbl-2001-b and madd (Z2 = 1), rearranged so that few differences need carries.
/// The numbers in comments are limb bounds in limb sizes: a product takes two operands whose bounds multiply to at most 7.</remarks>
internal sealed class WeierstrassArithmetic
{
    private readonly CurveField _f;
    private readonly FieldElement _a;
    private readonly FieldElement _b;
    private readonly FieldElement _c;
    private readonly FieldElement _d;
    private readonly FieldElement _e;

    internal WeierstrassArithmetic(CurveField field)
    {
        _f = field;
        _a = field.NewElement();
        _b = field.NewElement();
        _c = field.NewElement();
        _d = field.NewElement();
        _e = field.NewElement();
    }

    /// <summary>p = 2p. Infinity stays infinity.</summary>
    internal void Double(WeierstrassPoint p)
    {
        CurveField f = _f;
        f.Square(_a, p.Z);                 // δ = Z²
        f.Square(_b, p.Y);                 // γ = Y²
        f.Subtract(_c, p.X, _a);           // X - δ       1
        _d.Add(p.X, _a);                   // X + δ       2
        _d.AddDouble(_d, _d);              // 3(X + δ)    6
        f.Multiply(_c, _c, _d);            // α = 3(X - δ)(X + δ)
        _a.Add(p.Y, p.Y);                  // 2Y          2
        f.Multiply(p.Z, _a, p.Z);          // Z' = 2YZ
        _a.Add(p.X, p.X);
        _a.Add(_a, _a);                    // 4X          4
        f.Multiply(_a, _a, _b);            // 4β = 4Xγ
        f.Square(p.X, _c);                 // α²
        _d.Add(_a, _a);                    // 8β          2
        f.Subtract(p.X, p.X, _d);          // X' = α² - 8β
        f.SubtractLoose(_a, _a, p.X);      // 4β - X'     3
        f.Multiply(_a, _a, _c);            // α(4β - X')
        _b.Add(_b, _b);                    // 2γ          2
        f.Square(_b, _b);                  // 4γ²
        _b.Add(_b, _b);                    // 8γ²         2
        f.Subtract(p.Y, _a, _b);           // Y' = α(4β - X') - 8γ²
    }

    /// <summary>p = p + (x, y), for p ≠ (x, y) and both not infinity. With p = ±(x, y) the result has Z = 0.</summary>
    internal void AddAffine(WeierstrassPoint p, FieldElement x, FieldElement y)
    {
        CurveField f = _f;
        f.Square(_a, p.Z);                 // Z²
        f.Multiply(_b, x, _a);             // U = xZ²
        f.Multiply(_c, p.Z, _a);
        f.Multiply(_c, y, _c);             // S = yZ³
        f.Subtract(_b, _b, p.X);           // H = U - X   1
        f.Subtract(_c, _c, p.Y);           // R = S - Y   1
        FinishAddition(p);
    }

    /// <summary>p = p + q for public points, every case handled. <paramref name="words"/> is scratch.</summary>
    internal void AddPublic(WeierstrassPoint p, WeierstrassPoint q, ulong[] words)
    {
        if (IsInfinity(q, words))
            return;
        if (IsInfinity(p, words))
        {
            p.CopyFrom(q);
            return;
        }

        CurveField f = _f;
        f.Square(_a, q.Z);
        f.Multiply(p.X, p.X, _a);          // U1 = X1·Z2²
        f.Multiply(_a, _a, q.Z);
        f.Multiply(p.Y, p.Y, _a);          // S1 = Y1·Z2³
        f.Square(_a, p.Z);
        f.Multiply(_b, q.X, _a);           // U2
        f.Multiply(_a, _a, p.Z);
        f.Multiply(_c, q.Y, _a);           // S2
        f.Subtract(_b, _b, p.X);           // H
        f.Subtract(_c, _c, p.Y);           // R
        _d.CopyFrom(_b);
        _e.CopyFrom(_c);
        bool sameX = f.ZeroMask(_d, words) != 0;
        bool sameY = f.ZeroMask(_e, words) != 0;
        if (sameX && sameY)
        {
            p.CopyFrom(q);
            Double(p);
            return;
        }

        f.Multiply(p.Z, p.Z, q.Z);
        FinishAddition(p);                 // with sameX and not sameY: Z' = 0, infinity
    }

    internal bool IsInfinity(WeierstrassPoint p, ulong[] words)
    {
        _e.CopyFrom(p.Z);
        return _f.ZeroMask(_e, words) != 0;
    }

    /// <summary>Becomes affine: X and Y hold x and y as plain numbers, Z is wiped. Infinity gives (0, 0).</summary>
    internal void ToAffine(WeierstrassPoint p)
    {
        CurveField f = _f;
        f.Invert(_a, p.Z);
        f.Square(_b, _a);
        f.Multiply(p.X, p.X, _b);
        f.Multiply(_b, _b, _a);
        f.Multiply(p.Y, p.Y, _b);
        f.Canonicalise(p.X);
        f.Canonicalise(p.Y);
        p.Z.Wipe();
    }

    internal void Wipe()
    {
        _a.Wipe();
        _b.Wipe();
        _c.Wipe();
        _d.Wipe();
        _e.Wipe();
    }

    /// <summary>From X = U1, Y = S1, Z = Z1·Z2, and H and R in _b and _c.</summary>
    private void FinishAddition(WeierstrassPoint p)
    {
        CurveField f = _f;
        f.Square(_a, _b);                  // H²
        f.Multiply(p.Z, p.Z, _b);          // Z' = ZH
        f.Multiply(_d, _b, _a);            // H³
        f.Multiply(_a, p.X, _a);           // V = U1·H²
        _e.AddDouble(_d, _a);              // H³ + 2V     3
        f.Square(p.X, _c);                 // R²
        f.Subtract(p.X, p.X, _e);          // X' = R² - H³ - 2V
        f.SubtractLoose(_a, _a, p.X);      // V - X'      3
        f.Multiply(_a, _a, _c);            // R(V - X')
        f.Multiply(_d, p.Y, _d);           // S1·H³
        f.Subtract(p.Y, _a, _d);           // Y' = R(V - X') - S1·H³
    }
}
