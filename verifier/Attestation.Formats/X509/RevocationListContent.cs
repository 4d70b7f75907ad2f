using Attestation.Formats.Der;
using Attestation.Formats.Keys;
using Attestation.Formats.Reasons;

namespace Attestation.Formats.X509;

/// <summary>Reads TBSCertList (RFC 5280 section 5.1.2).</summary>
internal static class RevocationListContent
{
    private const int MaxEntries = 200_000;
    private const string ReasonCode = "2.5.29.21";

    private static readonly string[] Reasons =
    [
        "unspecified", "keyCompromise", "cACompromise", "affiliationChanged", "superseded", "cessationOfOperation", "certificateHold",
        "", "removeFromCRL", "privilegeWithdrawn", "aACompromise",
    ];

    public static RevocationList Read(ref DerReader signed, ReadOnlyMemory<byte> document, out ReadOnlyMemory<byte> algorithm)
    {
        if (signed.Is(DerTag.Integer) && signed.Unsigned("version") != 1)
            throw signed.Defect(X509Reasons.Version, "version"); // section 5.1.2.1: v2 or absent
        int algorithmAt = signed.Offset;
        SignatureAlgorithm signature = CertificateSignatureAlgorithm.Read(ref signed, [], "signature", named: true);
        algorithm = document[algorithmAt..signed.Offset];
        DistinguishedName issuer = DistinguishedName.Read(ref signed, document, "issuer");
        DateTimeOffset thisUpdate = signed.Time("thisUpdate");
        DateTimeOffset? nextUpdate = signed.Is(DerTag.UtcTime) || signed.Is(DerTag.GeneralizedTime) ? signed.Time("nextUpdate") : null;
        var unknown = new SortedSet<string>(StringComparer.Ordinal);
        Dictionary<string, RevokedCertificate> revoked = ReadEntries(ref signed, unknown);
        ReadOnlyMemory<byte>? authority = ReadExtensions(ref signed, unknown);
        signed.End("tbsCertList");
        return new RevocationList
        {
            Issuer = issuer,
            SignatureAlgorithm = signature,
            ThisUpdate = thisUpdate,
            NextUpdate = nextUpdate,
            Revoked = revoked,
            AuthorityKeyIdentifier = authority,
            UnknownCritical = [.. unknown],
        };
    }

    private static Dictionary<string, RevokedCertificate> ReadEntries(ref DerReader signed, SortedSet<string> unknown)
    {
        const string path = "revokedCertificates";
        var revoked = new Dictionary<string, RevokedCertificate>(StringComparer.Ordinal);
        if (!signed.Is(DerTag.Sequence))
            return revoked;
        DerReader list = signed.Enter(DerTag.Sequence, path);
        while (list.HasMore)
        {
            if (revoked.Count == MaxEntries)
                throw list.Defect(DerReasons.TooLarge, path);
            DerReader entry = list.Enter(DerTag.Sequence, path);
            string serial = Convert.ToHexStringLower(entry.Integer(path).Span);
            DateTimeOffset since = entry.Time(path);
            string? reason = entry.HasMore ? ReadEntryExtensions(ref entry, unknown) : null;
            entry.End(path);
            revoked.TryAdd(serial, new RevokedCertificate(since, reason));
        }
        return revoked;
    }

    private static string? ReadEntryExtensions(ref DerReader entry, SortedSet<string> unknown)
    {
        string? reason = null;
        DerReader extensions = entry.Enter(DerTag.Sequence, "crlEntryExtensions");
        while (extensions.HasMore)
        {
            var (oid, critical, value) = ReadExtension(ref extensions);
            if (oid == ReasonCode)
                reason = ReadReason(value);
            else if (critical)
                unknown.Add(oid);
        }
        return reason;
    }

    private static string? ReadReason(DerReader value)
    {
        long number = value.Unsigned("reasonCode", DerTag.Enumerated);
        return number < Reasons.Length ? Reasons[number] : null;
    }

    private static ReadOnlyMemory<byte>? ReadExtensions(ref DerReader signed, SortedSet<string> unknown)
    {
        ReadOnlyMemory<byte>? authority = null;
        if (!signed.Is(DerTag.ContextConstructed(0)))
            return authority;
        DerReader wrapper = signed.Enter(DerTag.ContextConstructed(0), "crlExtensions");
        DerReader extensions = wrapper.Enter(DerTag.Sequence, "crlExtensions");
        wrapper.End("crlExtensions");
        while (extensions.HasMore)
        {
            var (oid, critical, value) = ReadExtension(ref extensions);
            if (oid == ExtensionOid.AuthorityKeyIdentifier)
                authority = ReadAuthorityKey(value);
            else if (critical && oid != ExtensionOid.CrlNumber)
                unknown.Add(oid);
        }
        return authority;
    }

    private static ReadOnlyMemory<byte>? ReadAuthorityKey(DerReader value)
    {
        DerReader fields = value.Enter(DerTag.Sequence, "authorityKeyIdentifier");
        return fields.Is(DerTag.Context(0)) ? fields.Content(DerTag.Context(0), "authorityKeyIdentifier") : default(ReadOnlyMemory<byte>?);
    }

    private static (string Oid, bool Critical, DerReader Value) ReadExtension(ref DerReader extensions)
    {
        DerReader extension = extensions.Enter(DerTag.Sequence, "extension");
        string oid = extension.ObjectIdentifier("extension");
        bool critical = extension.Is(DerTag.Boolean) && extension.Boolean(oid);
        DerReader value = extension.Enter(DerTag.OctetString, oid);
        extension.End(oid);
        return (oid, critical, value);
    }
}
