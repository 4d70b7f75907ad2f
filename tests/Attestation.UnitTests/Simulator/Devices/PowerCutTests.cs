using System.Security.Cryptography;
using Attestation.Device;
using Attestation.Device.Provisioning;
using Attestation.Dice;
using Attestation.Factory;
using Attestation.Factory.Releases;
using Attestation.Factory.Stations;
using Attestation.Factory.Stations.Serial;
using Attestation.Simulator.Devices;
using Attestation.Simulator.Worlds;
using Attestation.UnitTests.Factory.Releases;
using Attestation.UnitTests.Factory.Stations;
using DeviceState = Attestation.Factory.Stations.DeviceState;

namespace Attestation.UnitTests.Simulator.Devices;

/// <summary>The power goes at every page that is programmed and every block that is erased, in every way, while a station provisions a device or updates its
/// firmware over the line: the device comes back, the station goes on, and all ends as it would have ended.</summary>
public sealed class PowerCutTests
{
    /// <summary>Pages and blocks that change, without a cut: what the loops below go through.</summary>
    private const int ChangesOfProvisioning1 = 24, ChangesOfProvisioning2 = 25, ChangesOfAnUpdate = 32, ChangesOfAnUpdateInLittleFlash = 57;

    private const int Blocks = 64, FewBlocks = 9; // few: blocks have to be cleaned and erased on the way

    private static readonly UpdateBundle[] Earlier = [Bundle("2.1.0", 2), Bundle("2.2.0", 2)];

    private static readonly UpdateBundle New = Bundle("3.0.0", 3);

    public static TheoryData<FlashTear> Tears => [.. Enum.GetValues<FlashTear>()];

    [Theory]
    [InlineData("scheme 1", 1, ChangesOfProvisioning1)]
    [InlineData("scheme 2", 2, ChangesOfProvisioning2)]
    public async Task Provisioning_without_a_cut(string description, int scheme, int changes)
    {
        int counted = await ProvisionAsync(scheme, null, FlashTear.Nothing);
        Assert.True(counted == changes, $"{description}: {counted}");
    }

    [Theory]
    [MemberData(nameof(Tears))]
    public async Task Provisioning_with_a_cut_at_every_change(FlashTear tear)
    {
        for (int cut = 0; cut < ChangesOfProvisioning1; cut++)
            await ProvisionAsync(1, cut, tear);
        for (int cut = 0; cut < ChangesOfProvisioning2; cut++)
            await ProvisionAsync(2, cut, tear);
    }

    [Theory]
    [InlineData("much flash", Blocks, ChangesOfAnUpdate)]
    [InlineData("little flash", FewBlocks, ChangesOfAnUpdateInLittleFlash)]
    public async Task An_update_without_a_cut(string description, int blocks, int changes)
    {
        using DeviceMemories provisioned = await ProvisionedAsync(blocks);
        int counted = await UpdateAsync(provisioned, null, FlashTear.Nothing);
        Assert.True(counted == changes, $"{description}: {counted}");
    }

    [Theory]
    [MemberData(nameof(Tears))]
    public async Task An_update_with_a_cut_at_every_change(FlashTear tear)
    {
        using DeviceMemories provisioned = await ProvisionedAsync(Blocks), little = await ProvisionedAsync(FewBlocks);
        for (int cut = 0; cut < ChangesOfAnUpdate; cut++)
            await UpdateAsync(provisioned, cut, tear);
        for (int cut = 0; cut < ChangesOfAnUpdateInLittleFlash; cut++)
            await UpdateAsync(little, cut, tear);
    }

    /// <returns>How many changes there were until the cut.</returns>
    private static async Task<int> ProvisionAsync(int scheme, int? cut, FlashTear tear)
    {
        var memories = new DeviceMemories(Blocks);
        using VirtualDevice device = DeviceOf(memories, scheme, resident => Assert.NotEqual(DeviceRefusal.RecordsDamaged, resident.Refusal));
        memories.Power.On(cut ?? int.MaxValue, tear);
        using var machine = new SteppedDevice(device.Serve);
        await using SerialDevice line = Over(machine);
        await DeviceBench.ProvisionAsync(line, scheme);
        int changes = memories.Power.Changes;
        await AssertRunsAsync(line, "2.0.0", $"scheme {scheme}, cut {cut}, {tear}");
        Assert.Equal(DeviceState.Locked, (await line.HelloAsync(default)).State);
        Assert.True((await line.ReadLocksAsync(default)).AllHold);
        Assert.Equal(cut is not null, device.Boots > 3); // two restarts were asked for
        return changes;
    }

    private static async Task<int> UpdateAsync(DeviceMemories provisioned, int? cut, FlashTear tear)
    {
        string description = $"cut {cut}, {tear}";
        DeviceMemories memories = provisioned.Copy();
        using VirtualDevice device = DeviceOf(memories, 1, resident => Assert.True(resident.Refusal == DeviceRefusal.None, $"{description}: boots into {resident.Refusal}"));
        memories.Power.On(cut ?? int.MaxValue, tear);
        using var machine = new SteppedDevice(device.Serve);
        await using SerialDevice line = Over(machine);
        for (int run = 0; run < 2; run++) // a trial that was cut off thrice would fall back; sent again, it goes on
        {
            await line.UpdateAsync(New, null, default);
            await line.RestartAsync(default);
            await line.ConfirmAsync(default);
        }
        int changes = memories.Power.Changes;
        await AssertRunsAsync(line, "3.0.0", description);
        UpdateStatus status = await line.UpdateStatusAsync(default);
        Assert.Equal(new UpdateStatus("slot-b", false, false, null, 3), status);
        Assert.True(cut is null || device.Boots > 3, description);
        return changes;
    }

    private static async Task AssertRunsAsync(SerialDevice line, string version, string description)
    {
        Assert.True((await line.HelloAsync(default)).FirmwareVersion == version, description);
        Assert.NotEmpty(await line.AttestAsync(RandomNumberGenerator.GetBytes(32), default));
    }

    private static async Task<DeviceMemories> ProvisionedAsync(int blocks)
    {
        var memories = new DeviceMemories(blocks);
        using VirtualDevice device = DeviceOf(memories, 1, _ => { });
        using var machine = new SteppedDevice(device.Serve);
        await using SerialDevice line = Over(machine);
        await DeviceBench.ProvisionAsync(line);
        foreach (UpdateBundle earlier in blocks == FewBlocks ? Earlier : [])
        {
            await line.UpdateAsync(earlier, null, default);
            await line.RestartAsync(default);
            await line.ConfirmAsync(default);
        }
        return memories.Copy();
    }

    private static VirtualDevice DeviceOf(DeviceMemories memories, int scheme, Action<Attestation.Device.Resident.ResidentApplication> booted)
    {
        var entropy = new SeededEntropy(9);
        return new VirtualDevice(new DeviceParts { Product = DeviceBench.Product(scheme) }, memories, new byte[12], boot => entropy.For($"boot {boot}")) { Booted = booted };
    }

    private static SerialDevice Over(SteppedDevice machine) => new(new SteppedLine(machine), null, new ImpatientClock());

    private static UpdateBundle Bundle(string version, ulong svn)
    {
        FirmwareImage[] images = [.. new[] { "base.pe", "app.pe", "lib.pe" }.Select(name => new FirmwareImage(name, [.. Enumerable.Range(0, 1500).Select(i => (byte)(((i * 7) ^ version[0] ^ name[0]) & 0xFF))]))];
        BoardReleaseOrder order = BoardSample.Order() with { Version = version, Svn = svn, Layers = [new LayerOrder("base", images[..1]), new LayerOrder("app", images[1..])] };
        using var folder = new TemporaryFolder();
        ReleaseFolder.Write(BoardSample.Release(DiceAlgorithm.P256, order), null, folder["release"]);
        return UpdateBundle.Read(folder["release"]);
    }
}
