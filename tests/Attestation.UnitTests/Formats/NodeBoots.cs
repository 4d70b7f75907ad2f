using Attestation.Formats.EventLog;
using Attestation.Formats.Pcrs;

namespace Attestation.UnitTests.Formats;

/// <summary>The recorded boots of tests/vectors/node-boots.</summary>
internal static class NodeBoots
{
    internal static readonly PcrBank[] Banks = [PcrBank.Sha1, PcrBank.Sha256, PcrBank.Sha384];

    internal const string Good = "boot-2-sb-on-good";

    private static string Root => Path.Combine(PublicVectors.RepositoryRoot, "tests", "vectors", "node-boots");

    internal static string FolderOf(string boot) => Path.Combine(Root, boot);

    internal static IEnumerable<string> Names => Directory.EnumerateDirectories(Root, "boot-*").Select(d => Path.GetFileName(d)!).Order(StringComparer.Ordinal);

    internal static IEnumerable<string> WithEventLog => Names.Where(n => File.Exists(Path.Combine(Root, n, "eventlog.bin")));

    internal static byte[] Bytes(string boot, string file) => File.ReadAllBytes(Path.Combine(Root, boot, file));

    internal static BootEventLog EventLog(string boot)
    {
        Assert.True(BootEventLog.TryParse(Bytes(boot, "eventlog.bin"), out BootEventLog log, out var error), error.ToString());
        return log;
    }

    /// <summary>The PCRs read after the boot.</summary>
    internal static byte[] Pcr(string boot, PcrBank bank, int pcr) =>
        Convert.FromHexString(File.ReadLines(Path.Combine(Root, boot, $"pcr-{bank.BankName()}.txt")).Single(l => l.StartsWith($"{pcr} ", StringComparison.Ordinal)).Split(' ')[1]);

    internal static PcrValueSet Pcrs(string boot, params int[] pcrs)
    {
        var values = new PcrValueSet();
        foreach (PcrBank bank in Banks)
        {
            foreach (int pcr in pcrs)
                values.Set(bank, pcr, Pcr(boot, bank, pcr));
        }
        return values;
    }
}
