using Attestation.Formats.EventLog;
using Attestation.Formats.Pcrs;
using Attestation.Formats.Reasons;

namespace Attestation.UnitTests.Formats.EventLog;

/// <summary>What the logs of real boots say.</summary>
public sealed class MeasuredBootTests
{
    private const string GoEventLog = "11-event-logs/go-eventlog/testdata/";

    [Fact]
    public void TheGoodBoot()
    {
        MeasuredBoot boot = Facts(NodeBoots.EventLog(NodeBoots.Good));
        Assert.True(boot.SecureBoot);
        Assert.Equal("/vmlinuz console=ttyS0,115200 rootfstype=ramfs ima_policy=tcb ima_hash=sha256 panic=5", boot.KernelCommandLine);
        Assert.Equal(["db", "SbatLevel", "MokListRT"], boot.Authorities.Select(a => a.Name));
        Assert.Contains(boot.Images, i => i.Image.Path.EndsWith(@"\EFI\BOOT\BOOTX64.EFI", StringComparison.Ordinal) && i.Hash.Length == 32);
        Assert.NotEmpty(boot.Entries("PK"));
        Assert.All(boot.Entries("db"), e => Assert.Equal(SignatureDatabase.X509, e.Type));
        Assert.All(boot.Entries("dbx"), e => Assert.Equal(SignatureDatabase.Sha256, e.Type));
        Assert.Contains(boot.GrubCommands, c => c.Text.StartsWith("linux", StringComparison.Ordinal));
        Assert.Empty(boot.Unproven);
    }

    [Fact]
    public void AGoodBootGivesNothingToObserve() => Assert.Empty(BootOrderChecks.Of(NodeBoots.EventLog(NodeBoots.Good)));

    [PublicVectorFact("11-event-logs")]
    public void AMissingExitFromBootServicesIsObserved()
    {
        Assert.True(BootEventLog.TryParse(PublicVectors.Bytes(GoEventLog + "legacydata/ebs_event_missing_eventlog"), out BootEventLog log, out _));
        Assert.Contains(BootOrderChecks.Of(log), o => o.Code == EventLogReasons.ExitMissing);
    }

    [Fact]
    public void SecureBootOffIsSaid() => Assert.False(Facts(NodeBoots.EventLog("boot-30-sb-setup-mode-linuxefi")).SecureBoot);

    [Theory]
    [InlineData("one word more", "boot-4-cmdline", "fleet.changed=1")]
    [InlineData("another template", "boot-33-ima-template-sha1", "ima_template=ima")]
    public void AChangedCommandLineIsRead(string description, string boot, string word) =>
        Assert.True(Facts(NodeBoots.EventLog(boot)).KernelCommandLine!.Split(' ').Contains(word), description);

    [PublicVectorTheory("11-event-logs")]
    [InlineData("real machine, shim, three authorities", "legacydata/sb_cert_eventlog", true)]
    [InlineData("option ROMs", "legacydata/option_rom_eventlog", true)]
    [InlineData("Secure Boot off", "legacydata/coreos_36_shielded_vm_no_secure_boot_eventlog", false)]
    [InlineData("Secure Boot off", "eventlogs/tpm/ubuntu-2104-no-secure-boot.bin", false)]
    [InlineData("variable of length 0", "eventlogs/tpm/arch-linux-workstation.bin", false)]
    public void PublicLogsSaySecureBoot(string description, string file, bool on)
    {
        Assert.True(BootEventLog.TryParse(PublicVectors.Bytes(GoEventLog + file), out BootEventLog log, out _));
        Assert.True(on == (MeasuredBoot.Of(log, PcrBank.Sha1).SecureBoot ?? false), description);
    }

    private static MeasuredBoot Facts(BootEventLog log) => MeasuredBoot.Of(log, PcrBank.Sha256);
}
