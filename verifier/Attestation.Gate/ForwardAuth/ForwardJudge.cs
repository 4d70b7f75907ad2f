using Attestation.Formats.Ear;
using Attestation.Formats.Keys;
using Attestation.Formats.Reasons;
using Attestation.Formats.X509;
using Attestation.Gate.Verdicts;
using Attestation.RelyingParty.Devices;
using Attestation.RelyingParty.Keys;
using Attestation.RelyingParty.Results;

namespace Attestation.Gate.ForwardAuth;

/// <summary>Decides on one request of a proxy. Any number of threads may ask; the keys can come later than the first request.</summary>
/// <param name="policies">By name.</param>
/// <param name="form">How the proxy writes certificates.</param>
/// <param name="devices">Checks client certificates.</param>
/// <param name="verdicts">The verifier's feed.</param>
/// <param name="cacheSize">Most results whose signature is remembered.</param>
internal sealed class ForwardJudge(IReadOnlyList<ForwardPolicy> policies, CertificateForm form, DeviceCertificateCheck devices, VerdictCache verdicts, int cacheSize)
{
    private readonly Dictionary<string, ForwardPolicy> _byName = policies.ToDictionary(p => p.Name, StringComparer.Ordinal);
    private volatile Dictionary<string, ResultCheck>? _checks;

    /// <summary>True once the verifier's keys are known.</summary>
    public bool HasKeys => _checks is not null;

    /// <summary>Takes the keys that results are verified with; what was remembered under others is forgotten.</summary>
    public void Believe(ResultKeys keys)
    {
        var known = new VerifiedResults(cacheSize);
        _checks = _byName.Values.ToDictionary(p => p.Name, p => new ResultCheck(keys, Requirement(p), known), StringComparer.Ordinal);
    }

    public ForwardAnswer Judge(ForwardRequest request, DateTimeOffset now)
    {
        if (!_byName.TryGetValue(request.Policy, out ForwardPolicy? policy))
            return ForwardAnswer.Refuse(ForwardAuthReasons.Policy, "");
        if (request.Tokens.Count > 1 || request.Certificates.Count > 1 || request.Above.Count > 1 || request.OwnChain.Count > 1)
            return ForwardAnswer.Refuse(ForwardAuthReasons.Header, "twice");
        IReadOnlyList<ReadOnlyMemory<byte>> chain = [];
        if (policy.Certificate != CertificateDemand.None && Certificates(request, out chain) is { } unreadable)
            return unreadable;
        VerificationKey? held = null;
        if (policy.Certificate != CertificateDemand.None && !TryKeyOf(chain[0], out held))
            return ForwardAnswer.Refuse(ForwardAuthReasons.Certificate, "no X.509 certificate");
        DeviceCheckOutcome? device = policy.Certificate == CertificateDemand.Chain ? devices.Check(chain, now) : null;
        if (device is { IsGood: false })
            return ForwardAnswer.Refuse(device.Reason, device.Detail);
        return policy.Result ? JudgeResult(policy, request, held, device?.Device, now) : ForwardAnswer.Allow(policy.Name, null, device?.Device);
    }

    private ForwardAnswer JudgeResult(ForwardPolicy policy, ForwardRequest request, VerificationKey? held, VerifiedDevice? device, DateTimeOffset now)
    {
        if (_checks is not { } checks)
            return ForwardAnswer.Refuse(GateReasons.VerifierUnknown, "the verifier's key is not known yet");
        if (request.Tokens.Count == 0)
            return ForwardAnswer.Refuse(ForwardAuthReasons.Missing, "no attestation result");
        ResultCheckOutcome result = checks[policy.Name].Check(request.Tokens[0], now, new ResultExpectation { HeldKey = held, Subject = device?.Id });
        if (!result.IsGood)
            return ForwardAnswer.Refuse(result.Reason, result.Detail);
        return policy.Feed && result.Claims.Node is { } node && Followed(node, now) is { } denial
            ? ForwardAnswer.Refuse(denial.Code, denial.Detail)
            : ForwardAnswer.Allow(policy.Name, result, device);
    }

    /// <summary>What became of the node since the result was made: the verifier's feed knows.</summary>
    private GateDenial? Followed(NodeClaims node, DateTimeOffset now)
    {
        if (node.Name is not { } name)
            return new GateDenial(GateReasons.VerdictMissing, $"{node.Id} has no name");
        if (verdicts.Check(name, now) is { } denial)
            return denial;
        return verdicts.Find(name)?.Node == node.Id ? null : new GateDenial(GateReasons.VerdictEnded, $"{name} is another node now than {node.Id}");
    }

    private ForwardAnswer? Certificates(ForwardRequest request, out IReadOnlyList<ReadOnlyMemory<byte>> chain)
    {
        chain = [];
        if (request.Certificates.Count == 0 || request.Certificates[0].Length == 0)
            return ForwardAnswer.Refuse(ForwardAuthReasons.Missing, "no client certificate");
        if (!ClientCertificateHeader.TryRead(form, request.Certificates[0], out IReadOnlyList<ReadOnlyMemory<byte>>? shown))
            return ForwardAnswer.Refuse(ForwardAuthReasons.Certificate, $"not in the form of {form.ToString().ToLowerInvariant()}");
        IReadOnlyList<ReadOnlyMemory<byte>>? above = [];
        if (form == CertificateForm.Rfc9440 && request.Above.Count == 1 && !ClientCertificateHeader.TryReadChain(request.Above[0], out above))
            return ForwardAnswer.Refuse(ForwardAuthReasons.Certificate, "the chain of RFC 9440");
        if (shown.Count == 1 && above!.Count == 0 && request.OwnChain.Count == 1 && !ClientCertificateHeader.TryReadOwnChain(request.OwnChain[0], out above))
            return ForwardAnswer.Refuse(ForwardAuthReasons.Certificate, "the client's own chain");
        chain = [.. shown, .. above];
        return null;
    }

    private static bool TryKeyOf(ReadOnlyMemory<byte> der, out VerificationKey? key)
    {
        key = UnverifiedCertificate.TryParse(der, out UnverifiedCertificate certificate, out _) ? certificate.ForDisplay.SubjectKey : null;
        return key is not null;
    }

    private static ResultRequirement Requirement(ForwardPolicy policy) => new()
    {
        WorstStatus = policy.Status,
        MaxAge = policy.MaxAge,
        Submodules = policy.Submodules,
        VerifierBuild = policy.VerifierBuild,
    };
}
