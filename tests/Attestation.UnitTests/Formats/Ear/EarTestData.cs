using Attestation.Formats.Ear;

namespace Attestation.UnitTests.Formats.Ear;

internal static class EarTestData
{
    public static EarClaims Full(EarDialect dialect) => new()
    {
        Dialect = dialect,
        IssuedAt = 1666091373,
        Expiration = 1666091973,
        Nonces = [new byte[8]],
        VerifierDeveloper = "Acme",
        VerifierBuild = "1",
        RawEvidence = new byte[] { 0xDE, 0xAD },
        Submodules = new Dictionary<string, EarAppraisal>
        {
            ["board"] = new()
            {
                Status = EarStatus.Contraindicated,
                Vector = new TrustworthinessVector(InstanceIdentity: 2, Executables: 99),
                PolicyIds = ["policy:a"],
                Findings = [new EarFinding("dice.chain.signature", "layer 1", "a \"good\" one", "é")],
                AttestedKey = new byte[] { 1, 2, 3 },
            },
            ["node"] = new() { Status = EarStatus.Affirming, Vector = new TrustworthinessVector(Hardware: 2), Node = Node },
            ["device"] = new() { Status = EarStatus.Warning, AttestedKey = new byte[] { 4, 5 }, Device = Device },
        },
    };

    internal static DeviceClaims Device { get; } = new() { Id = new string('c', 64), Ueid = "01" + new string('d', 32), Class = "Example/Board" };

    internal static NodeClaims Node { get; } = new()
    {
        Id = "000b" + new string('a', 64),
        Name = "worker-1",
        Class = "Example/Worker",
        KubeletKeySha256 = new string('1', 64),
        SecretsKeySha256 = new string('2', 64),
        Next = 300,
    };
}
