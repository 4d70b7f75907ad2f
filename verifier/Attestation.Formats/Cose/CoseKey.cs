using Attestation.Formats.Cbor;
using Attestation.Formats.Keys;
using Attestation.Formats.Reasons;

namespace Attestation.Formats.Cose;

/// <summary>
/// COSE_Key (RFC 9052 section 7; RFC 9053 section 7.1 for EC2, 7.2 for OKP) as a public key for verification. Order of the entries is free;
/// members that do not matter for a public key (kid, base IV) are passed over.
/// </summary>
public static class CoseKey
{
    private const long Kty = 1, Alg = 3, KeyOps = 4, Crv = -1, X = -2, Y = -3, D = -4;
    private const long Okp = 1, Ec2 = 2, Akp = 7;
    private const int OpVerify = 2;

    public static bool TryParse(ReadOnlyMemory<byte> bytes, out VerificationKey key, out ParseError error)
    {
        key = null!;
        if (!StrictCborReader.TryOpen(bytes, out StrictCborReader reader, out error))
            return false;
        if (TryRead(reader, out key))
            return true;
        error = reader.Error;
        return false;
    }

    /// <summary>Reads a key that stands inside a larger structure.</summary>
    internal static bool TryRead(StrictCborReader reader, out VerificationKey key)
    {
        key = null!;
        var members = new Members();
        int start = reader.Offset;
        if (!reader.TryReadMap(members, static (r, read, label) => TryReadMember(r, label, read), max: 64))
            return false;
        if (!TryKind(members, out KeyKind kind, out ReasonCode? fault))
            return reader.FailAt(fault!, start);
        if (!members.VerifyAllowed)
            return reader.FailAt(CoseReasons.KeyOperations, start);
        if (members.Alg is { } alg && !(CoseAlgorithm.TryFrom(alg, out SignatureAlgorithm algorithm) && algorithm.Fits(kind)))
            return reader.FailAt(CoseReasons.KeyAlgorithm, start);
        bool good = kind == KeyKind.Ed25519
            ? VerificationKey.TryFromEd25519(members.X!.Value.Span, out key, out ParseError error)
            : TryPoint(kind, members.X!.Value.Span, members.Y!.Value.Span, out key, out error);
        return good || reader.FailAt(error.Code, start);
    }

    private static bool TryPoint(KeyKind kind, ReadOnlySpan<byte> x, ReadOnlySpan<byte> y, out VerificationKey key, out ParseError error)
    {
        Span<byte> xy = stackalloc byte[2 * 66]; // P-521; TryKind has checked the lengths
        x.CopyTo(xy);
        y.CopyTo(xy[x.Length..]);
        return VerificationKey.TryFromPoint(kind, xy[..(x.Length + y.Length)], out key, out error);
    }

    /// <summary>The key in deterministic order: kty, alg, key_ops [verify], crv, x, y.</summary>
    public static byte[] Encode(VerificationKey key)
    {
        ReadOnlyMemory<byte> point = key.PublicBytes;
        var map = new CborMapBuilder()
            .Add(Alg, CoseAlgorithm.NumberOf(key.DefaultAlgorithm))
            .Add(KeyOps, w =>
            {
                w.WriteStartArray(1);
                w.WriteInt32(OpVerify);
                w.WriteEndArray();
            });
        if (key.Kind == KeyKind.Ed25519)
            return map.Add(Kty, Okp).Add(Crv, 6).Add(X, point).Encode();
        int size = point.Length / 2;
        long curve = key.Kind switch { KeyKind.P256 => 1, KeyKind.P384 => 2, _ => 3 };
        return map.Add(Kty, Ec2).Add(Crv, curve).Add(X, point[..size]).Add(Y, point[size..]).Encode();
    }

    private static bool TryReadMember(StrictCborReader reader, CborLabel label, Members members)
    {
        switch (label.Integer)
        {
            case Kty:
                return reader.TryReadInt64(out long type) && Set(members.Kty = type);
            case Alg:
                return reader.TryReadInt64(out long algorithm) && Set(members.Alg = algorithm);
            case Crv when reader.IsInteger: // in an AKP key the same label holds the public key
                return reader.TryReadInt64(out long curve) && Set(members.Crv = curve);
            case KeyOps:
                return TryReadOperations(reader, members);
            case X:
                return reader.TryReadBytes(out ReadOnlyMemory<byte> x) && Set(members.X = x);
            case Y when reader.IsBytes:
                return reader.TryReadBytes(out ReadOnlyMemory<byte> y) && Set(members.Y = y);
            case Y:
                members.Compressed = true;
                return reader.TryReadBoolean(out _);
            case D:
                return reader.Fail(CoseReasons.KeyPrivate);
            default:
                return reader.TrySkip();
        }
    }

    private static bool TryReadOperations(StrictCborReader reader, Members members)
    {
        members.VerifyAllowed = false;
        return reader.TryReadArray(members, static (r, read, index) =>
        {
            if (r.IsText)
                return r.TryReadText(out _);
            bool number = r.TryReadInt64(out long operation);
            read.VerifyAllowed |= operation == OpVerify;
            return number;
        }, min: 1, max: 16);
    }

    /// <summary>Lets an assignment stand at the end of a condition.</summary>
    private static bool Set<T>(T _) => true;

    private static bool TryKind(Members members, out KeyKind kind, out ReasonCode? fault)
    {
        (KeyKind? found, int size) = (members.Kty, members.Crv) switch
        {
            (Okp, 6) => ((KeyKind?)KeyKind.Ed25519, 32),
            (Ec2, 1) => (KeyKind.P256, 32),
            (Ec2, 2) => (KeyKind.P384, 48),
            (Ec2, 3) => (KeyKind.P521, 66),
            _ => (null, 0),
        };
        kind = found ?? default;
        fault = members.Kty switch
        {
            null => CoseReasons.KeyMissing,
            Akp => CoseReasons.KeyAkp,
            not (Okp or Ec2) => CoseReasons.KeyType,
            _ when found is null => CoseReasons.KeyCurve,
            _ when members.X is null => CoseReasons.KeyMissing,
            Ec2 when members.Compressed => CoseReasons.KeyCompressed,
            Ec2 when members.Y is null => CoseReasons.KeyMissing,
            _ when members.X.Value.Length != size || (members.Kty == Ec2 && members.Y!.Value.Length != size) => CoseReasons.KeyCoordinate,
            _ => null,
        };
        return fault is null;
    }

    private sealed class Members
    {
        public long? Kty, Alg, Crv;
        public ReadOnlyMemory<byte>? X, Y;
        public bool Compressed, VerifyAllowed = true;
    }
}
