using Attestation.Appraisal;
using Attestation.Appraisal.Devices;
using Attestation.Appraisal.Results;
using Attestation.Fuzz;
using Spectre.Console;

namespace Attestation.Benchmarks;

/// <summary>
/// What an appraisal of a three-layer device costs beyond the signatures that it must check. The limit is `openssl speed` on one core in the
/// same run: verifications a second divided by the number of signatures. A ratio of 1 would mean that parsing, comparing and judging is free.
/// </summary>
internal static class AppraisalBenchmark
{
    /// <summary>Rounds of openssl, then ours, then openssl again: the machine's speed drifts, so each ratio is taken within one round.</summary>
    private const int Rounds = 5;

    private static readonly (string Suite, string OpenSsl, int NewChainSignatures)[] Cases =
    [
        ("p256-x509", "ecdsap256", 4),
        ("p256-cbor", "ecdsap256", 4),
        ("ed25519-cbor", "ed25519", 4),
    ];

    public static void Run()
    {
        Table table = new Table { Title = new TableTitle("Appraisal of a device, one core"), Border = TableBorder.Ascii }
            .AddColumn("device").AddColumn("chain").AddColumn(new TableColumn("signatures").RightAligned())
            .AddColumn(new TableColumn("openssl limit /s").RightAligned()).AddColumn(new TableColumn("appraisals /s").RightAligned())
            .AddColumn(new TableColumn("ratio (median of " + Rounds + ")").RightAligned()).AddColumn(new TableColumn("allocated").RightAligned())
            .AddColumn(new TableColumn("evidence").RightAligned());
        foreach (var (suite, openssl, signatures) in Cases)
        {
            Row(table, suite, openssl, known: true, 1);
            Row(table, suite, openssl, known: false, signatures);
        }
        AnsiConsole.Write(table);
    }

    private static void Row(Table table, string suite, string openssl, bool known, int signatures)
    {
        byte[] evidence = SeedWorld.Instance.EvidenceOf(suite);
        int extra = known ? 0 : SeedWorld.Instance.HasUdsCertificate(suite) ? 1 : 0;
        var cache = known ? new ChainCache(16) : null;
        AppraisalRequest request = SeedWorld.Instance.Request(evidence, cache);
        if (Appraiser.Appraise(request).Status != AppraisalStatus.Affirming)
            throw new InvalidOperationException($"{suite} is not affirmed: nothing worth measuring");
        var ratios = new double[Rounds];
        double limit = 0, rate = 0;
        long allocated = 0;
        for (int round = 0; round < Rounds; round++)
        {
            double before = OpenSslSpeed.VerifyMicroseconds(openssl) ?? double.NaN;
            Measurement ours = Measurement.Of(() => Appraiser.Appraise(request), perBatch: 50);
            double after = OpenSslSpeed.VerifyMicroseconds(openssl) ?? double.NaN;
            limit = 1e6 / ((before + after) / 2) / (signatures + extra);
            rate = 1e6 / ours.Microseconds;
            ratios[round] = rate / limit;
            allocated = ours.AllocatedBytes;
        }
        Array.Sort(ratios);
        table.AddRow(suite, known ? "known" : "new", $"{signatures + extra}", $"{limit:F0}", $"{rate:F0}", $"{ratios[Rounds / 2]:F2}",
            $"{allocated} B ({(double)allocated / evidence.Length:F1}x)", $"{evidence.Length} B");
    }
}
