using Attestation.Formats.Ear;
using Attestation.Formats.Keys;
using Attestation.Gate.ForwardAuth;
using Attestation.Gate.Verdicts;
using Attestation.RelyingParty.Devices;
using Attestation.RelyingParty.Keys;
using Attestation.UnitTests.Formats;
using Attestation.UnitTests.Gate.Verdicts;
using Attestation.UnitTests.RelyingParty.Devices;

namespace Attestation.UnitTests.Gate.ForwardAuth;

/// <summary>Judges with every kind of policy, requests, and headers as proxies write them.</summary>
internal static class ForwardSamples
{
    public static readonly DateTimeOffset Now = VerdictSamples.Now;

    /// <summary>Leaf first: attestation key, two layers, UDS; the CA above is the anchor.</summary>
    public static List<ReadOnlyMemory<byte>> Chain { get; } = DeviceChainVectors.LeafFirst("good-under-ca.chain");

    public static VerificationKey ChainKey { get; } = DeviceChainVectors.Read(Chain[0]).ForDisplay.SubjectKey;

    private static readonly ForwardPolicy[] Policies =
    [
        new() { Name = "default" },
        new() { Name = "bound", Certificate = CertificateDemand.Key },
        new() { Name = "chain", Result = false, Certificate = CertificateDemand.Chain },
        new() { Name = "both", Certificate = CertificateDemand.Chain },
        new() { Name = "warnings", Status = EarStatus.Warning, Feed = false, MaxAge = TimeSpan.FromMinutes(1) },
    ];

    public static ForwardJudge Judge(VerdictCache? verdicts = null, bool keys = true, CertificateForm form = CertificateForm.Nginx)
    {
        var judge = new ForwardJudge(Policies, form, new DeviceCertificateCheck(DeviceChainVectors.Authority), verdicts ?? VerdictSamples.Loaded(VerdictSamples.Verdict()), 16);
        if (keys)
            judge.Believe(new ResultKeys(TestKeys.P256.PublicKey));
        return judge;
    }

    public static ForwardRequest Request(string policy = "default", string? token = null, string? certificate = null, string? ownChain = null, string? above = null) =>
        new(policy, List(token), List(certificate), List(above), List(ownChain));

    /// <summary>A result about node worker-1, good at <see cref="Now"/>.</summary>
    public static string NodeToken(EarStatus status = EarStatus.Affirming) => EarWriter.SignJwt(VerdictSamples.Claims(status), TestKeys.P256);

    /// <summary>A result about the device of <see cref="Chain"/>, unless told otherwise.</summary>
    public static string DeviceToken(VerificationKey? key = null, string? id = null) => EarWriter.SignJwt(VerdictSamples.Claims() with
    {
        Submodules = new Dictionary<string, EarAppraisal>
        {
            ["device"] = new()
            {
                Status = EarStatus.Affirming,
                AttestedKey = (key ?? ChainKey).ToSpki(),
                Device = new DeviceClaims { Id = id ?? DeviceChainVectors.Check("good-under-ca.chain", DeviceChainVectors.Authority).Device!.Id },
            },
        },
    }, TestKeys.P256);

    public static string Pem(ReadOnlyMemory<byte> der) => System.Security.Cryptography.PemEncoding.WriteString("CERTIFICATE", der.Span) + "\n";

    /// <summary>nginx escapes everything but unreserved characters.</summary>
    public static string Nginx(ReadOnlyMemory<byte> der) => Uri.EscapeDataString(Pem(der));

    public static string OwnChain => string.Join(',', Chain.Skip(1).Select(c => Convert.ToBase64String(c.Span)));

    private static string[] List(string? value) => value is null ? [] : [value];
}
