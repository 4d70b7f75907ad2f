using Attestation.Formats.Keys;
using Attestation.Formats.X509;

namespace Attestation.Appraisal.EndorsementKeys;

/// <summary>How a path from the endorsement key's certificate upwards ended.</summary>
internal enum EkPathEnd
{
    /// <summary>At an authority that the operator trusts.</summary>
    Anchored,

    /// <summary>No certificate of the last one's issuer is there.</summary>
    IssuerMissing,

    /// <summary>There is one, by name, but the signature is not its.</summary>
    SignatureWrong,

    /// <summary>Longer than <see cref="EkPath.MostAuthorities"/>.</summary>
    TooLong,
}

/// <summary>
/// A path of certificates, each issued by the next: the endorsement key's first. Authorities are found by name and key identifier; a signature
/// decides between several. Where cross-signed certificates give a choice, the first path that reaches an anchor is taken.
/// </summary>
internal sealed class EkPath
{
    public const int MostAuthorities = 8;
    /// <summary>Signatures looked at: with certificates of one name in plenty, a sender could make each path cost thousands.</summary>
    private const int MostSignatures = 256;

    private readonly IReadOnlyList<EkAuthority> _known;
    private readonly HashSet<EkAuthority> _operators;
    private readonly EkRules _rules;
    private readonly DateTimeOffset _now;
    private readonly List<LenientCertificate> _links = [];
    private IReadOnlyList<LenientCertificate>? _failed;
    private int _signatures;

    private EkPath(EkTrust trust, IEnumerable<LenientCertificate> sent, EkRules rules, DateTimeOffset now)
    {
        _known =
        [
            .. trust.Roots, .. trust.Intermediates, .. trust.Fetched,
            .. sent.Select(certificate => new EkAuthority(EkChain.SentBy, certificate, IsRoot: false)),
        ];
        _operators = [.. trust.Roots.Concat(trust.Intermediates)];
        (_rules, _now) = (rules, now);
    }

    /// <summary>The endorsement key's certificate first; the anchor last where <see cref="End"/> says so.</summary>
    public IReadOnlyList<LenientCertificate> Links { get; private set; } = [];

    public EkPathEnd End { get; private set; } = EkPathEnd.IssuerMissing;

    public static EkPath Find(LenientCertificate leaf, IEnumerable<LenientCertificate> sent, EkTrust trust, EkRules rules, DateTimeOffset now)
    {
        var path = new EkPath(trust, sent, rules, now);
        path._links.Add(leaf);
        bool anchored = path.Extend();
        path.Links = anchored ? path._links : path._failed!;
        if (anchored)
            path.End = EkPathEnd.Anchored;
        return path;
    }

    /// <summary>Goes on from the last link; true where an anchor was reached. On failure the first dead end is kept, to be told.</summary>
    private bool Extend()
    {
        if (_links.Count > MostAuthorities || _signatures >= MostSignatures)
            return Fail(EkPathEnd.TooLong);
        LenientCertificate last = _links[^1];
        EkAuthority[] named = [.. _known.Where(authority => authority.MayHaveIssued(last.ForDisplay) && !_links.Contains(authority.Certificate))];
        if (named.Length == 0)
            return Fail(EkPathEnd.IssuerMissing);
        bool sha1 = last.ForDisplay.SignatureAlgorithm == SignatureAlgorithm.RefusedSha1; // refused by its own reason; the path is told all the same
        EkAuthority[] issuers = sha1 ? named : [.. named.Where(authority => _signatures++ < MostSignatures && authority.Issued(last))];
        if (issuers.Length == 0)
            return Fail(EkPathEnd.SignatureWrong);
        foreach (EkAuthority issuer in issuers.OrderByDescending(IsAnchor).ThenByDescending(IsCurrent))
        {
            _links.Add(issuer.Certificate);
            if (IsAnchor(issuer) || Extend())
                return true;
            _links.RemoveAt(_links.Count - 1);
        }
        return false;
    }

    private bool Fail(EkPathEnd end)
    {
        if (_failed is null)
            (_failed, End) = ([.. _links], end);
        return false;
    }

    private bool IsAnchor(EkAuthority authority) => authority.IsRoot || (_rules.AnyAuthorityIsAnchor && _operators.Contains(authority));

    private bool IsCurrent(EkAuthority authority) => _now >= authority.Content.NotBefore && _now <= authority.Content.NotAfter;
}
