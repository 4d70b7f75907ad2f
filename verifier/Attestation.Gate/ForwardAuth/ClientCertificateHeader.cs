using System.Diagnostics.CodeAnalysis;
using System.Text;
using Attestation.Formats.Dice;
using Attestation.Formats.X509;

namespace Attestation.Gate.ForwardAuth;

/// <summary>Reads the header in which a proxy hands on the certificate that a client showed, and proved to hold, in TLS.</summary>
internal static class ClientCertificateHeader
{
    /// <summary>Longest header value; Kestrel's limit for all headers together is smaller.</summary>
    private const int Longest = 64 * 1024;

    /// <param name="form">Who wrote it.</param>
    /// <param name="value">The header's value.</param>
    /// <param name="leafFirst">DER, the client's own certificate first; at most <see cref="UnverifiedDiceChain.MaxElements"/>.</param>
    /// <returns>False where it is not in that form.</returns>
    public static bool TryRead(CertificateForm form, string value, [NotNullWhen(true)] out IReadOnlyList<ReadOnlyMemory<byte>>? leafFirst)
    {
        leafFirst = null;
        if (value.Length is 0 or > Longest)
            return false;
        return form switch
        {
            CertificateForm.Nginx => TryPem(value, out leafFirst) && leafFirst.Count == 1,
            CertificateForm.Envoy => ForwardedClientCert.TryChain(value, out string? pem) && TryPem(pem, out leafFirst),
            CertificateForm.Traefik => TryBase64(value.Contains('%') ? Uri.UnescapeDataString(value) : value, out leafFirst),
            _ => TryByteSequences(value, out leafFirst),
        };
    }

    /// <summary>RFC 9440 section 2.3: the certificates above the client's own, in a header of their own.</summary>
    public static bool TryReadChain(string value, [NotNullWhen(true)] out IReadOnlyList<ReadOnlyMemory<byte>>? above)
    {
        above = null;
        return value.Length is > 0 and <= Longest && TryByteSequences(value, out above);
    }

    /// <summary>The certificates on the way that any client may send along: base64 of DER, commas between them (header <c>Attestation-Chain</c>).</summary>
    public static bool TryReadOwnChain(string value, [NotNullWhen(true)] out IReadOnlyList<ReadOnlyMemory<byte>>? above)
    {
        above = null;
        return value.Length is > 0 and <= Longest && TryBase64(value, out above);
    }

    private static bool TryPem(string escaped, [NotNullWhen(true)] out IReadOnlyList<ReadOnlyMemory<byte>>? leafFirst)
    {
        leafFirst = null;
        string text = Uri.UnescapeDataString(escaped.Replace("+", "%2B", StringComparison.Ordinal)); // a plus sign is base64's own, never a space
        if (!text.StartsWith("-----BEGIN CERTIFICATE-----", StringComparison.Ordinal)
            || !CertificateFile.TryParsePem(text, out IReadOnlyList<UnverifiedCertificate> certificates, out _) || certificates.Count > UnverifiedDiceChain.MaxElements)
            return false;
        leafFirst = [.. certificates.Select(c => c.Der)];
        return true;
    }

    private static bool TryBase64(string list, [NotNullWhen(true)] out IReadOnlyList<ReadOnlyMemory<byte>>? leafFirst)
    {
        leafFirst = null;
        string[] items = list.Split(',', UnverifiedDiceChain.MaxElements + 1);
        var read = new List<ReadOnlyMemory<byte>>(items.Length);
        foreach (string item in items)
        {
            byte[] der = new byte[item.Length];
            if (item.Length == 0 || item.Any(char.IsWhiteSpace) || !Convert.TryFromBase64String(item, der, out int length))
                return false;
            read.Add(der.AsMemory(0, length));
        }
        leafFirst = read;
        return read.Count <= UnverifiedDiceChain.MaxElements;
    }

    /// <summary>RFC 8941 section 3.3.5: base64 between colons; members of a list have commas and blanks between them. Parameters mean nothing here and are refused.</summary>
    private static bool TryByteSequences(string value, [NotNullWhen(true)] out IReadOnlyList<ReadOnlyMemory<byte>>? list)
    {
        list = null;
        var bare = new StringBuilder(value.Length);
        foreach (string member in value.Split(',', UnverifiedDiceChain.MaxElements + 1))
        {
            string item = member.Trim(' ', '\t');
            if (item.Length < 2 || item[0] != ':' || item[^1] != ':')
                return false;
            bare.Append(bare.Length == 0 ? "" : ",").Append(item.AsSpan(1, item.Length - 2));
        }
        return TryBase64(bare.ToString(), out list);
    }
}
