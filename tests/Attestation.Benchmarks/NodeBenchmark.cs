using System.Security.Cryptography;
using Attestation.Appraisal;
using Attestation.Appraisal.Endorsements;
using Attestation.Appraisal.Nodes;
using Attestation.Appraisal.Policies;
using Attestation.Appraisal.Results;
using Attestation.Factory.Nodes;
using Attestation.Formats;
using Attestation.Formats.Corim;
using Attestation.Formats.Pcrs;
using Attestation.Fuzz.Nodes;
using Spectre.Console;

namespace Attestation.Benchmarks;

/// <summary>
/// The whole appraisal of a worker node over a recorded boot, affirmed, against what it cannot do without: hashing the evidence once, its boot log once
/// per quoted bank and its IMA list's template data, and one signature verification.
/// </summary>
internal static class NodeBenchmark
{
    private const string Boot = "tests/vectors/node-boots/boot-2-sb-on-good";

    private static readonly byte[] Nonce = SHA256.HashData("nonce"u8);

    public static void Run()
    {
        Table table = new Table { Title = new TableTitle("Appraisal of a worker node, one core"), Border = TableBorder.Ascii }
            .AddColumns("banks quoted", "evidence", "hashing and one verification", "ours", "ratio", "nodes /s", "allocated");
        Row(table, PcrBank.Sha256);
        Row(table, PcrBank.Sha1, PcrBank.Sha256, PcrBank.Sha384);
        Report.Write(table);
    }

    private static void Row(Table table, params PcrBank[] banks)
    {
        using SoftwareAttestationKey key = SoftwareAttestationKey.P256();
        NodeEvidenceMaker maker = RecordedBoot.Maker(Path.Combine(ProcessBenchmark.Checkout(), Boot), key, banks);
        byte[] evidence = maker.Make(Nonce);
        AppraisalRequest request = Request(evidence, key);
        AppraisalResult first = Appraiser.Appraise(request);
        if (first.Status != AppraisalStatus.Affirming)
            throw new InvalidOperationException($"the node is not affirmed: {first.Findings[0]}");
        double verify = OpenSslSpeed.VerifyMicroseconds("ecdsap256") ?? double.NaN;
        Measurement hashing = Measurement.Of(() => HashOnly(evidence, maker, banks), perBatch: 50);
        Measurement ours = Measurement.Of(() => Appraiser.Appraise(request), perBatch: 20);
        double floor = hashing.Microseconds + verify;
        table.AddRow(string.Join(", ", banks.Select(b => b.BankName())), $"{evidence.Length} bytes", $"{floor:F0} us", $"{ours.Microseconds:F0} us",
            $"{ours.Microseconds / floor:F1} times", $"{1e6 / ours.Microseconds:F0}", $"{ours.AllocatedBytes / 1024} KiB");
    }

    private static void HashOnly(byte[] evidence, NodeEvidenceMaker maker, PcrBank[] banks)
    {
        Span<byte> digest = stackalloc byte[PcrBanks.MaxDigestSize];
        PcrBank.Sha256.Hash(evidence, digest);
        foreach (PcrBank bank in banks)
            bank.Hash(maker.BootLog, digest);
        PcrBank.Sha1.Hash(maker.ImaLog, digest);
        PcrBank.Sha256.Hash(maker.ImaLog, digest);
    }

    private static AppraisalRequest Request(byte[] evidence, SoftwareAttestationKey key)
    {
        var builder = new EndorsementSetBuilder();
        var order = new NodeReferenceOrder { Vendor = "Example", Model = "Worker", Version = "1", WithIma = true };
        foreach (CorimManifest document in NodeReferenceSet.Make(order, [KnownNode.Of("good", evidence)]).Documents)
            builder.AddCorim(document, "Example");
        var node = new EnrolledNode(key.Name, key.Public, "worker-1", new DeviceClass("Example", "Worker"), "000b", "CN=Root of TPMs", null);
        return new AppraisalRequest
        {
            Evidence = evidence,
            MediaType = MediaTypes.NodeEvidence,
            Nonce = Nonce,
            Endorsements = builder.Build(),
            Policy = Policy.Default,
            Nodes = name => name == key.Name ? node : null,
            Now = new DateTimeOffset(2026, 11, 21, 0, 0, 0, TimeSpan.Zero),
        };
    }
}
