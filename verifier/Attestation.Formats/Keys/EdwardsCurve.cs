using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;

namespace Attestation.Formats.Keys;

/// <summary>
/// Ed25519 verification without any native library, for machines that have no libcrypto. It handles public values only, so it need not
/// run in constant time and is written for reading, not for speed.
/// References: RFC 8032 sections 5.1 (parameters), 5.1.3 (decoding), 5.1.4 (point addition), 5.1.7 (verification).
/// </summary>
internal static class EdwardsCurve
{
    /// <summary>Field prime 2^255 − 19.</summary>
    private static readonly BigInteger P = BigInteger.Pow(2, 255) - 19;

    /// <summary>Order of the base point, 2^252 + 27742317777372353535851937790883648493.</summary>
    private static readonly BigInteger L = BigInteger.Pow(2, 252)
        + BigInteger.Parse("27742317777372353535851937790883648493", CultureInfo.InvariantCulture);

    /// <summary>−121665/121666.</summary>
    private static readonly BigInteger D = Mod(-121665 * Inverse(121666));

    /// <summary>A square root of −1: 2^((p−1)/4).</summary>
    private static readonly BigInteger SqrtMinusOne = BigInteger.ModPow(2, (P - 1) / 4, P);

    private static readonly Point Neutral = new(0, 1, 1, 0);

    private static readonly Point Base = DecodeBase();

    /// <summary>Extended homogeneous coordinates: x = X/Z, y = Y/Z, xy = T/Z.</summary>
    private readonly record struct Point(BigInteger X, BigInteger Y, BigInteger Z, BigInteger T);

    /// <summary>RFC 8032 section 5.1.7, the equation without the cofactor: [S]B = R + [k]A, compared on encoded points.</summary>
    public static bool Verify(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        if (signature.Length != 64 || !TryDecode(publicKey, out Point a))
            return false;
        ReadOnlySpan<byte> r = signature[..32];
        BigInteger s = Little(signature[32..]);
        if (s >= L)
            return false;
        BigInteger k = Challenge(r, publicKey, data);
        Point minusA = new(Mod(-a.X), a.Y, a.Z, Mod(-a.T));
        Span<byte> expected = stackalloc byte[32];
        Encode(Add(Multiply(s, Base), Multiply(k, minusA)), expected);
        return expected.SequenceEqual(r);
    }

    /// <summary>
    /// Is this a usable public key by its encoding alone: y below p, and not one of the eight points of small order, under which
    /// a signature can be made without a private key?
    /// </summary>
    public static bool IsAcceptableEncoding(ReadOnlySpan<byte> publicKey)
    {
        Span<byte> y = stackalloc byte[32];
        publicKey.CopyTo(y);
        y[31] &= 0x7F;
        foreach (byte[] small in SmallOrder)
        {
            if (y.SequenceEqual(small))
                return false;
        }
        return !IsPrimeOrMore(y);
    }

    /// <summary>The y coordinates of the points of order 1, 2, 4 and 8: 1, −1, 0, and the two of order 8.</summary>
    private static readonly byte[][] SmallOrder =
    [
        Convert.FromHexString("0100000000000000000000000000000000000000000000000000000000000000"),
        Convert.FromHexString("ECFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF7F"),
        Convert.FromHexString("0000000000000000000000000000000000000000000000000000000000000000"),
        Convert.FromHexString("26E8958FC2B227B045C3F489F2EF98F0D5DFAC05D3C63339B13802886D53FC05"),
        Convert.FromHexString("C7176A703D4DD84FBA3C0B760D10670F2A2053FA2C39CCC64EC7FD7792AC037A"),
    ];

    private static bool IsPrimeOrMore(ReadOnlySpan<byte> y) =>
        y[0] >= 0xED && y[31] == 0x7F && !y[1..31].ContainsAnyExcept((byte)0xFF);

    private static BigInteger Challenge(ReadOnlySpan<byte> r, ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> data)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA512);
        hash.AppendData(r);
        hash.AppendData(publicKey);
        hash.AppendData(data);
        return Little(hash.GetHashAndReset()) % L;
    }

    /// <summary>RFC 8032 section 5.1.3.</summary>
    private static bool TryDecode(ReadOnlySpan<byte> encoded, out Point point)
    {
        point = Neutral;
        BigInteger y = Little(encoded);
        bool sign = !(y >> 255).IsZero;
        y &= (BigInteger.One << 255) - 1;
        if (y >= P || !TryRecoverX(y, sign, out BigInteger x))
            return false;
        point = new Point(x, y, 1, Mod(x * y));
        return true;
    }

    private static bool TryRecoverX(BigInteger y, bool sign, out BigInteger x)
    {
        BigInteger u = Mod((y * y) - 1);
        BigInteger v = Mod((D * y * y) + 1);
        x = Mod(u * BigInteger.ModPow(v, 3, P) * BigInteger.ModPow(Mod(u * BigInteger.ModPow(v, 7, P)), (P - 5) / 8, P));
        BigInteger check = Mod(v * x * x);
        if (check == Mod(-u))
            x = Mod(x * SqrtMinusOne);
        else if (check != u)
            return false;
        if (x.IsZero && sign)
            return false;
        if (x.IsEven == sign)
            x = Mod(-x);
        return true;
    }

    private static void Encode(Point point, Span<byte> encoded)
    {
        BigInteger inverse = Inverse(point.Z);
        BigInteger x = Mod(point.X * inverse);
        encoded.Clear();
        Mod(point.Y * inverse).TryWriteBytes(encoded, out _, isUnsigned: true);
        if (!x.IsEven)
            encoded[31] |= 0x80;
    }

    private static Point Multiply(BigInteger scalar, Point point)
    {
        Point sum = Neutral;
        for (long bit = scalar.GetBitLength() - 1; bit >= 0; bit--)
        {
            sum = Add(sum, sum); // the addition law is complete: it also doubles
            if (!((scalar >> (int)bit) & 1).IsZero)
                sum = Add(sum, point);
        }
        return sum;
    }

    /// <summary>RFC 8032 section 5.1.4.</summary>
    private static Point Add(Point p, Point q)
    {
        BigInteger a = Mod((p.Y - p.X) * (q.Y - q.X));
        BigInteger b = Mod((p.Y + p.X) * (q.Y + q.X));
        BigInteger c = Mod(p.T * 2 * D * q.T);
        BigInteger d = Mod(p.Z * 2 * q.Z);
        BigInteger e = b - a, f = d - c, g = d + c, h = b + a;
        return new Point(Mod(e * f), Mod(g * h), Mod(f * g), Mod(e * h));
    }

    private static Point DecodeBase()
    {
        BigInteger y = Mod(4 * Inverse(5));
        return TryRecoverX(y, sign: false, out BigInteger x)
            ? new Point(x, y, 1, Mod(x * y))
            : throw new InvalidOperationException("the base point is on the curve by definition");
    }

    private static BigInteger Little(ReadOnlySpan<byte> bytes) => new(bytes, isUnsigned: true);

    private static BigInteger Inverse(BigInteger value) => BigInteger.ModPow(Mod(value), P - 2, P);

    private static BigInteger Mod(BigInteger value)
    {
        BigInteger rest = BigInteger.Remainder(value, P);
        return rest.Sign < 0 ? rest + P : rest;
    }
}
