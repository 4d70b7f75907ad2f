namespace Attestation.Dice.Primitives;

/// <summary>Points of edwards25519 as 32 bytes: y little-endian, the lowest bit of x on top.</summary>
/// <remarks>References: RFC 8032 sections 5.1.2 and 5.1.3.</remarks>
internal sealed class EdwardsEncoding
{
    private readonly Ed25519Field _f = Ed25519Field.Instance;
    private readonly Limbs9 _x = new Limbs9();
    private readonly Limbs9 _y = new Limbs9();
    private readonly Limbs9 _z = new Limbs9();
    private readonly ulong[] _words = new ulong[4];

    /// <summary>Writes 32 bytes, in constant time.</summary>
    internal void Encode(EdwardsPoint p, byte[] to, int at)
    {
        _f.Invert(_z, p.Z);
        _f.Multiply(_x, p.X, _z);
        _f.Multiply(_y, p.Y, _z);
        _f.Encode(_x, _words);
        ulong sign = _words[0] << 63;
        _f.Encode(_y, _words);
        _words[3] = _words[3] | sign;
        WideWords.ToLittleEndian(_words, to, at);
    }

    /// <summary>Reads a public point. False for y >= p, for a y without an x on the curve, and for x = 0 with the sign bit set.</summary>
    internal bool TryDecode(byte[] from, int at, EdwardsPoint p)
    {
        WideWords.FromLittleEndian(_words, from, at);
        ulong sign = _words[3] >> 63;
        _words[3] = _words[3] & 0x7FFFFFFFFFFFFFFFUL;
        ulong[] modulus = new ulong[4];
        _f.Modulus.Pack(modulus);
        if (WideWords.LessMask(_words, modulus) == 0)
            return false;
        _f.Decode(p.Y, _words, 0);
        if (!TryRecoverX(p))
            return false;
        _x.CopyFrom(p.X);
        _f.Encode(_x, _words);
        if (sign == 1 && WideWords.ZeroMask(_words) != 0)
            return false;
        if ((_words[0] & 1UL) != sign)
            _f.Subtract(p.X, new Limbs9(), p.X);
        p.Z.CopyFrom(_f.One);
        _f.Multiply(p.T, p.X, p.Y);
        return true;
    }

    internal void Wipe()
    {
        _x.Wipe();
        _y.Wipe();
        _z.Wipe();
        WideWords.Wipe(_words);
    }

    /// <summary>x = √(u/v), u = y² - 1, v = dy² + 1: the candidate u·v³·(u·v⁷)^((p-5)/8) is right, or right times √-1, or there is none.</summary>
    private bool TryRecoverX(EdwardsPoint p)
    {
        Ed25519Field f = _f;
        Limbs9 u = _x;
        Limbs9 v = _y;
        f.Square(_z, p.Y);
        f.Multiply(v, _z, f.D);
        f.Subtract(u, _z, f.One);
        v.Add(v, f.One);
        f.Square(_z, v);
        f.Multiply(p.T, _z, v);            // v³
        f.Multiply(p.Z, p.T, u);           // u·v³
        f.Square(_z, _z);                  // v⁴
        f.Multiply(_z, _z, p.Z);           // u·v⁷
        f.Power(p.X, _z, f.SquareRootExponent);
        f.Multiply(p.X, p.X, p.Z);
        f.Square(_z, p.X);
        f.Multiply(_z, _z, v);             // v·x²
        f.Subtract(p.Z, _z, u);
        if (f.ZeroMask(p.Z, _words) != 0)
            return true;
        p.Z.Add(_z, u);
        f.Multiply(p.X, p.X, f.SquareRootOfMinusOne);
        return f.ZeroMask(p.Z, _words) != 0;
    }
}
