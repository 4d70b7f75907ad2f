using Attestation.Appraisal;
using Attestation.Appraisal.Devices;
using Attestation.Appraisal.Results;
using Attestation.Fuzz;
using Spectre.Console;

namespace Attestation.Benchmarks;

/// <summary>
/// What an appraisal of a three-layer device costs beyond the signatures that it must check. The limit is `openssl speed` on one core in the
/// same round: verifications a second divided by the number of signatures. A ratio of 1 would mean that parsing, comparing and judging is free.
/// </summary>
internal static class AppraisalBenchmark
{
    /// <summary>Rounds of openssl, then ours, then openssl again: the machine's speed drifts, so each ratio is taken within one round.</summary>
    private const int Rounds = 5;

    private const double TargetRatio = 0.70;
    private const double TargetMemory = 4;

    private static readonly (string Suite, string OpenSsl)[] Cases =
    [
        ("p256-x509", "ecdsap256"), ("p256-cbor", "ecdsap256"), ("ed25519-x509", "ed25519"), ("ed25519-mixed", "ed25519"), ("ed25519-cbor", "ed25519"),
    ];

    public static void Run()
    {
        Table table = new Table { Title = new TableTitle($"Appraisal of a device on one core, median of {Rounds} rounds"), Border = TableBorder.Ascii }
            .AddColumns("device", "chain");
        foreach (string number in new[] { "sigs", "limit/s", "ours/s", "ratio", "bytes", "of evidence", "times" })
            table.AddColumn(new TableColumn(number).RightAligned().NoWrap());
        var lines = new List<string>();
        foreach (var (suite, openssl) in Cases)
        {
            Add(table, lines, Measure(suite, openssl, known: true));
            Add(table, lines, Measure(suite, openssl, known: false));
        }
        Report.Write(table);
        lines.ForEach(Console.WriteLine);
        Console.WriteLine(MachineLoad.Describe());
    }

    private static Figures Measure(string suite, string openssl, bool known)
    {
        byte[] evidence = SeedWorld.Instance.EvidenceOf(suite);
        int signatures = known ? 1 : 4 + (SeedWorld.Instance.HasUdsCertificate(suite) ? 1 : 0);
        AppraisalRequest request = SeedWorld.Instance.Request(evidence, known ? new ChainCache(16) : null);
        if (Appraiser.Appraise(request).Status != AppraisalStatus.Affirming)
            throw new InvalidOperationException($"{suite} is not affirmed: nothing worth measuring");
        var rounds = new (double Ratio, double Limit, double Rate, long Bytes)[Rounds];
        for (int round = 0; round < Rounds; round++)
        {
            double before = OpenSslSpeed.VerifyMicroseconds(openssl) ?? double.NaN;
            Measurement ours = Measurement.Of(() => Appraiser.Appraise(request), perBatch: 50);
            double after = OpenSslSpeed.VerifyMicroseconds(openssl) ?? double.NaN;
            double limit = 1e6 / ((before + after) / 2) / signatures;
            rounds[round] = (1e6 / ours.Microseconds / limit, limit, 1e6 / ours.Microseconds, ours.AllocatedBytes);
        }
        Array.Sort(rounds);
        var (ratio, middle, rate, bytes) = rounds[Rounds / 2]; // one whole round: the row's figures belong together
        return new Figures(suite, known ? "known" : "new", signatures, middle, rate, ratio, bytes, evidence.Length);
    }

    private static void Add(Table table, List<string> lines, Figures f)
    {
        double times = (double)f.Bytes / f.Evidence;
        table.AddRow(f.Suite, f.Chain, $"{f.Signatures}", $"{f.Limit:F0}", $"{f.Rate:F0}", $"{f.Ratio:F2}", $"{f.Bytes}", $"{f.Evidence}", $"{times:F1}");
        lines.Add($"{f.Suite + ", " + f.Chain,-20} ratio {f.Ratio:F2}, target {TargetRatio:F2}: {Word(f.Ratio >= TargetRatio)}   "
            + $"memory {times:F1}x, target {TargetMemory:F0}x: {Word(times <= TargetMemory)}");
    }

    /// <summary>A ratio that could not be taken (no openssl) is not met.</summary>
    private static string Word(bool met) => met ? "met" : "missed";

    private sealed record Figures(string Suite, string Chain, int Signatures, double Limit, double Rate, double Ratio, long Bytes, int Evidence);
}
