using System.Security.Cryptography;
using Attestation.Formats.Ear;
using Attestation.Formats.Eat;
using Attestation.Formats.Keys;
using Attestation.Fuzz;
using Attestation.RelyingParty.Devices;
using Attestation.RelyingParty.Keys;
using Attestation.RelyingParty.Results;
using Spectre.Console;

namespace Attestation.Benchmarks;

/// <summary>
/// What a relying party's check costs: a result, new and shown again, and a client certificate's DICE chain. The yardstick is one verification of
/// <c>openssl speed ecdsap256</c> in the same round, times the signatures that must be checked.
/// </summary>
internal static class ResultBenchmark
{
    private const int Rounds = 5;

    public static void Run()
    {
        using SigningKey key = NewKey();
        var keys = new ResultKeys(key.PublicKey);
        string jwt = EarWriter.SignJwt(Claims, key), cwt = System.Buffers.Text.Base64Url.EncodeToString(EarWriter.SignCwt(Claims, key));
        DateTimeOffset now = SeedWorld.Instance.Now;
        var fresh = new ResultCheck(keys, new ResultRequirement());
        var remembering = new ResultCheck(keys, new ResultRequirement(), new VerifiedResults(16));
        var devices = new DeviceCertificateCheck(SeedWorld.Instance.Trust.Anchors(unsignedToo: false));
        IReadOnlyList<ReadOnlyMemory<byte>> chain = X5Chain();
        Table table = new Table { Title = new TableTitle($"Checks of a relying party on one core, median of {Rounds} rounds"), Border = TableBorder.Ascii }.AddColumn("what");
        foreach (string number in new[] { "sigs", "µs", "openssl verifications", "per signature", "bytes" })
            table.AddColumn(new TableColumn(number).RightAligned().NoWrap());
        Add(table, "result, JWT, new", 1, () => fresh.Check(jwt, now).IsGood);
        Add(table, "result, CWT, new", 1, () => fresh.Check(cwt, now).IsGood);
        Add(table, "result, JWT, shown again", 0, () => remembering.Check(jwt, now).IsGood);
        Add(table, "DICE chain of a certificate", chain.Count, () => devices.Check(chain, now).IsGood);
        Report.Write(table);
        Console.WriteLine(MachineLoad.Describe());
    }

    private static void Add(Table table, string what, int signatures, Func<bool> check)
    {
        if (!check())
            throw new InvalidOperationException($"{what} is refused: nothing worth measuring");
        var rounds = new (double Ratio, double Microseconds, long Bytes)[Rounds];
        for (int round = 0; round < Rounds; round++)
        {
            double before = OpenSslSpeed.VerifyMicroseconds("ecdsap256") ?? double.NaN;
            Measurement ours = Measurement.Of(() => check(), perBatch: 5);
            double after = OpenSslSpeed.VerifyMicroseconds("ecdsap256") ?? double.NaN;
            rounds[round] = (ours.Microseconds / ((before + after) / 2), ours.Microseconds, ours.AllocatedBytes);
        }
        Array.Sort(rounds);
        var (ratio, microseconds, bytes) = rounds[Rounds / 2];
        table.AddRow(what, $"{signatures}", $"{microseconds:F1}", $"{ratio:F2}", signatures == 0 ? "" : $"{ratio / signatures:F2}", $"{bytes}");
    }

    private static EarClaims Claims => new()
    {
        IssuedAt = SeedWorld.Instance.Now.ToUnixTimeSeconds(),
        Expiration = SeedWorld.Instance.Now.AddHours(1).ToUnixTimeSeconds(),
        Nonces = [SeedWorld.Nonce],
        VerifierDeveloper = "Attestation",
        VerifierBuild = "attest-verifier",
        Submodules = new Dictionary<string, EarAppraisal>
        {
            ["device"] = new()
            {
                Status = EarStatus.Affirming,
                Vector = new TrustworthinessVector(InstanceIdentity: 2, Configuration: 2, Executables: 3, Hardware: 2),
                PolicyIds = ["default"],
                AttestedKey = new byte[91],
                Device = new DeviceClaims { Id = new string('a', 64), Ueid = "01" + new string('b', 32), Class = "Example/Board" },
            },
        },
    };

    private static IReadOnlyList<ReadOnlyMemory<byte>> X5Chain() => UnverifiedEat.TryParse(SeedWorld.Instance.EvidenceOf("p256-x509"), out UnverifiedEat? token, out _)
        ? token.X5Chain
        : throw new InvalidOperationException("seed evidence cannot be read");

    private static SigningKey NewKey()
    {
        using var fresh = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return SigningKey.TryParsePkcs8(fresh.ExportPkcs8PrivateKey(), out SigningKey key, out _) ? key : throw new InvalidOperationException("a fresh key cannot be read");
    }
}
