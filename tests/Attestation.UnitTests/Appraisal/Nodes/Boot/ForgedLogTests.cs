using Attestation.Formats.EventLog;
using Attestation.Formats.Pcrs;
using Attestation.UnitTests.Formats;

namespace Attestation.UnitTests.Appraisal.Nodes.Boot;

/// <summary>The log of a boot that is to be refused, with every byte changed that no digest of PCR 7 covers: no change may get it accepted.</summary>
public sealed class ForgedLogTests
{
    private const int Header = 8; // PCR and type

    [Theory]
    [InlineData("another initrd", "boot-5-initramfs")]
    [InlineData("another command line", "boot-4-cmdline")]
    public void NoChangedByteHelpsABadBoot(string description, string boot)
    {
        PcrValueSet quoted = Quoted(boot);
        byte[] log = NodeBoots.Bytes(boot, "eventlog.bin");
        int tried = 0, judged = 0;
        foreach (int at in Places(NodeBoots.EventLog(boot)))
        {
            foreach (byte change in (byte[])[0x01, 0x80])
            {
                log[at] ^= change;
                bool accepted = IsAccepted(log, quoted, ref judged);
                log[at] ^= change;
                Assert.False(accepted, $"{description}: byte {at} changed by {change:x2}");
                tried++;
            }
        }
        Assert.InRange(tried, 2000, 20000);
        Assert.InRange(judged, 100, tried); // logs that still replay and show nothing but what was measured
    }

    private static bool IsAccepted(byte[] bytes, PcrValueSet quoted, ref int judged)
    {
        if (!BootEventLog.TryParse(bytes, out BootEventLog log, out _) || LogComparison.Compare(log, quoted).Count > 0)
            return false;
        foreach (BootEvent boot in log)
        {
            if (boot.Extends && DigestRules.Check(boot, PcrBank.Sha256) == DigestRule.Differs)
                return false;
        }
        judged++;
        return new BootBench(log, quoted).Refusals().Length == 0;
    }

    private static IEnumerable<int> Places(BootEventLog log)
    {
        foreach (BootEvent boot in log)
        {
            int data = boot.Offset + Header + (boot.Index == 0 ? 20 : 4 + 3 * 2 + 20 + 32 + 48) + 4;
            foreach (int at in (IEnumerable<int>)[.. Enumerable.Range(boot.Offset, Header), .. Enumerable.Range(data - 4, 4), .. boot.Pcr == 7 ? [] : Enumerable.Range(data, boot.Data.Length)])
                yield return at;
        }
    }

    private static PcrValueSet Quoted(string boot)
    {
        var values = new PcrValueSet();
        foreach (int pcr in (int[])[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 14])
            values.Set(PcrBank.Sha256, pcr, NodeBoots.Pcr(boot, PcrBank.Sha256, pcr));
        return values;
    }
}
