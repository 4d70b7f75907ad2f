using Attestation.Formats.Keys;
using Attestation.Formats.Reasons;
using Attestation.Formats.X509;

namespace Attestation.Formats.Dice;

/// <summary>
/// Step 2 of <see cref="DiceChainVerifier"/>: where the chain hangs (RFC 5280 section 6.1.1 (d), and path building as RFC 4158 describes). In this order:
/// the root key, or the key of a certificate before the first layer, is enrolled; a manufacturer CA, through intermediates, issued the first
/// certificate; an enrolled key that the chain does not bring issued it.
/// </summary>
internal static class AnchorSearch
{
    /// <summary>Most intermediates between a CA and the first certificate.</summary>
    private const int MaxIntermediates = 4;

    public static void Lay(ChainPath path, DiceAnchors anchors)
    {
        if (path.Chain.RootKey is { } rootKey)
        {
            LayBelowKey(path, anchors, rootKey);
            return;
        }
        if (TryEnrolledCertificate(path, anchors) || TryAuthority(path, anchors) || TryEnrolledIssuer(path, anchors))
            return;
        UnverifiedDiceEntry first = path.Chain.Entries[0];
        path.Find(DiceReasons.Anchor, path.WhereIs(0), "an enrolled UDS key or a certificate issued by a trusted CA", Describe(first, anchors));
        path.AddFrom(0, firstIsTrusted: true); // the other steps go on, so that everything wrong is named at once
        CheckSelfSigned(path, 0);
    }

    private static void LayBelowKey(ChainPath path, DiceAnchors anchors, VerificationKey rootKey)
    {
        path.AnchorKey = rootKey;
        path.AddFrom(0, firstIsTrusted: false);
        if (anchors.Enrols(rootKey))
            path.Anchor = new DiceAnchor(DiceAnchorKind.UdsKey, rootKey.ToString(), rootKey);
        else
            path.Find(DiceReasons.Anchor, "chain[0]", "an enrolled UDS key", rootKey.ToString());
    }

    private static bool TryEnrolledCertificate(ChainPath path, DiceAnchors anchors)
    {
        int end = path.FirstLayer < 0 ? path.Chain.Entries.Count : path.FirstLayer;
        for (int i = 0; i < end; i++)
        {
            VerificationKey key = path.Chain.Entries[i].Claimed.SubjectKey;
            if (!anchors.Enrols(key))
                continue;
            path.Anchor = new DiceAnchor(DiceAnchorKind.UdsKey, key.ToString(), key);
            path.AddFrom(i, firstIsTrusted: true);
            VouchForEnrolled(path, anchors, i);
            return true;
        }
        return false;
    }

    /// <summary>The enrolled key is trusted whatever else its certificate says; what the certificate says is passed on only where someone vouches for it.</summary>
    private static void VouchForEnrolled(ChainPath path, DiceAnchors anchors, int entry)
    {
        if (path.FirstLayer - 1 > entry)
            path.UdsCertificate = path.Chain.Entries[path.FirstLayer - 1].Claimed.Certificate; // verified on the way down from the enrolled key
        if (path.UdsCertificate is not null || path.Chain.Entries[entry].X509 is not { } certificate)
            return;
        if (certificate.Claimed.Issuer.Equals(certificate.Claimed.Subject))
        {
            CheckSelfSigned(path, entry);
            path.UdsCertificate = certificate.VerifySelfSigned();
        }
        else if (FindIssuers(certificate, anchors) is { } issuers)
        {
            path.UdsCertificate = certificate.Verify(issuers[^1].Claimed.SubjectKey);
        }
    }

    private static bool TryAuthority(ChainPath path, DiceAnchors anchors)
    {
        if (path.Chain.Entries[0].X509 is not { } first)
            return false;
        if (anchors.Authorities.FirstOrDefault(a => IsSame(a, first)) is { } itself)
        {
            Use(path, itself);
            path.AddFrom(1, firstIsTrusted: false);
            return true;
        }
        if (FindIssuers(first, anchors) is not { } issuers)
            return false;
        Use(path, issuers[0]);
        foreach (UnverifiedCertificate intermediate in issuers.Skip(1))
            path.Elements.Add(Element("intermediate", intermediate, isTrusted: false));
        path.AddFrom(0, firstIsTrusted: false);
        return true;
    }

    /// <summary>The CA, then intermediates, down to the certificate's issuer; null where there is no such way.</summary>
    private static List<UnverifiedCertificate>? FindIssuers(UnverifiedCertificate certificate, DiceAnchors anchors, int depth = 0)
    {
        foreach (UnverifiedCertificate authority in anchors.Authorities)
        {
            if (Issued(authority, certificate))
                return [authority];
        }
        if (depth == MaxIntermediates)
            return null;
        foreach (UnverifiedCertificate intermediate in anchors.Intermediates)
        {
            if (!Issued(intermediate, certificate) || FindIssuers(intermediate, anchors, depth + 1) is not { } above)
                continue;
            above.Add(intermediate);
            return above;
        }
        return null;
    }

    /// <summary>An enrolled key that stands nowhere in the chain. Found by its identifier, so that thousands of devices cost one signature.</summary>
    private static bool TryEnrolledIssuer(ChainPath path, DiceAnchors anchors)
    {
        UnverifiedDiceEntry first = path.Chain.Entries[0];
        VerificationKey? issuer = anchors.EnrolledWithId(first.Claimed.IssuerId).FirstOrDefault(k => first.Verify(k) is not null);
        if (issuer is null)
            return false;
        path.Anchor = new DiceAnchor(DiceAnchorKind.UdsKey, issuer.ToString(), issuer);
        path.AnchorKey = issuer;
        path.AddFrom(0, firstIsTrusted: false);
        return true;
    }

    private static void Use(ChainPath path, UnverifiedCertificate authority)
    {
        path.Anchor = new DiceAnchor(DiceAnchorKind.Authority, authority.Claimed.Subject.ToString(), authority.Claimed.SubjectKey);
        path.Elements.Add(Element("anchor", authority, isTrusted: true));
        if (path.FirstLayer < 1)
            return;
        UnverifiedDiceEntry uds = path.Chain.Entries[path.FirstLayer - 1];
        // The operator's copy of the anchor, never the one that came: that one's signature is not checked. Others are handed out only if every step passes.
        path.UdsCertificate = uds.X509 is { } certificate && IsSame(authority, certificate) ? authority.Claimed : uds.Claimed.Certificate;
    }

    private static void CheckSelfSigned(ChainPath path, int entry)
    {
        if (path.Chain.Entries[entry].X509 is { } certificate && certificate.Claimed.Issuer.Equals(certificate.Claimed.Subject)
            && certificate.VerifySelfSigned() is null)
            path.Find(DiceReasons.Signature, path.WhereIs(entry), "self-signed by " + certificate.Claimed.SubjectKey, "signature does not verify");
    }

    private static PathElement Element(string where, UnverifiedCertificate certificate, bool isTrusted)
    {
        UnverifiedDiceEntry entry = UnverifiedDiceEntry.FromX509(certificate);
        return new PathElement(where, entry.Claimed, entry, isTrusted);
    }

    private static bool Issued(UnverifiedCertificate issuer, UnverifiedCertificate subject) =>
        issuer.Claimed.Subject.Equals(subject.Claimed.Issuer) && subject.Verify(issuer.Claimed.SubjectKey) is not null;

    private static bool IsSame(UnverifiedCertificate one, UnverifiedCertificate other) =>
        one.Claimed.Subject.Equals(other.Claimed.Subject) && one.Claimed.SubjectKey.Equals(other.Claimed.SubjectKey);

    private static string Describe(UnverifiedDiceEntry first, DiceAnchors anchors)
    {
        bool known = first.X509 is { } certificate
            && anchors.Authorities.Concat(anchors.Intermediates).Any(a => a.Claimed.Subject.Equals(certificate.Claimed.Issuer));
        string issuer = $"issuer {first.Claimed.IssuerId}, key {first.Claimed.SubjectKey}";
        return known ? issuer + "; a trusted CA has that name, but another key" : issuer;
    }
}
