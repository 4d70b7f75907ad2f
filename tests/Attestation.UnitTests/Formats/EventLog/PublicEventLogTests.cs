using System.Text.Json;
using Attestation.Formats;
using Attestation.Formats.EventLog;
using Attestation.Formats.Pcrs;

namespace Attestation.UnitTests.Formats.EventLog;

/// <summary>The logs of 11-event-logs: those with known PCRs replay to them; tpm2-tools' own expectations agree; the malformed ones are refused.</summary>
public sealed class PublicEventLogTests
{
    private const string Folder = "11-event-logs";
    private const string GoEventLog = Folder + "/go-eventlog/";
    private const string Fixtures = Folder + "/tpm2-software/tpm2-tools/test/integration/fixtures/";

    [PublicVectorFact(Folder)]
    public void LogsWithStatedPcrsReplayToThem()
    {
        using JsonDocument expected = JsonDocument.Parse(PublicVectors.Text(GoEventLog + "expected-pcrs.json"));
        int values = 0;
        foreach (JsonProperty file in expected.RootElement.EnumerateObject())
        {
            Assert.True(BootEventLog.TryParse(PublicVectors.Bytes(GoEventLog + file.Name), out BootEventLog log, out var error), $"{file.Name}: {error}");
            PcrValueSet pcrs = Stated(file.Value.GetProperty("pcrs"));
            values += pcrs.Count;
            Assert.Empty(LogComparison.Compare(log, pcrs).Select(d => $"{file.Name} {d.Where} {d.Code}"));
        }
        Assert.InRange(values, 150, 1000);
    }

    private static PcrValueSet Stated(JsonElement banks)
    {
        var pcrs = new PcrValueSet();
        foreach (JsonProperty bank in banks.EnumerateObject())
        {
            PcrBank named = NodeBoots.Banks.Single(b => b.BankName() == bank.Name);
            foreach (JsonProperty pcr in bank.Value.EnumerateObject())
                pcrs.Set(named, int.Parse(pcr.Name), Convert.FromHexString(pcr.Value.GetString()!));
        }
        return pcrs;
    }

    [PublicVectorFact(Folder)]
    public void EveryBinaryLogIsReadAndOnlyMalformedOnesRefused()
    {
        string[] files =
        [
            .. PublicVectors.Files(GoEventLog + "testdata/eventlogs/tpm"),
            .. PublicVectors.Files(GoEventLog + "testdata/legacydata").Where(f => !f.EndsWith(".json", StringComparison.Ordinal)),
            .. PublicVectors.Files(GoEventLog + "testdata/eventlogs/ccel").Where(f => new FileInfo(f).Length > 56),
            .. PublicVectors.Files(Fixtures, "event*.bin"),
            .. PublicVectors.Files(Fixtures, "specid*.bin"),
            .. PublicVectors.Files(Folder + "/keylime/rust-keylime/keylime/test-data", "uefi_log.bin"),
        ];
        var refused = new List<string>();
        foreach (string file in files)
        {
            if (!BootEventLog.TryParse(File.ReadAllBytes(file), out _, out ParseError error))
                refused.Add($"{Path.GetFileName(file)}: {error.Code}");
        }
        Assert.Equal(ExpectedRefusals, refused.Order(StringComparer.Ordinal));
        Assert.InRange(files.Length, 30, 60);
    }

    /// <summary>Two fixtures of tpm2-tools announce four banks and give two digests; one keeps its vendor data outside the header's data.</summary>
    private static readonly string[] ExpectedRefusals =
    [
        "event-uefiaction.bin: eventlog.digests", "event-uefivar.bin: eventlog.digests", "short_no_action_eventlog: eventlog.spec-id",
        "specid-vendordata.bin: eventlog.spec-id",
    ];

    [PublicVectorFact(Folder)]
    public void CountsAreThoseOfTpm2Tools()
    {
        int compared = 0;
        foreach (string yaml in PublicVectors.Files(Fixtures + "event-raw", "*.yaml"))
        {
            string file = Path.Combine(PublicVectors.PathOf(Fixtures), Path.GetFileNameWithoutExtension(yaml));
            if (!BootEventLog.TryParse(File.ReadAllBytes(file), out BootEventLog log, out _))
                continue; // the two that do not keep to their own header
            Assert.Equal(File.ReadLines(yaml).Count(l => l.TrimStart(' ', '-').StartsWith("PCRIndex:", StringComparison.Ordinal)), log.Count);
            Assert.Empty(Differing(yaml, log));
            compared++;
        }
        Assert.Equal(8, compared);
    }

    /// <summary>The section "pcrs:" of tpm2_eventlog's output, compared with the replay.</summary>
    private static IEnumerable<string> Differing(string yaml, BootEventLog log)
    {
        PcrBank? bank = null;
        foreach (string line in File.ReadLines(yaml).SkipWhile(l => l != "pcrs:").Skip(1))
        {
            string[] parts = line.Split(':', StringSplitOptions.TrimEntries);
            if (parts[1].Length == 0)
                bank = new[] { PcrBank.Sha1, PcrBank.Sha256, PcrBank.Sha384, PcrBank.Sha512 }.Single(b => b.BankName() == parts[0]);
            else if (!PcrReplay.Of(log, bank!.Value).Value(int.Parse(parts[0])).SequenceEqual(Convert.FromHexString(parts[1][2..])))
                yield return $"{yaml} {bank} {line}";
        }
    }
}
