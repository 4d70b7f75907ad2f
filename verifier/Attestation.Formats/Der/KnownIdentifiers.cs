using System.Formats.Asn1;

namespace Attestation.Formats.Der;

/// <summary>The object identifiers that certificates of devices are full of, so that reading them makes no new strings.</summary>
internal static class KnownIdentifiers
{
    private static readonly (byte[] Content, string Dotted)[] All =
    [
        .. new[]
        {
            "2.5.4.5", "2.5.29.14", "2.5.29.15", "2.5.29.19", "2.5.29.35", "1.3.6.1.4.1.11129.2.1.24", "1.3.101.112", "1.2.840.10045.2.1",
            "1.2.840.10045.4.3.2", "1.2.840.10045.4.3.3", "2.23.133.5.4.1", "2.23.133.5.4.4", "2.23.133.5.4.5", "2.16.840.1.101.3.4.2.1",
            "2.16.840.1.101.3.4.2.2", "2.16.840.1.101.3.4.2.3", "2.5.4.3", "2.5.4.10",
        }.Select(Encode),
    ];

    /// <summary>The dotted form, or null for an identifier that is not listed.</summary>
    public static string? Find(ReadOnlySpan<byte> content)
    {
        foreach (var (known, dotted) in All)
        {
            if (content.SequenceEqual(known))
                return dotted;
        }
        return null;
    }

    private static (byte[] Content, string Dotted) Encode(string dotted)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        writer.WriteObjectIdentifier(dotted);
        return (writer.Encode()[2..], dotted);
    }
}
