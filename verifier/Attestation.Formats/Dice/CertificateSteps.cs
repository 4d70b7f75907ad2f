using Attestation.Formats.Keys;
using Attestation.Formats.Reasons;
using Attestation.Formats.X509;

namespace Attestation.Formats.Dice;

/// <summary>Steps 3 to 7 of <see cref="DiceChainVerifier"/>: what RFC 5280 section 6.1 asks of any path, carried over to CBOR certificates.</summary>
internal static class CertificateSteps
{
    /// <summary>Step 3, section 6.1.3 (a)(1): each signature, over the bytes that came, under the key before it.</summary>
    public static void Signatures(ChainPath path)
    {
        VerificationKey? issuer = path.AnchorKey;
        foreach (PathElement element in path.Elements)
        {
            if (!element.IsTrusted && issuer is not null && element.Entry.Verify(issuer) is null)
                path.Find(DiceReasons.Signature, element.Where, $"signed by {issuer}", "signature does not verify");
            issuer = element.Content.SubjectKey;
        }
    }

    /// <summary>Step 4, section 6.1.3 (a)(4): issuer is the subject before it; and section 4.2.1.1, the authority's key where one is named.</summary>
    public static void Linkage(ChainPath path)
    {
        for (int i = 0; i < path.Elements.Count; i++)
        {
            PathElement element = path.Elements[i];
            if (element.IsTrusted)
                continue;
            if (i > 0)
                Link(path, path.Elements[i - 1].Content, element);
            else if (path.AnchorKey is { } key)
                LinkToKey(path, key, element);
        }
    }

    /// <summary>Step 5, section 6.1.4 (n), and 4.2.1.3 for the leaf. A key usage is required: CDI certificates always have one.</summary>
    public static void KeyUsages(ChainPath path)
    {
        for (int i = 0; i < path.Elements.Count - 1; i++)
        {
            DiceLayer content = path.Elements[i].Content;
            if (!content.MayCertify)
                path.Find(DiceReasons.KeyUsage, path.Elements[i].Where, nameof(KeyUsage.KeyCertSign), Describe(content.KeyUsage));
        }
        if (path.Chain.Entries.Count == 0 || path.IsDegenerate)
            return;
        DiceLayer leaf = path.Leaf;
        bool good = leaf.MaySign || (path.Rules.AllowCdiLeaf && leaf.MayCertify);
        if (!good)
            path.Find(DiceReasons.LeafUsage, path.WhereIs(path.Chain.Entries.Count - 1), nameof(KeyUsage.DigitalSignature), Describe(leaf.KeyUsage));
    }

    /// <summary>Step 6, section 6.1.4 (k), (l) and (m). CBOR certificates have no basic constraints: for them step 5 says as much.</summary>
    public static void BasicConstraints(ChainPath path)
    {
        int last = path.Elements.Count - 1;
        for (int i = 0; i < last; i++)
        {
            if (path.Elements[i].Content.Certificate is not { } certificate)
                continue;
            string where = path.Elements[i].Where;
            if (certificate.BasicConstraints is not { IsCa: true })
                path.Find(DiceReasons.NotCa, where, "basic constraints with cA", certificate.BasicConstraints is null ? "no basic constraints" : "cA false");
            if (certificate.BasicConstraints?.PathLength is { } most && Between(path, i) is var below && below > most)
                path.Find(DiceReasons.PathLength, where, $"at most {most} certificates between this and the last", $"{below}");
        }
    }

    /// <summary>Certificates after this one that are neither self-issued nor the last.</summary>
    private static int Between(ChainPath path, int element)
    {
        int count = 0;
        for (int i = element + 1; i < path.Elements.Count - 1; i++)
            count += IsSelfIssued(path.Elements[i].Content) ? 0 : 1;
        return count;
    }

    /// <summary>Step 7, section 6.1.3 (a)(2), the anchor's own certificate included. CBOR certificates have no validity.</summary>
    public static void Validity(ChainPath path)
    {
        foreach (PathElement element in path.Elements)
        {
            if (element.Content.Certificate is not { } certificate)
                continue;
            if (path.Now < certificate.NotBefore)
                path.Find(DiceReasons.NotYetValid, element.Where, $"at or before {path.Now:u}", $"not before {certificate.NotBefore:u}");
            if (path.Now > certificate.NotAfter)
                path.Find(DiceReasons.Expired, element.Where, $"at or after {path.Now:u}", $"not after {certificate.NotAfter:u}");
        }
    }

    private static void Link(ChainPath path, DiceLayer issuer, PathElement element)
    {
        DiceLayer content = element.Content;
        bool linked = issuer.Certificate is { } above && content.Certificate is { } below
            ? above.Subject.Equals(below.Issuer)
            : issuer.SubjectId == content.IssuerId;
        if (!linked)
            path.Find(DiceReasons.Linkage, element.Where, $"issuer {issuer.SubjectId}", $"issuer {content.IssuerId}");
        if (content.Certificate?.AuthorityKeyIdentifier is { } named && issuer.Certificate?.SubjectKeyIdentifier is { } has && !named.Span.SequenceEqual(has.Span))
            path.Find(DiceReasons.AuthorityKey, element.Where, Convert.ToHexStringLower(has.Span), Convert.ToHexStringLower(named.Span));
    }

    /// <summary>Below a bare key the issuer's name is the key's identifier; the Android profile leaves names free.</summary>
    private static void LinkToKey(ChainPath path, VerificationKey key, PathElement element)
    {
        if (path.Rules.Profile == DiceProfile.OpenDice && !path.IsDegenerate && !DiceId.Is(key, element.Content.IssuerId))
            path.Find(DiceReasons.Linkage, element.Where, $"issuer {DiceId.Of(key)}", $"issuer {element.Content.IssuerId}");
    }

    private static bool IsSelfIssued(DiceLayer layer) => layer.Certificate is { } certificate && certificate.Issuer.Equals(certificate.Subject);

    private static string Describe(KeyUsage? usage) => usage is { } known ? known.ToString() : "no key usage";
}
