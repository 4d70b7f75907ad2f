using Attestation.Formats.Der;
using Attestation.Formats.Reasons;

namespace Attestation.Formats.X509;

/// <summary>Several certificates in one file: DER one after the other, or PEM blocks.</summary>
public static class CertificateFile
{
    /// <summary>Most certificates read from one file.</summary>
    public const int MaxCertificates = 256;

    /// <summary>DER certificates with nothing between or after them, in their order; at least one.</summary>
    public static bool TryParseConcatenated(ReadOnlyMemory<byte> der, out IReadOnlyList<UnverifiedCertificate> certificates, out ParseError error)
    {
        certificates = [];
        var list = new List<UnverifiedCertificate>();
        int at = 0;
        do
        {
            if (list.Count == MaxCertificates)
            {
                error = new ParseError(DerReasons.TooLarge, at, $"[{list.Count}]");
                return false;
            }
            if (!UnverifiedCertificate.TryParseFirst(der, at, out UnverifiedCertificate certificate, out at, out error))
            {
                error = error.Within($"[{list.Count}]");
                return false;
            }
            list.Add(certificate);
        }
        while (at < der.Length);
        certificates = list;
        return true;
    }

    /// <summary>PEM blocks labelled CERTIFICATE, in their order; text between them is ignored, as RFC 7468 section 2 allows.</summary>
    public static bool TryParsePem(ReadOnlySpan<char> text, out IReadOnlyList<UnverifiedCertificate> certificates, out ParseError error)
    {
        certificates = [];
        if (!PemBlock.TryDecodeAll(text, "CERTIFICATE", out List<byte[]> contents) || contents.Count > MaxCertificates)
        {
            error = new ParseError(X509Reasons.Pem, 0, "");
            return false;
        }
        var list = new List<UnverifiedCertificate>(contents.Count);
        foreach (byte[] content in contents)
        {
            if (!UnverifiedCertificate.TryParse(content, out UnverifiedCertificate certificate, out error))
            {
                error = error.Within($"[{list.Count}]");
                return false;
            }
            list.Add(certificate);
        }
        certificates = list;
        error = default;
        return true;
    }
}
