namespace Attestation.Dice.Primitives;

/// <summary>Doubling and addition on edwards25519 with the scratch they need. The formulas are complete: no pair of points is an exception.</summary>
/// <remarks>References: RFC 8032 section 5.1.4; H. Hisil et al., "Twisted Edwards Curves Revisited", 2008, sections 3.1 to 3.3.
/// The letters are RFC 8032's. The numbers in comments are limb bounds in limb sizes: a product takes two operands whose bounds multiply to at
/// most 7.</remarks>
internal sealed class EdwardsArithmetic
{
    private readonly Ed25519Field _f = Ed25519Field.Instance;
    private readonly Limbs9 _a = new Limbs9();
    private readonly Limbs9 _b = new Limbs9();
    private readonly Limbs9 _c = new Limbs9();
    private readonly Limbs9 _d = new Limbs9();
    private readonly Limbs9 _e = new Limbs9();

    /// <summary>p = 2p.</summary>
    internal void Double(EdwardsPoint p)
    {
        Ed25519Field f = _f;
        _e.Add(p.X, p.Y);                  // X + Y         2
        f.Square(_e, _e);                  // (X + Y)²
        f.Square(_a, p.X);                 // A = X²
        f.Square(_b, p.Y);                 // B = Y²
        f.Square(_c, p.Z);                 // Z²
        _d.AddDouble(_a, _c);              // A + 2Z²       3
        f.Subtract(_c, _d, _b);            // F = C + A - B 1
        _d.Add(_a, _b);                    // H = A + B     2
        f.SubtractLoose(_a, _a, _b);       // G = A - B     3
        f.Subtract(_b, _d, _e);            // E = H - (X + Y)²
        Finish(p);
    }

    /// <summary>p = p + (x, y), given as y + x, y - x and 2dxy, all tight.</summary>
    internal void AddAffine(EdwardsPoint p, Limbs9 sum, Limbs9 difference, Limbs9 product)
    {
        MultiplyOut(p, sum, difference, product);
        _c.Add(p.Z, p.Z);                  // D = 2Z        2
        Combine();
        Finish(p);
    }

    /// <summary>p = p + q for any two points.</summary>
    internal void Add(EdwardsPoint p, EdwardsPoint q)
    {
        Ed25519Field f = _f;
        _c.Add(q.Y, q.X);                  // Y2 + X2       2
        f.Subtract(_d, q.Y, q.X);          // Y2 - X2       1
        f.Multiply(_e, q.T, f.TwoD);
        MultiplyOut(p, _c, _d, _e);
        f.Multiply(_c, p.Z, q.Z);
        _c.Add(_c, _c);                    // D = 2·Z1·Z2   2
        Combine();
        Finish(p);
    }

    internal void Wipe()
    {
        _a.Wipe();
        _b.Wipe();
        _c.Wipe();
        _d.Wipe();
        _e.Wipe();
    }

    /// <summary>A, B and C into _a, _b and _e.</summary>
    private void MultiplyOut(EdwardsPoint p, Limbs9 sum, Limbs9 difference, Limbs9 product)
    {
        Ed25519Field f = _f;
        f.SubtractLoose(_a, p.Y, p.X);     // Y1 - X1       3
        f.Multiply(_a, _a, difference);    // A
        _b.Add(p.Y, p.X);                  // Y1 + X1       2
        f.Multiply(_b, _b, sum);           // B
        f.Multiply(_e, p.T, product);      // C
    }

    /// <summary>From A, B, C and D (in _c) the four factors of <see cref="Finish"/>.</summary>
    private void Combine()
    {
        Ed25519Field f = _f;
        _d.Add(_b, _a);                    // H = B + A     2
        f.SubtractLoose(_b, _b, _a);       // E = B - A     3
        _a.Add(_c, _e);                    // G = D + C     3
        f.Subtract(_c, _c, _e);            // F = D - C     1
    }

    /// <summary>X = E·F, Y = G·H, Z = F·G, T = E·H with E, F, G, H in _b, _c, _a, _d.</summary>
    private void Finish(EdwardsPoint p)
    {
        Ed25519Field f = _f;
        f.Multiply(p.X, _b, _c);
        f.Multiply(p.Y, _a, _d);
        f.Multiply(p.Z, _c, _a);
        f.Multiply(p.T, _b, _d);
    }
}
