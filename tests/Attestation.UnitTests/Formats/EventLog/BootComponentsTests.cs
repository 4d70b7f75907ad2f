using Attestation.Formats.EventLog;
using Attestation.Formats.Pcrs;

namespace Attestation.UnitTests.Formats.EventLog;

/// <summary>What the events of a recorded boot measure.</summary>
public sealed class BootComponentsTests
{
    [Theory]
    [InlineData("version of the firmware's root of trust", 1, BootClass.SrtmVersion, "S-CRTM version", false)]
    [InlineData("firmware volume", 2, BootClass.Firmware, "firmware volume, 917504 bytes", false)]
    [InlineData("Secure Boot's state", 4, BootClass.SecureBoot, "SecureBoot", false)]
    [InlineData("platform key", 5, BootClass.SecureBootKeys, "PK", false)]
    [InlineData("revocation list", 8, BootClass.SecureBootKeys, "dbx", false)]
    [InlineData("separator of PCR 7", 9, BootClass.Fixed, "separator", false)]
    [InlineData("boot order, whose name is not measured", 10, BootClass.BootOrder, "BootOrder", true)]
    [InlineData("boot entry", 11, BootClass.BootOrder, "Boot0001", true)]
    [InlineData("an action that the specification fixes", 14, BootClass.Fixed, "Calling EFI Application from Boot Option", false)]
    [InlineData("db entry that authorised shim", 22, BootClass.Authority, "db", false)]
    [InlineData("shim", 23, BootClass.BootLoader, @"PciRoot/Pci(1,0)/\EFI\BOOT\BOOTX64.EFI", false)]
    [InlineData("machine owner keys", 24, BootClass.Mok, "MokList", false)]
    [InlineData("SBAT level", 26, BootClass.Authority, "SbatLevel", false)]
    [InlineData("a command of grub", 33, BootClass.GrubCommand, "source", false)]
    [InlineData("grub's configuration", 34, BootClass.GrubModule, "(hd0)/EFI/debian/grub.cfg", true)]
    [InlineData("kernel", 37, BootClass.Kernel, "/vmlinuz", true)]
    [InlineData("kernel as an image", 38, BootClass.BootLoader, "image in memory", false)]
    [InlineData("command line", 40, BootClass.CommandLine, "/vmlinuz", false)]
    [InlineData("initrd", 42, BootClass.Initrd, "/initrd.img", true)]
    public void EachEventHasItsClass(string description, int number, BootClass @class, string name, bool claim)
    {
        BootComponent component = BootComponents.Of(NodeBoots.EventLog(NodeBoots.Good)).Single(c => c.Event == number);
        Assert.True((@class, name, claim) == (component.Class, component.Name, component.ClassIsClaim), $"{description}: {component}");
    }

    [Fact]
    public void TextsAreThoseThatWereMeasured()
    {
        IReadOnlyList<BootComponent> components = BootComponents.Of(NodeBoots.EventLog("boot-4-cmdline"), PcrBank.Sha256);
        string? line = components.Single(c => c.Class == BootClass.CommandLine).Text;
        Assert.Equal("/vmlinuz " + System.Text.Encoding.ASCII.GetString(NodeBoots.Bytes("boot-4-cmdline", "cmdline")).Trim().Split(' ', 2)[1], line);
        Assert.Equal("on", components.Single(c => c.Name == "SecureBoot").Text);
        Assert.Equal("0001, 0000, 0002", components.Single(c => c.Name == "BootOrder").Text);
    }

    [Fact]
    public void EveryEventThatExtendsIsAComponent()
    {
        foreach (string boot in NodeBoots.WithEventLog)
        {
            BootEventLog log = NodeBoots.EventLog(boot);
            Assert.Equal(log.Count - 1, BootComponents.Of(log).Count);
        }
    }

    [Theory]
    [InlineData("an option ROM", 2, EventType.EfiBootServicesDriver, BootClass.OptionRom)]
    [InlineData("a runtime driver", 2, EventType.EfiRuntimeServicesDriver, BootClass.OptionRom)]
    [InlineData("CPU microcode", 1, EventType.CpuMicrocode, BootClass.FirmwareConfiguration)]
    [InlineData("table of devices", 1, EventType.TableOfDevices, BootClass.FirmwareConfiguration)]
    [InlineData("SMBIOS tables", 1, EventType.EfiHandoffTables2, BootClass.FirmwareConfiguration)]
    [InlineData("H-CRTM", 0, EventType.EfiHcrtmEvent, BootClass.Firmware)]
    [InlineData("POST code", 0, EventType.PostCode, BootClass.Firmware)]
    [InlineData("firmware volumes with a description", 0, EventType.EfiPlatformFirmwareBlob2, BootClass.Firmware)]
    [InlineData("master boot record", 4, EventType.Ipl, BootClass.BootLoader)]
    [InlineData("its partition table", 5, EventType.IplPartitionData, BootClass.Other)]
    [InlineData("manufacturer's own", 6, EventType.CompactHash, BootClass.Other)]
    [InlineData("machine id, measured early", 15, EventType.EventTag, BootClass.Systemd)]
    public void ThePcrDecidesWhereNothingIsProven(string description, int pcr, EventType type, BootClass @class)
    {
        BootEventLog log = new SampleLog(PcrBank.Sha256).Event(pcr, type, "words"u8, "something else"u8).Log;
        Assert.True(@class == Assert.Single(BootComponents.Of(log)).Class, description);
    }

    [Theory]
    [InlineData("driver order", 1, "DriverOrder", BootClass.BootOrder)]
    [InlineData("driver", 1, "Driver0001", BootClass.BootOrder)]
    [InlineData("system preparation", 1, "SysPrep00A0", BootClass.BootOrder)]
    [InlineData("a name that only begins so", 1, "BootNext", BootClass.FirmwareConfiguration)]
    [InlineData("mode", 7, "DeployedMode", BootClass.SecureBoot)]
    [InlineData("timestamp keys", 7, "dbt", BootClass.SecureBootKeys)]
    [InlineData("keys of the boot loader's vendor", 7, "vendor_db", BootClass.SecureBootKeys)]
    public void VariablesAreKnownByName(string description, int pcr, string name, BootClass @class)
    {
        byte[] variable = [.. UefiVariable.Global.ToByteArray(), (byte)name.Length, .. new byte[7], 1, .. new byte[7], .. System.Text.Encoding.Unicode.GetBytes(name), 1];
        BootEventLog log = new SampleLog(PcrBank.Sha256).Measured(pcr, pcr == 7 ? EventType.EfiVariableDriverConfig : EventType.EfiVariableBoot2, variable).Log;
        BootComponent component = Assert.Single(BootComponents.Of(log));
        Assert.True((@class, name, false) == (component.Class, component.Name, component.ClassIsClaim), description);
    }

    [Theory]
    [InlineData("the kernel's stub measured the initrd", 0x8F3B22ECu, BootClass.Initrd)]
    [InlineData("and its load options", 0x8F3B22EDu, BootClass.CommandLine)]
    [InlineData("something tagged", 0x12345678u, BootClass.Systemd)]
    public void TaggedEventsInPcr9AreKnownByTheirTag(string description, uint tag, BootClass @class)
    {
        byte[] data = [.. SampleLog.U32(tag), .. SampleLog.U32(7), .. "a thing"u8];
        BootComponent component = Assert.Single(BootComponents.Of(new SampleLog(PcrBank.Sha256).Event(9, EventType.EventTag, data, "content"u8).Log));
        Assert.True((@class, "a thing", true) == (component.Class, component.Name, component.ClassIsClaim), description);
    }

    [Fact]
    public void ControlCharactersOfALogForgeNoLines()
    {
        BootComponent component = Assert.Single(BootComponents.Of(new SampleLog(PcrBank.Sha256).Event(4, EventType.EfiBootServicesApplication, Load("\\a\n.efi"), "image"u8).Log));
        Assert.Equal(@"\a?.efi", component.Name);
    }

    private static byte[] Load(string path)
    {
        byte[] text = System.Text.Encoding.Unicode.GetBytes(path + '\0');
        return [.. new byte[24], (byte)(text.Length + 8), .. new byte[7], 4, 4, (byte)(text.Length + 4), 0, .. text, 0x7F, 0xFF, 4, 0];
    }

    [Fact]
    public void ACommandLineShownAsACommandStaysACommandLine()
    {
        BootEventLog log = Relabelled("kernel_cmdline: /vmlinuz"u8, "grub_cmd: /vmlinuz"u8);
        BootComponent[] lines = [.. BootComponents.Of(log).Where(c => c.Class == BootClass.CommandLine)];
        Assert.StartsWith("/vmlinuz console", Assert.Single(lines).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void AnInventedActionIsNoFixedEvent()
    {
        byte[] bytes = NodeBoots.Bytes(NodeBoots.Good, "eventlog.bin");
        Assert.True(NodeBoots.EventLog(NodeBoots.Good).TryGetEvent(23, out BootEvent shim));
        BitConverter.GetBytes((uint)EventType.EfiAction).CopyTo(bytes, shim.Offset + 4);
        Assert.True(BootEventLog.TryParse(bytes, out BootEventLog log, out _));
        Assert.Equal(BootClass.BootLoader, BootComponents.Of(log).Single(c => c.Event == 23).Class);
    }

    [PublicVectorFact("11-event-logs")]
    public void PublicLogsAreClassified()
    {
        int components = 0, logs = 0;
        foreach (string file in Directory.EnumerateFiles(PublicVectors.PathOf("11-event-logs"), "*", SearchOption.AllDirectories))
        {
            if (!BootEventLog.TryParse(File.ReadAllBytes(file), out BootEventLog log, out _) || log.Count < 3)
                continue;
            IReadOnlyList<BootComponent> found = BootComponents.Of(log);
            Assert.All(found, c => Assert.True(c.Name.Length > 0 && (BootComponents.Possible(c.Pcr) is not { Count: > 0 } possible || c.Class == BootClass.Fixed || possible.Contains(c.Class)), $"{file}: {c}"));
            (components, logs) = (components + found.Count, logs + 1);
        }
        Assert.InRange(logs, 25, 60);
        Assert.InRange(components, 1500, 10000);
    }

    [PublicVectorTheory("11-event-logs")]
    [InlineData("Red Hat's grub", "go-eventlog/testdata/eventlogs/tpm/rhel8-uefi.bin", BootClass.CommandLine, "(hd0,gpt2)/boot/vmlinuz-4.18.0-240.22.1.el8_3.x86_64 ro")]
    [InlineData("systemd-boot", "tpm2-software/tpm2-tools/test/integration/fixtures/event-sd-boot-fedora37.bin", BootClass.CommandLine, " console=ttyS0 console=tty0 efi=debug ")]
    [InlineData("partition table", "go-eventlog/testdata/eventlogs/tpm/ubuntu-2104-no-dbx.bin", BootClass.PartitionTable, "disk ")]
    [InlineData("boot order", "go-eventlog/testdata/eventlogs/tpm/arch-linux-workstation.bin", BootClass.BootOrder, "00")]
    public void TextsOfPublicLogsAreRead(string description, string file, BootClass @class, string text)
    {
        Assert.True(BootEventLog.TryParse(PublicVectors.Bytes("11-event-logs/" + file), out BootEventLog log, out _));
        Assert.True(BootComponents.Of(log).First(c => c.Class == @class).Text?.StartsWith(text, StringComparison.Ordinal), description);
    }

    /// <summary>The good log with one event's data replaced; its digests stay.</summary>
    private static BootEventLog Relabelled(ReadOnlySpan<byte> old, ReadOnlySpan<byte> by)
    {
        byte[] bytes = NodeBoots.Bytes(NodeBoots.Good, "eventlog.bin");
        int at = bytes.AsSpan().IndexOf(old);
        int size = BitConverter.ToInt32(bytes, at - 4) + by.Length - old.Length;
        byte[] changed = [.. bytes[..(at - 4)], .. BitConverter.GetBytes(size), .. by, .. bytes[(at + old.Length)..]];
        Assert.True(BootEventLog.TryParse(changed, out BootEventLog log, out var error), error.ToString());
        return log;
    }
}
