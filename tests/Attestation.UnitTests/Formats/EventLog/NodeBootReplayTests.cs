using Attestation.Formats.EventLog;
using Attestation.Formats.Pcrs;

namespace Attestation.UnitTests.Formats.EventLog;

/// <summary>Event logs of real boots against the PCRs that the TPM had.</summary>
public sealed class NodeBootReplayTests
{
    /// <summary>All PCRs that the boot chain uses; 10 is IMA's.</summary>
    private static readonly int[] BootPcrs = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23];

    public static TheoryData<string> Boots => [.. NodeBoots.WithEventLog];

    [Fact]
    public void TenBootsHaveALog() => Assert.Equal(10, Boots.Count);

    [Theory]
    [MemberData(nameof(Boots))]
    public void EveryPcrInEveryBankReplaysToWhatTheTpmHad(string boot) =>
        Assert.Empty(LogComparison.Compare(NodeBoots.EventLog(boot), NodeBoots.Pcrs(boot, BootPcrs)));

    [Theory]
    [InlineData("nothing changed", "boot-3-sb-on-again", new int[0])]
    [InlineData("another TPM", "boot-22-sb-on-other-tpm-tis", new int[0])]
    [InlineData("command line", "boot-4-cmdline", new[] { 8, 9 })]
    [InlineData("initramfs", "boot-5-initramfs", new[] { 9 })]
    [InlineData("extra binary: not in the boot chain", "boot-6-ima-extra-binary", new int[0])]
    public void ABootAgainstThePcrsOfTheGoodOne(string description, string boot, int[] differing)
    {
        var differences = LogComparison.Compare(NodeBoots.EventLog(boot), NodeBoots.Pcrs(NodeBoots.Good, BootPcrs));
        Assert.True(differing.SequenceEqual(differences.Select(d => d.Pcr).Distinct()), description);
        Assert.Equal(differing.Length * NodeBoots.Banks.Length, differences.Count);
    }

    [Fact]
    public void SecureBootOffShowsInPcr7And4()
    {
        var differences = LogComparison.Compare(NodeBoots.EventLog("boot-30-sb-setup-mode-linuxefi"), NodeBoots.Pcrs(NodeBoots.Good, BootPcrs));
        Assert.Superset(new HashSet<int> { 4, 7 }, differences.Select(d => d.Pcr).ToHashSet());
    }

    [Fact]
    public void TheTwoBootsWithoutALogHaveNone() =>
        Assert.Equal(["boot-20-sb-setup-mode", "boot-21-sb-disabled-keys-enrolled"], NodeBoots.Names.Except(NodeBoots.WithEventLog));

    [Theory]
    [MemberData(nameof(Boots))]
    public void EveryDigestThatMustCoverItsDataDoes(string boot)
    {
        int covered = 0;
        foreach (BootEvent e in NodeBoots.EventLog(boot))
        {
            if (!e.Extends)
                continue;
            foreach (PcrBank bank in NodeBoots.Banks)
            {
                Assert.NotEqual(DigestRule.Differs, DigestRules.Check(e, bank));
                covered += DigestRules.Check(e, bank) == DigestRule.OverData ? 1 : 0;
            }
        }
        Assert.InRange(covered, 60, 1000);
    }
}
