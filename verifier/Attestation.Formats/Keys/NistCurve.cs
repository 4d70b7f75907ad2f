using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;

namespace Attestation.Formats.Keys;

/// <summary>The three NIST curves (SP 800-186 section 3.2.1): y² = x³ − 3x + b over the prime p, order n, cofactor 1.</summary>
internal sealed class NistCurve
{
    /// <summary>id-prime256v1, secp384r1, secp521r1 as DER contents (RFC 5480 section 2.1.1.1).</summary>
    public static readonly NistCurve P256 = new(KeyKind.P256, 32, 415, ECCurve.NamedCurves.nistP256, [0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x03, 0x01, 0x07],
        "0FFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFF",
        "05AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B");

    public static readonly NistCurve P384 = new(KeyKind.P384, 48, 715, ECCurve.NamedCurves.nistP384, [0x2B, 0x81, 0x04, 0x00, 0x22],
        "0FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEFFFFFFFF0000000000000000FFFFFFFF",
        "0B3312FA7E23EE7E4988E056BE3F82D19181D9C6EFE8141120314088F5013875AC656398D8A2ED19D2A85C8EDD3EC2AEF");

    public static readonly NistCurve P521 = new(KeyKind.P521, 66, 716, ECCurve.NamedCurves.nistP521, [0x2B, 0x81, 0x04, 0x00, 0x23],
        "1FF" + "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF" + "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF",
        "051953EB9618E1C9A1F929A21A0B68540EEA2DA725B99B315F3B8B489918EF109E156193951EC7E937B1652C0BD3BB1BF073573DF883D2C34F1EF451FD46B503F00");

    private readonly BigInteger _p;
    private readonly BigInteger _b;

    private NistCurve(KeyKind kind, int size, int nid, ECCurve named, byte[] oid, string p, string b)
    {
        (Kind, Size, Nid, Named, Oid) = (kind, size, nid, named, oid);
        _p = BigInteger.Parse(p, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        _b = BigInteger.Parse(b, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
    }

    public KeyKind Kind { get; }

    /// <summary>Bytes of one coordinate.</summary>
    public int Size { get; }

    /// <summary>libcrypto's number of the curve (openssl/obj_mac.h).</summary>
    public int Nid { get; }

    public ECCurve Named { get; }

    /// <summary>Content bytes of the curve's object identifier.</summary>
    public byte[] Oid { get; }

    public static NistCurve? Of(KeyKind kind) => kind switch
    {
        KeyKind.P256 => P256,
        KeyKind.P384 => P384,
        KeyKind.P521 => P521,
        _ => null,
    };

    public static NistCurve? ByOid(ReadOnlySpan<byte> oid)
    {
        if (oid.SequenceEqual(P256.Oid))
            return P256;
        if (oid.SequenceEqual(P384.Oid))
            return P384;
        return oid.SequenceEqual(P521.Oid) ? P521 : null;
    }

    /// <summary>SP 800-186 appendix D.1.1: both coordinates below p, and the equation holds. The cofactor is 1, so no more is needed.</summary>
    public bool Contains(ReadOnlySpan<byte> xy)
    {
        var x = new BigInteger(xy[..Size], isUnsigned: true, isBigEndian: true);
        var y = new BigInteger(xy[Size..], isUnsigned: true, isBigEndian: true);
        return x < _p && y < _p && ((y * y) - ((((x * x) - 3) * x) + _b)) % _p == 0;
    }
}
