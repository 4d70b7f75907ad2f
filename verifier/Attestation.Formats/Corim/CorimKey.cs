using Attestation.Formats.Cbor;
using Attestation.Formats.Cose;
using Attestation.Formats.Keys;
using Attestation.Formats.Reasons;
using Attestation.Formats.X509;

namespace Attestation.Formats.Corim;

/// <summary>crypto-key-type-choice (draft-ietf-rats-corim section 5.1.4.6): tags 554 to 562.</summary>
/// <param name="Tag">Which form.</param>
/// <param name="Content">The encoded item inside the tag.</param>
public sealed record CorimKey(ulong Tag, ReadOnlyMemory<byte> Content)
{
    /// <summary>A key as COSE_Key, tag 558.</summary>
    public static CorimKey Of(VerificationKey key) => new(CorimTag.CoseKey, CoseKey.Encode(key));

    /// <summary>A certificate in DER, tag 562.</summary>
    public static CorimKey OfCertificate(ReadOnlyMemory<byte> der) => new(CorimTag.DerCertificate, CborMapBuilder.Encode(w => w.WriteByteString(der.Span)));

    /// <summary>The key itself, where this form contains it: 554, 555, 558, 562. Certificates are not verified: whoever signed the CoRIM vouches for them.</summary>
    public bool TryGetKey(out VerificationKey key, out ParseError error)
    {
        key = null!;
        if (!StrictCborReader.TryOpen(Content, out StrictCborReader reader, out error, Content.Length))
            return false;
        if (Tag == CorimTag.CoseKey)
            return CoseKey.TryParse(Content, out key, out error);
        bool good = Tag switch
        {
            CorimTag.PkixKey => reader.TryReadText(out string text) && TryPkixKey(text, out key),
            CorimTag.PkixCertificate => reader.TryReadText(out string text) && TryBase64(text, "CERTIFICATE", out byte[] der) && TryCertificate(der, out key),
            CorimTag.DerCertificate => reader.TryReadBytes(out ReadOnlyMemory<byte> der) && TryCertificate(der, out key),
            _ => false,
        };
        error = good ? default : new ParseError(CorimReasons.KeyUnusable, 0, "");
        return good;
    }

    internal static bool TryRead(StrictCborReader reader, out CorimKey key)
    {
        key = null!;
        int start = reader.Offset;
        bool known = reader.PeekTag() is >= CorimTag.PkixKey and <= CorimTag.DerCertificate;
        if (!known || !reader.TryReadAnyTag(out ulong tag) || !IsOfType(reader, tag) || !reader.TryReadRaw(out ReadOnlyMemory<byte> content))
            return reader.FailAt(CorimReasons.Key, start);
        key = new CorimKey(tag, content);
        return true;
    }

    private static bool IsOfType(StrictCborReader reader, ulong tag) => tag switch
    {
        CorimTag.PkixKey or CorimTag.PkixCertificate or CorimTag.PkixPath => reader.IsText,
        CorimTag.CoseKey => reader.IsMap || reader.IsArray,
        CorimTag.Bytes or CorimTag.DerCertificate => reader.IsBytes,
        _ => reader.IsArray,
    };

    private static bool TryPkixKey(string text, out VerificationKey key)
    {
        key = null!;
        return TryBase64(text, "PUBLIC KEY", out byte[] der) && VerificationKey.TryParseSpki(der, out key, out _);
    }

    private static bool TryCertificate(ReadOnlyMemory<byte> der, out VerificationKey key)
    {
        key = null!;
        if (!UnverifiedCertificate.TryParse(der, out UnverifiedCertificate certificate, out _))
            return false;
        key = certificate.ForDisplay.SubjectKey;
        return true;
    }

    /// <summary>PEM as deployed, or bare base64 of the DER as the draft's name says.</summary>
    private static bool TryBase64(string text, string label, out byte[] der)
    {
        der = [];
        string body = text.Trim();
        string begin = $"-----BEGIN {label}-----", end = $"-----END {label}-----";
        if (body.StartsWith(begin, StringComparison.Ordinal) && body.EndsWith(end, StringComparison.Ordinal) && body.Length > begin.Length + end.Length)
            body = body[begin.Length..^end.Length];
        byte[] buffer = new byte[body.Length];
        if (!Convert.TryFromBase64String(body, buffer, out int written))
            return false;
        der = buffer[..written];
        return true;
    }
}
