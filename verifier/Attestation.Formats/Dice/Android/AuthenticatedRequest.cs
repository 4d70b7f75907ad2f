using Attestation.Formats.Cbor;
using Attestation.Formats.Cose;
using Attestation.Formats.Reasons;
using Attestation.Formats.X509;

namespace Attestation.Formats.Dice.Android;

/// <summary>
/// Certificate request of remote key provisioning, version 3 (generateCertificateRequestV2.cddl), before anything has been verified:
/// <code>
/// AuthenticatedRequest = [ version: 1, UdsCerts, DiceCertChain, SignedData, ? UnverifiedDeviceInfo ]
/// UdsCerts   = { * signer name: tstr => [ + bstr .der certificate ] }     ; root first, leaf over the UDS public key
/// SignedData = COSE_Sign1 over [ challenge: bstr .size (0..64), bstr .cbor T ]
/// </code>
/// </summary>
public sealed class AuthenticatedRequest
{
    private const int MaxChallenge = 64;

    private readonly UnverifiedCoseSign1 _signedData;

    private AuthenticatedRequest(IReadOnlyDictionary<string, IReadOnlyList<UnverifiedCertificate>> udsCertificates, UnverifiedDiceChain chain, UnverifiedCoseSign1 signedData) =>
        (UdsCertificates, Chain, _signedData) = (udsCertificates, chain, signedData);

    /// <summary>For each signer's name the certificates over the UDS public key, root first.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<UnverifiedCertificate>> UdsCertificates { get; }

    public UnverifiedDiceChain Chain { get; }

    public static bool TryParse(ReadOnlyMemory<byte> bytes, out AuthenticatedRequest request, out ParseError error)
    {
        request = null!;
        if (!StrictCborReader.TryOpen(bytes, out StrictCborReader reader, out error))
            return false;
        if (TryRead(reader, out request))
            return true;
        error = reader.Error;
        return false;
    }

    /// <summary>Verifies the chain, each signer's certificates over its UDS key, and the signed data under its leaf key.</summary>
    /// <param name="anchors">Whom to trust; the UDS key of this chain itself where only its consistency is asked.</param>
    public AndroidRequestResult Verify(DiceAnchors anchors, DiceChainRules rules, DateTimeOffset now)
    {
        DiceChainResult chain = DiceChainVerifier.Verify(Chain, anchors, rules, now);
        var findings = new List<ChainFinding>(chain.Findings);
        foreach (var (signer, certificates) in UdsCertificates)
            CheckSigner(signer, certificates, findings);
        ReadOnlyMemory<byte> payload = default;
        if (chain.Chain is { } verified && !_signedData.Verify(verified.LeafKey, [], out payload, out ParseError error))
            findings.Add(new ChainFinding(DiceReasons.AndroidSignedData, "signedData", $"signed by {verified.LeafKey}", error.ToString()));
        SignedPayload? content = findings.Count == 0 ? ReadPayload(payload, findings) : null;
        return new AndroidRequestResult(chain.Chain, content, findings);
    }

    private static bool TryRead(StrictCborReader reader, out AuthenticatedRequest request)
    {
        request = null!;
        int start = reader.Offset;
        if (!reader.IsArray || !reader.TryStartArray(out int count) || count is not (4 or 5))
            return reader.FailAt(DiceReasons.AndroidRequest, start);
        if (!reader.IsInteger || !reader.TryReadInt64(out long version) || version != 1)
            return reader.FailAt(DiceReasons.AndroidRequest, start);
        var signers = new Dictionary<string, IReadOnlyList<UnverifiedCertificate>>(StringComparer.Ordinal);
        UnverifiedDiceChain? chain = null;
        UnverifiedCoseSign1? signed = null;
        bool good = reader.In("udsCerts", () => reader.TryReadMap(label => TryReadSigner(reader, label, signers), max: 16))
            && reader.In("diceCertChain", () => UnverifiedDiceChain.TryRead(reader, out chain))
            && reader.In("signedData", () => UnverifiedCoseSign1.TryRead(reader, CoseTag.Absent, out signed))
            && (count == 4 || reader.TrySkip())
            && reader.TryEndArray();
        if (!good)
            return false;
        if (!chain!.IsAndroidForm)
            return reader.FailAt(DiceReasons.AndroidForm, start);
        request = new AuthenticatedRequest(signers, chain, signed!);
        return true;
    }

    private static bool TryReadSigner(StrictCborReader reader, CborLabel label, Dictionary<string, IReadOnlyList<UnverifiedCertificate>> signers)
    {
        if (label.Text is not { } name)
            return reader.Fail(DiceReasons.AndroidRequest);
        var certificates = new List<UnverifiedCertificate>();
        signers[name] = certificates;
        return reader.TryReadArray(_ => TryReadCertificate(reader, certificates), min: 1, max: UnverifiedDiceChain.MaxElements);
    }

    private static bool TryReadCertificate(StrictCborReader reader, List<UnverifiedCertificate> certificates)
    {
        int start = reader.Offset;
        if (!reader.TryReadBytes(out ReadOnlyMemory<byte> der))
            return false;
        if (!UnverifiedCertificate.TryParse(der, out UnverifiedCertificate certificate, out ParseError error))
            return reader.FailWith(error.Within(reader.Path, start));
        certificates.Add(certificate);
        return true;
    }

    /// <summary>Root first, each issued by the one before it, every key once, and the last one over the UDS public key.</summary>
    private void CheckSigner(string signer, IReadOnlyList<UnverifiedCertificate> certificates, List<ChainFinding> findings)
    {
        if (certificates.Select(c => c.Claimed.SubjectKey).Distinct().Count() != certificates.Count)
            findings.Add(new ChainFinding(DiceReasons.KeyReused, $"udsCerts/{signer}", "each key once", "a certificate too many"));
        Certificate? issuer = certificates[0].VerifySelfSigned();
        if (issuer is null)
            findings.Add(new ChainFinding(DiceReasons.Signature, $"udsCerts/{signer}[0]", "self-signed", "signature does not verify"));
        for (int i = 1; i < certificates.Count && issuer is not null; i++)
        {
            string name = issuer.Subject.ToString();
            issuer = certificates[i].Claimed.Issuer.Equals(issuer.Subject) ? certificates[i].Verify(issuer.SubjectKey) : null;
            if (issuer is null)
                findings.Add(new ChainFinding(DiceReasons.Signature, $"udsCerts/{signer}[{i}]", $"issued by {name}", "another issuer, or a bad signature"));
        }
        if (issuer is not null && !issuer.SubjectKey.Equals(Chain.RootKey))
            findings.Add(new ChainFinding(DiceReasons.AndroidUdsCertificate, $"udsCerts/{signer}", $"over {Chain.RootKey}", issuer.SubjectKey.ToString()));
    }

    private static SignedPayload? ReadPayload(ReadOnlyMemory<byte> payload, List<ChainFinding> findings)
    {
        ReadOnlyMemory<byte> challenge = default, content = default;
        bool good = StrictCborReader.TryOpen(payload, out StrictCborReader reader, out _)
            && reader.IsArray && reader.TryStartArray(out int count) && count == 2
            && reader.TryReadBytes(out challenge, 0, MaxChallenge) && reader.TryReadBytes(out content) && reader.TryEndArray();
        if (good)
            return new SignedPayload(challenge, content);
        findings.Add(new ChainFinding(DiceReasons.AndroidSignedData, "signedData", "[challenge of at most 64 bytes, bstr]", "something else"));
        return null;
    }
}

/// <summary>What the device signed: the server's challenge, and the CBOR of the request (CsrPayload).</summary>
public sealed record SignedPayload(ReadOnlyMemory<byte> Challenge, ReadOnlyMemory<byte> Content);

/// <summary>What came of verifying a request.</summary>
/// <param name="Chain">The chain, where it verified.</param>
/// <param name="Payload">Not null exactly where <paramref name="Findings"/> is empty.</param>
/// <param name="Findings">Everything that is wrong.</param>
public sealed record AndroidRequestResult(VerifiedDiceChain? Chain, SignedPayload? Payload, IReadOnlyList<ChainFinding> Findings);
