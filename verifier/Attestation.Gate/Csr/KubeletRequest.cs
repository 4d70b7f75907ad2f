using System.Diagnostics.CodeAnalysis;
using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Attestation.Gate.Csr;

/// <summary>What a PKCS #10 request (RFC 2986) asks for, after its own signature has verified.</summary>
/// <param name="Organizations">O of the subject, in order.</param>
/// <param name="CommonName">CN; null where the subject has none or several.</param>
/// <param name="OtherSubject">True where the subject has anything else.</param>
/// <param name="DnsNames">Alternative names.</param>
/// <param name="Addresses">Alternative names.</param>
/// <param name="OtherNames">True where there are alternative names of other kinds, or extensions besides them.</param>
/// <param name="KeySha256">SHA-256 of the SubjectPublicKeyInfo, lower-case hex.</param>
/// <param name="Digest">SHA-256 of the whole request (DER), lower-case hex: a signer that draws its randomness never makes the same one twice.</param>
public sealed record KubeletRequest(
    IReadOnlyList<string> Organizations,
    string? CommonName,
    bool OtherSubject,
    IReadOnlyList<string> DnsNames,
    IReadOnlyList<string> Addresses,
    bool OtherNames,
    string KeySha256,
    string Digest)
{
    private const string Common = "2.5.4.3", Organization = "2.5.4.10", AlternativeName = "2.5.29.17";
    private const string Begin = "-----BEGIN CERTIFICATE REQUEST-----", End = "-----END CERTIFICATE REQUEST-----";
    private const int MaxSize = 64 << 10;

    /// <summary>Reads the PEM of spec.request.</summary>
    public static bool TryParse(byte[] pem, [NotNullWhen(true)] out KubeletRequest? request)
    {
        request = null;
        if (pem.Length > MaxSize || !TryDecode(Encoding.ASCII.GetString(pem), out byte[]? der))
            return false;
        try
        {
            // The extensions are read below, and nothing is ever issued of them here.
            var read = CertificateRequest.LoadSigningRequest(der, HashAlgorithmName.SHA256, CertificateRequestLoadOptions.UnsafeLoadCertificateExtensions);
            request = Of(read, Convert.ToHexStringLower(SHA256.HashData(der)));
            return true;
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException or AsnContentException or NotSupportedException)
        {
            return false; // NotSupportedException: a point that is not on its curve
        }
    }

    /// <summary>
    /// Exactly one block and nothing around it: what the signer reads, with another reader of PEM, must be what is judged here. Headers inside the block,
    /// which RFC 7468 does not know, are no base64.
    /// </summary>
    private static bool TryDecode(string text, [NotNullWhen(true)] out byte[]? der)
    {
        der = null;
        string trimmed = text.Trim(' ', '\t', '\r', '\n');
        if (!trimmed.StartsWith(Begin, StringComparison.Ordinal) || !trimmed.EndsWith(End, StringComparison.Ordinal) || trimmed.Length < Begin.Length + End.Length)
            return false;
        string body = trimmed[Begin.Length..^End.Length];
        byte[] bytes = new byte[body.Length];
        if (body.Contains('-') || !Convert.TryFromBase64String(body, bytes, out int count))
            return false;
        der = bytes[..count];
        return true;
    }

    private static KubeletRequest Of(CertificateRequest read, string digest)
    {
        var organizations = new List<string>();
        var commons = new List<string>();
        bool other = false;
        foreach (X500RelativeDistinguishedName part in read.SubjectName.EnumerateRelativeDistinguishedNames(reversed: false))
        {
            string? kind = part.HasMultipleElements ? null : part.GetSingleElementType().Value;
            if (kind == Common)
                commons.Add(part.GetSingleElementValue() ?? "");
            else if (kind == Organization)
                organizations.Add(part.GetSingleElementValue() ?? "");
            else
                other = true;
        }
        (List<string> dns, List<string> addresses, bool otherNames) = Names(read);
        string key = Convert.ToHexStringLower(SHA256.HashData(read.PublicKey.ExportSubjectPublicKeyInfo()));
        return new KubeletRequest(organizations, commons.Count == 1 ? commons[0] : null, other || commons.Count > 1, dns, addresses, otherNames, key, digest);
    }

    private static (List<string> Dns, List<string> Addresses, bool Other) Names(CertificateRequest read)
    {
        List<string> dns = [], addresses = [];
        bool other = false;
        foreach (X509Extension extension in read.CertificateExtensions)
        {
            if (extension.Oid?.Value != AlternativeName)
            {
                other = true;
                continue;
            }
            var names = new X509SubjectAlternativeNameExtension(extension.RawData);
            dns.AddRange(names.EnumerateDnsNames());
            addresses.AddRange(names.EnumerateIPAddresses().Select(a => a.ToString()));
            other |= Count(extension.RawData) != dns.Count + addresses.Count;
        }
        return (dns, addresses, other);
    }

    private static int Count(byte[] names)
    {
        AsnReader list = new AsnReader(names, AsnEncodingRules.DER).ReadSequence();
        int count = 0;
        for (; list.HasData; count++)
            list.ReadEncodedValue();
        return count;
    }
}
