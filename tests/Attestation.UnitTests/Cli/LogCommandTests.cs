using Attestation.Formats.Pcrs;
using Attestation.UnitTests.Formats;
using Attestation.UnitTests.Formats.EventLog;

namespace Attestation.UnitTests.Cli;

/// <summary><c>attest tpm eventlog</c> and <c>attest ima</c> over recorded boots.</summary>
public sealed class LogCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("the good boot", NodeBoots.Good, 0)]
    [InlineData("another command line", "boot-4-cmdline", 1)]
    public void PcrsAsLinesAreCompared(string description, string boot, int exit)
    {
        string lines = string.Join('\n', new[] { 0, 4, 7, 8, 9 }.Select(pcr => $"SHA256:{pcr} {Convert.ToHexString(NodeBoots.Pcr(NodeBoots.Good, PcrBank.Sha256, pcr))} # good"));
        (int code, var document) = Attest.Json("tpm", "eventlog", Log(boot), "--pcrs", Write("pcrs.txt", System.Text.Encoding.ASCII.GetBytes(lines)));
        Assert.True(exit == code, description);
        Assert.Equal(5, (int)document["compared"]!);
        Assert.Equal(exit == 0 ? [] : new[] { "sha256:8", "sha256:9" }, document["differences"]!.AsArray().Select(d => d!["where"]!.ToString()));
    }

    [Fact]
    public void TheBinaryFileOfTpm2QuoteIsComparedWithWhatItNames()
    {
        Attest run = Attest.Run("tpm", "eventlog", Log(NodeBoots.Good), "--pcrs", Write("quote.pcrs", NodeBoots.Bytes(NodeBoots.Good, "quote.pcrs")));
        Assert.Equal(1, run.ExitCode); // PCR 10 was quoted too, and the boot log has no event for it
        Assert.Contains("eventlog.unlogged at sha256:10", run.Out);
        Assert.Contains("1 of 12 PCR values differ", run.Out);
    }

    [Fact]
    public void EventsAreListedInWords()
    {
        Attest run = Attest.Run("tpm", "eventlog", Log(NodeBoots.Good), "--events");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("secure-boot               EV_EFI_VARIABLE_DRIVER_CONFIG       = SecureBoot: on", run.Out);
        Assert.Contains("command-line              EV_IPL                              = /vmlinuz console=ttyS0", run.Out);
        Assert.Contains("initrd ?                  EV_IPL                                /initrd.img", run.Out);
        Assert.Contains(@"\EFI\BOOT\BOOTX64.EFI", run.Out);
    }

    [Fact]
    public void EventsHaveClassesInJson()
    {
        (_, var document) = Attest.Json("tpm", "eventlog", Log(NodeBoots.Good), "--events");
        var line = document["events"]!.AsArray()[40]!;
        Assert.Equal(("command-line", false), (line["class"]!.ToString(), (bool)line["classIsClaim"]!));
        Assert.StartsWith("/vmlinuz console=ttyS0", line["measuredText"]!.ToString(), StringComparison.Ordinal);
        Assert.Null(document["events"]!.AsArray()[0]!["class"]);
    }

    [Fact]
    public void SystemdsLogGoesOnWhereTheFirmwaresEnds()
    {
        string firmware = Write("uki.bin", UkiBoot.LogBytes), systemd = Write("systemd.log", UkiBoot.SystemdBytes);
        UkiBoot.Pcrs(4).TryGet(PcrBank.Sha256, 11, out ReadOnlyMemory<byte> value);
        string pcrs = Write("pcrs.txt", System.Text.Encoding.ASCII.GetBytes($"sha256:11 {Convert.ToHexString(value.Span)}"));
        Assert.Equal(1, Attest.Run("tpm", "eventlog", firmware, "--pcrs", pcrs).ExitCode);
        Attest run = Attest.Run("tpm", "eventlog", firmware, "--pcrs", pcrs, "--systemd-log", systemd, "--events");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("systemd-phase             systemd's log                       = leave-initrd", run.Out);
        Assert.Equal(2, Attest.Run("tpm", "eventlog", firmware, "--systemd-log", firmware).ExitCode);
    }

    [Theory]
    [InlineData("empty", 0, "eventlog.empty")]
    [InlineData("cut", 1000, "eventlog.event-size")]
    public void AMalformedLogIsExit2(string description, int length, string reason)
    {
        (int code, var document) = Attest.Json("tpm", "eventlog", Write("cut.bin", NodeBoots.Bytes(NodeBoots.Good, "eventlog.bin")[..length]));
        Assert.True(code == 2, description);
        Assert.Equal(reason, document["code"]!.ToString());
    }

    [Fact]
    public void ThePrefixThatPcr10CoversIsFound()
    {
        (int code, var document) = Attest.Json("ima", List(NodeBoots.Good), "--pcr10", Convert.ToHexString(NodeBoots.Pcr(NodeBoots.Good, PcrBank.Sha384, 10)));
        Assert.Equal((0, 47, 0), (code, (int)document["quoted"]!, (int)document["unquoted"]!));
    }

    [Fact]
    public void AListCutShortOrOfAnotherBootIsRefused()
    {
        string pcr10 = Convert.ToHexString(NodeBoots.Pcr(NodeBoots.Good, PcrBank.Sha256, 10));
        byte[] list = NodeBoots.Bytes(NodeBoots.Good, "ima.bin");
        list[^2] ^= 1;
        Assert.Equal(1, Attest.Run("ima", Write("changed", list), "--pcr10", pcr10).ExitCode);
        Assert.Equal(1, Attest.Run("ima", Write("cut", list[..3000]), "--pcr10", pcr10).ExitCode);
        Assert.Equal(1, Attest.Run("ima", List("boot-6-ima-extra-binary"), "--pcr10", pcr10).ExitCode);
        Assert.Equal(2, Attest.Run("ima", Write("text", "10 abc ima-ng"u8.ToArray()), "--pcr10", pcr10).ExitCode);
        Assert.Equal(2, Attest.Run("ima", List(NodeBoots.Good), "--pcr10", "abcd").ExitCode);
    }

    private string Log(string boot) => Write("log.bin", NodeBoots.Bytes(boot, "eventlog.bin"));

    private string List(string boot) => Write("ima.bin", NodeBoots.Bytes(boot, "ima.bin"));

    private string Write(string name, byte[] bytes)
    {
        string path = Path.Combine(folder.Path, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }
}
