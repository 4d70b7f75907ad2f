using Attestation.Formats.Ear;
using Attestation.Formats.Keys;
using Attestation.RelyingParty.Keys;
using Attestation.RelyingParty.Results;
using Attestation.UnitTests.Formats;

namespace Attestation.UnitTests.RelyingParty.Results;

/// <summary>Results about one node, made at noon and good for ten minutes, and checks of them.</summary>
internal static class SampleResult
{
    public static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    public static readonly byte[] Nonce = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];

    /// <summary>Attested for the device beside the node.</summary>
    public static VerificationKey DeviceKey { get; } = TestKeys.P384.PublicKey;

    /// <summary>Bound for the node's kubelet.</summary>
    public static VerificationKey KubeletKey { get; } = TestKeys.Ed25519.PublicKey;

    public static EarClaims Claims { get; } = new()
    {
        IssuedAt = Noon.ToUnixTimeSeconds(),
        Expiration = Noon.AddMinutes(10).ToUnixTimeSeconds(),
        Nonces = [new byte[8], Nonce],
        VerifierDeveloper = "Attestation",
        VerifierBuild = "attest-verifier 1",
        Submodules = new Dictionary<string, EarAppraisal>
        {
            ["node"] = new()
            {
                Status = EarStatus.Affirming,
                Node = new NodeClaims
                {
                    Id = "000b" + new string('a', 64),
                    Name = "worker-1",
                    KubeletKeySha256 = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(TestKeys.Ed25519.PublicKey.ToSpki())),
                },
            },
            ["device"] = new()
            {
                Status = EarStatus.Affirming,
                AttestedKey = DeviceKey.ToSpki(),
                Device = new DeviceClaims { Id = new string('b', 64), Ueid = "01ff" },
            },
        },
    };

    public static ResultKeys Keys { get; } = new(TestKeys.P256.PublicKey);

    public static EarClaims WithStatus(EarStatus status, params string[] findings) => Claims with
    {
        Submodules = new Dictionary<string, EarAppraisal>(Claims.Submodules)
        {
            ["extra"] = new() { Status = status, Findings = [.. findings.Select(f => new EarFinding(f))] },
        },
    };

    public static string Sign(EarClaims claims) => EarWriter.SignJwt(claims, TestKeys.P256);

    public static ResultCheckOutcome Check(EarClaims claims, ResultRequirement? requirement = null, ResultExpectation? expected = null, DateTimeOffset? now = null) =>
        new ResultCheck(Keys, requirement ?? new ResultRequirement()).Check(Sign(claims), now ?? Noon, expected);
}
