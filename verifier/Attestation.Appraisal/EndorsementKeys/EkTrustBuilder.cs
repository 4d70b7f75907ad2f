using Attestation.Formats;
using Attestation.Formats.Keys;
using Attestation.Formats.Reasons;
using Attestation.Formats.X509;

namespace Attestation.Appraisal.EndorsementKeys;

/// <summary>Puts trust together from the content of files; what it does not take it names in <see cref="Refused"/> and goes on.</summary>
public sealed class EkTrustBuilder
{
    private const int MostCertificates = 4096;
    private const int MostLists = 1024;

    private readonly List<EkAuthority> _authorities = [];
    private readonly List<UnverifiedRevocationList> _lists = [];
    private readonly List<EkTrustRefusal> _refused = [];
    private EkAllowList _allowList = EkAllowList.Empty;

    public IReadOnlyList<EkTrustRefusal> Refused => _refused;

    /// <summary>Certificates in DER (several one after the other), PEM or PKCS #7. A self-signed one becomes a root, any other an intermediate.</summary>
    /// <param name="name">The file's name, for refusals.</param>
    /// <param name="file">Its content.</param>
    public void AddCertificates(string name, ReadOnlyMemory<byte> file)
    {
        if (!CertificateBundle.TryCut(file, out IReadOnlyList<ReadOnlyMemory<byte>> certificates, out ParseError error))
        {
            Refuse(name, EkReasons.TrustForm, "", error);
            return;
        }
        for (int i = 0; i < certificates.Count; i++)
        {
            string path = certificates.Count == 1 ? "" : $"[{i}]";
            if (!LenientCertificate.TryParse(certificates[i], out LenientCertificate certificate, out error))
                Refuse(name, EkReasons.TrustForm, path, error);
            else
                Add(name, path, certificate);
        }
    }

    /// <summary>Revocation lists in DER or PEM.</summary>
    public void AddRevocationLists(string name, ReadOnlyMemory<byte> file)
    {
        if (!UnverifiedRevocationList.TryParseFile(file, out IReadOnlyList<UnverifiedRevocationList> lists, out ParseError error))
            Refuse(name, EkReasons.ListForm, "", error);
        else if (_lists.Count + lists.Count > MostLists)
            Refuse(name, EkReasons.TrustTooMany, "");
        else
            _lists.AddRange(lists);
    }

    /// <summary>An allow-list; several are one. Its bad lines are refused, its good ones taken.</summary>
    public void AddAllowList(string name, ReadOnlyMemory<byte> file)
    {
        EkAllowList read = EkAllowList.Read(file.Span, _allowList, out IReadOnlyList<ParseError> errors);
        _allowList = read;
        _refused.AddRange(errors.Select(error => new EkTrustRefusal(name, error)));
    }

    public EkTrust Build() => new()
    {
        Roots = [.. _authorities.Where(authority => authority.IsRoot)],
        Intermediates = [.. _authorities.Where(authority => !authority.IsRoot)],
        RevocationLists = [.. _lists],
        AllowList = _allowList,
    };

    private void Add(string name, string path, LenientCertificate certificate)
    {
        Certificate content = certificate.ForDisplay;
        bool selfIssued = content.Issuer.Equals(content.Subject);
        bool selfSigned = selfIssued && certificate.Verify(content.SubjectKey) is not null;
        if (content.BasicConstraints is not { IsCa: true } && !(content.Version < 3 && selfIssued))
            Refuse(name, EkReasons.TrustNotCa, path);
        else if (selfIssued && !selfSigned && NamesItself(content) && content.SignatureAlgorithm != SignatureAlgorithm.RefusedSha1)
            Refuse(name, EkReasons.TrustSelfSignature, path);
        else if (_authorities.Count == MostCertificates)
            Refuse(name, EkReasons.TrustTooMany, path);
        else if (!_authorities.Any(known => known.Certificate.Der.Span.SequenceEqual(certificate.Der.Span)))
            _authorities.Add(new EkAuthority(name, certificate, selfIssued && NamesItself(content)));
    }

    /// <summary>Self-issued with the same key, not a key rollover certificate (RFC 4210 section 4.4), whose authority key is another.</summary>
    private static bool NamesItself(Certificate content) => content.AuthorityKeyIdentifier is not { } authority
        || content.SubjectKeyIdentifier is not { } own || authority.Span.SequenceEqual(own.Span);

    private void Refuse(string name, ReasonCode code, string path, ParseError? cause = null) =>
        _refused.Add(new EkTrustRefusal(name, new ParseError(code, cause?.Offset ?? 0, path), cause));
}
