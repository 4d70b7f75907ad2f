using Attestation.Formats.Keys;
using Attestation.Formats.X509;

namespace Attestation.Formats.Dice.Linting;

/// <summary>
/// Looks at anybody's DICE certificates and names what is unusual or wrong, with its clause (<see cref="LintRules"/>). It verifies signatures only among
/// the certificates that it is given, trusts nobody and refuses nothing: <see cref="DiceChainVerifier"/> does.
/// </summary>
public static class Linter
{
    /// <summary>Most certificates among which an issuer is sought by its key where no name fits.</summary>
    private const int MostTried = 32;

    /// <summary>Certificates of one file, in any order; each is looked at, and as the issuer of the others.</summary>
    public static IReadOnlyList<LintFinding> Lint(IReadOnlyList<UnverifiedCertificate> certificates) =>
        LintLinks([.. certificates.Select((c, i) => new ChainLink(Place(i, certificates.Count), DiceLayer.FromX509(c.ForDisplay), key => c.Verify(key) is not null))]);

    /// <summary>The same for certificates that the strict reader refuses.</summary>
    /// <param name="certificates">As the lenient reader has them.</param>
    /// <param name="strict">Why the strict reader refused.</param>
    public static IReadOnlyList<LintFinding> Lint(IReadOnlyList<LenientCertificate> certificates, ParseError strict) =>
    [
        Refusal(LintRules.Refused, strict),
        .. LintLinks([.. certificates.Select((c, i) => new ChainLink(Place(i, certificates.Count), DiceLayer.FromX509(c.ForDisplay), key => c.Verify(key) is not null))]),
    ];

    /// <summary>A DICE chain, root first.</summary>
    public static IReadOnlyList<LintFinding> Lint(UnverifiedDiceChain chain)
    {
        ChainLink[] links = [.. chain.Entries.Select((e, i) => new ChainLink($"entry {i}", e.ForDisplay, key => e.Verify(key) is not null))];
        int?[] issuers = [.. links.Select((_, i) => i == 0 ? null : (int?)(i - 1))];
        return
        [
            .. chain.RootKey is { } root ? Root(root, links) : [],
            .. links.SelectMany(link => One(link.Content, chain.IsAndroidForm).Select(f => f.Within(link.Where))),
            .. ChainLint.Lint(links, issuers),
            .. Profiles(links),
        ];
    }

    /// <summary>One CBOR certificate by itself.</summary>
    public static IReadOnlyList<LintFinding> Lint(UnverifiedDiceEntry entry) => [.. One(entry.ForDisplay, androidForm: false)];

    /// <summary>A deviation that a reader or the chain verifier let pass.</summary>
    public static LintFinding Of(DialectNote note) => new(DialectRules.Of(note.Dialect), note.Path);

    /// <summary>A chain beside evidence that could not be read.</summary>
    public static LintFinding Unreadable(ParseError error) => Refusal(LintRules.ChainRefused, error);

    private static IReadOnlyList<LintFinding> LintLinks(ChainLink[] links) =>
    [
        .. links.SelectMany(link => One(link.Content, androidForm: false).Select(f => link.Where.Length == 0 ? f : f.Within(link.Where))),
        .. ChainLint.Lint(links, [.. links.Select((_, i) => IssuerOf(links, i))]),
    ];

    private static IEnumerable<LintFinding> One(DiceLayer content, bool androidForm) => content.Certificate is { } certificate
        ? [.. CertificateLint.Lint(certificate), .. OpenDiceLint.Lint(certificate), .. TcgLint.Lint(certificate)]
        : CwtLint.Lint(content, androidForm);

    /// <summary>The one whose name fits and whose key verifies; else whose name fits; else whose key verifies. A self-signed certificate has none.</summary>
    private static int? IssuerOf(ChainLink[] links, int index)
    {
        ChainLink link = links[index];
        if (link.Content.IssuerId == link.Content.SubjectId && link.IsSignedBy(link.Content.SubjectKey))
            return null;
        int[] others = [.. Enumerable.Range(0, links.Length).Where(i => i != index)];
        int[] named = [.. others.Where(i => links[i].Content.Certificate!.Subject.Equals(link.Content.Certificate!.Issuer))];
        int[] tried = [.. named, .. links.Length <= MostTried ? others.Except(named) : []];
        foreach (int i in tried)
        {
            if (link.IsSignedBy(links[i].Content.SubjectKey))
                return i;
        }
        return named.Length > 0 ? named[0] : null;
    }

    /// <summary>Below a bare key there is no name to copy: the issuer is the key's identifier, but for the Android profile.</summary>
    private static IEnumerable<LintFinding> Root(VerificationKey root, ChainLink[] links)
    {
        string id = DiceId.Of(root);
        if (KnownIdentities.Find(id) is { } known)
            yield return new LintFinding(LintRules.DiceKnownIdentity, "root key", known);
        if (links.Length == 0)
            yield break;
        ChainLink first = links[0];
        if (!first.IsSignedBy(root))
            yield return new LintFinding(LintRules.ChainSignature, first.Where, "under the root key");
        bool android = first.Content.ProfileName?.StartsWith("android.", StringComparison.Ordinal) ?? false;
        if (!android && OpenDiceLint.LooksLikeId(first.Content.IssuerId) && first.Content.IssuerId != id)
            yield return new LintFinding(LintRules.DiceIssuerId, first.Where, $"{first.Content.IssuerId}, the key's is {id}");
    }

    private static IEnumerable<LintFinding> Profiles(ChainLink[] links)
    {
        int before = 0;
        foreach (ChainLink link in links)
        {
            int version = link.Content.ProfileName is { } name ? AndroidSteps.VersionOf(name) : -1;
            if (version >= 0 && version < before)
                yield return new LintFinding(LintRules.ChainProfileOrder, link.Where, link.Content.ProfileName!);
            before = Math.Max(before, version);
        }
    }

    private static LintFinding Refusal(LintRule rule, ParseError error) =>
        new(rule, error.Path, $"{error.Code.Id}: {error.Code.Sentence}") { Clause = error.Code.Clause };

    private static string Place(int index, int count) => count == 1 ? "" : $"certificate {index}";
}
