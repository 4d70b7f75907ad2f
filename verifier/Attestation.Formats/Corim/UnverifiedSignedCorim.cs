using System.Diagnostics.CodeAnalysis;
using Attestation.Formats.Cbor;
using Attestation.Formats.Cose;
using Attestation.Formats.Keys;
using Attestation.Formats.Reasons;

namespace Attestation.Formats.Corim;

/// <summary>COSE-Sign1-corim (draft-ietf-rats-corim section 4.2). The CoRIM comes out only through <see cref="Verify"/>.</summary>
public sealed class UnverifiedSignedCorim
{
    private const long CwtIssuer = 1, CwtNotBefore = 5, CwtExpiration = 4;

    private readonly UnverifiedCoseSign1 _message;
    private readonly int _maxSize;

    private UnverifiedSignedCorim(UnverifiedCoseSign1 message, string signer, CorimValidity? validity, int maxSize) =>
        (_message, Signer, SignatureValidity, _maxSize) = (message, signer, validity, maxSize);

    /// <summary>Name of the signer from corim-meta, or the issuer from the CWT claims; to be believed only after <see cref="Verify"/>.</summary>
    public string Signer { get; }

    /// <summary>Validity of the signature, from the same place; null when absent.</summary>
    public CorimValidity? SignatureValidity { get; }

    public ReadOnlyMemory<byte>? KeyId => _message.KeyId;

    /// <summary>DER certificates, leaf first; empty when absent.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> X5Chain => _message.X5Chain;

    public SignatureAlgorithm Algorithm => _message.Algorithm;

    /// <summary>Is this a signed CoRIM rather than an unsigned one? Looks at the first byte only: tag 18.</summary>
    public static bool LooksSigned(ReadOnlySpan<byte> bytes) => bytes is [0xD2, ..];

    public static bool TryParse(ReadOnlyMemory<byte> bytes, [NotNullWhen(true)] out UnverifiedSignedCorim? corim, out ParseError error,
        int maxSize = CborWellFormed.DefaultMaxSize)
    {
        corim = null;
        if (!UnverifiedCoseSign1.TryParse(bytes, CoseTag.Required, out UnverifiedCoseSign1? message, out error, maxSize))
            return false;
        if (message.Protected.ContentType != MediaTypes.CorimUnsigned)
            return Refuse(CorimReasons.ContentType, "protected/3", out error);
        if (!TryReadMeta(message.Protected, out string? signer, out CorimValidity? validity))
            return Refuse(CorimReasons.Meta, "protected/8", out error);
        corim = new UnverifiedSignedCorim(message, signer, validity, maxSize);
        return true;
    }

    public bool Verify(VerificationKey key, [NotNullWhen(true)] out CorimManifest? corim, out ParseError error)
    {
        corim = null;
        return _message.Verify(key, [], out ReadOnlyMemory<byte> payload, out error) && CorimManifest.TryParse(payload, out corim, out error, _maxSize);
    }

    private static bool TryReadMeta(CoseHeaders headers, [NotNullWhen(true)] out string? signer, out CorimValidity? validity)
    {
        (signer, validity) = (null, null);
        if (headers.TryGetBytes(CoseHeaderLabel.CorimMeta, out ReadOnlyMemory<byte> meta))
            return TryReadCorimMeta(meta, out signer, out validity);
        return headers.TryGet(CoseHeaderLabel.CwtClaims, out ReadOnlyMemory<byte> claims) && TryReadCwtClaims(claims, out signer, out validity);
    }

    /// <summary>corim-meta-map = { 0 => { 0 => name, ? 1 => uri }, ? 1 => validity }</summary>
    private static bool TryReadCorimMeta(ReadOnlyMemory<byte> meta, [NotNullWhen(true)] out string? signer, out CorimValidity? validity)
    {
        string? name = null;
        CorimValidity? found = null;
        bool good = StrictCborReader.TryOpen(meta, out StrictCborReader reader, out _, meta.Length) && reader.TryReadMap(label => label.Integer switch
        {
            0 => reader.TryReadMap(member => member.Integer == 0 ? reader.TryReadText(out name!) : reader.TrySkip(), max: 16),
            1 => CorimValidity.TryRead(reader, out CorimValidity v) && (found = v) is not null,
            _ => reader.TrySkip(),
        }, max: 16);
        (signer, validity) = (name, found);
        return good && signer is { Length: > 0 };
    }

    /// <summary>RFC 9597: iss names the signer, nbf and exp its validity.</summary>
    private static bool TryReadCwtClaims(ReadOnlyMemory<byte> claims, [NotNullWhen(true)] out string? signer, out CorimValidity? validity)
    {
        string? name = null;
        long? notBefore = null, notAfter = null;
        bool good = StrictCborReader.TryOpen(claims, out StrictCborReader reader, out _, claims.Length) && reader.TryReadMap(label => label.Integer switch
        {
            CwtIssuer => reader.TryReadText(out name!),
            CwtNotBefore => reader.TryReadInt64(out long from) && (notBefore = from) is not null,
            CwtExpiration => reader.TryReadInt64(out long to) && (notAfter = to) is not null,
            _ => reader.TrySkip(),
        }, max: 64);
        signer = name;
        validity = notAfter is { } end ? new CorimValidity(notBefore, end) : null;
        return good && signer is { Length: > 0 };
    }

    private static bool Refuse(ReasonCode code, string path, out ParseError error)
    {
        error = new ParseError(code, 0, path);
        return false;
    }
}
