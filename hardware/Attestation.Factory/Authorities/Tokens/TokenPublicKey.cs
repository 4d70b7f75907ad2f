using System.Formats.Asn1;
using Attestation.Formats.Keys;
using Attestation.Formats.Reasons;

namespace Attestation.Factory.Authorities.Tokens;

/// <summary>The public half of a token's key, from CKA_EC_PARAMS and CKA_EC_POINT (PKCS #11 v2.40 mechanisms section 2.3.3; v3.0 section 2.3.5 for Edwards curves).</summary>
internal static class TokenPublicKey
{
    /// <summary>DER of the curve's name: an object identifier, or for Edwards curves also a PrintableString.</summary>
    private static readonly (string Params, KeyKind Kind)[] Curves =
    [
        ("06082A8648CE3D030107", KeyKind.P256),
        ("06052B81040022", KeyKind.P384),
        ("06032B6570", KeyKind.Ed25519),
        ("130C656477617264733235353139", KeyKind.Ed25519),
        ("06092B06010401DA470F01", KeyKind.Ed25519),
    ];

    /// <exception cref="FactoryException"><c>factory.token-key-kind</c></exception>
    public static VerificationKey Of(byte[] parameters, byte[] point, string name)
    {
        string curve = Convert.ToHexString(parameters);
        int known = Array.FindIndex(Curves, candidate => candidate.Params == curve);
        if (known < 0)
            throw new FactoryException(FactoryReasons.TokenKeyKind, $"{name}: curve {(curve.Length == 0 ? "unknown" : curve)}");
        KeyKind kind = Curves[known].Kind;
        byte[] raw = Unwrap(point);
        VerificationKey key;
        bool good = kind == KeyKind.Ed25519
            ? VerificationKey.TryFromEd25519(raw, out key, out _)
            : VerificationKey.TryFromPoint(kind, raw.Length > 0 && raw[0] == 4 ? raw[1..] : [], out key, out _);
        return good ? key : throw new FactoryException(FactoryReasons.TokenKeyKind, $"{name}: its public point is none of that curve");
    }

    /// <summary>The point stands in an OCTET STRING; some tokens leave that out.</summary>
    private static byte[] Unwrap(byte[] point) =>
        AsnDecoder.TryReadPrimitiveOctetString(point, AsnEncodingRules.DER, out ReadOnlySpan<byte> content, out int consumed) && consumed == point.Length
            ? content.ToArray()
            : point;
}
