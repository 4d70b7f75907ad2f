using Attestation.Formats.Der;
using Attestation.Formats.Reasons;

namespace Attestation.Formats.X509;

/// <summary>Authority information access (RFC 5280 section 4.2.2.1): where the issuer's certificate is said to lie. Never followed by itself.</summary>
public static class AuthorityAccess
{
    private const string CaIssuers = "1.3.6.1.5.5.7.48.2";
    private const int MaxListed = 64;

    /// <summary>The addresses of the issuer's certificate, in their order; none where the extension is absent or cannot be read.</summary>
    public static IReadOnlyList<string> IssuerUrls(Certificate certificate)
    {
        if (certificate.ExtensionValue(ExtensionOid.AuthorityInformationAccess) is not { } value)
            return [];
        try
        {
            return Read(value);
        }
        catch (DerDefect)
        {
            return []; // a hint that cannot be read is no hint; nothing is decided by it
        }
    }

    private static List<string> Read(ReadOnlyMemory<byte> value)
    {
        const string path = "authorityInfoAccess";
        var urls = new List<string>();
        var reader = new DerReader(value);
        DerReader list = reader.Enter(DerTag.Sequence, path);
        for (int count = 0; list.HasMore; count++)
        {
            if (count == MaxListed)
                throw list.Defect(DerReasons.TooLarge, path);
            DerReader access = list.Enter(DerTag.Sequence, path);
            bool issuers = access.ObjectIdentifier(path) == CaIssuers;
            if (issuers && access.Is(DerTag.Context(6)))
                urls.Add(access.Ascii(path, DerTag.Context(6)));
        }
        return urls;
    }
}
