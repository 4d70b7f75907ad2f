using Attestation.Device.Boot;
using Attestation.Device.Manifest;
using Attestation.Device.Protocol;
using Attestation.Device.Provisioning;
using Attestation.Device.Resident;
using Attestation.Device.Storage;
using Attestation.Factory;

namespace Attestation.Simulator.Devices;

/// <summary>A board on which firmware/Attestation.Device runs: its resident application, over flash that can lose its power. Only the hardware is imitated,
/// and the programs of a release: their files are verified, measured and loaded as bytes, and nothing of them is executed. Not thread-safe.</summary>
public sealed class VirtualDevice : IDisposable
{
    private const string Slot = "slot-a";

    private readonly DeviceParts _parts;
    private readonly DeviceMemories _memories;
    private readonly Func<int, EntropySource> _entropy;
    private ResidentApplication? _resident;
    private int _boots;

    /// <param name="parts">What it is made of.</param>
    /// <param name="memories">They belong to the new object.</param>
    /// <param name="serial">1 to 32 bytes.</param>
    /// <param name="entropy">The random generator of each boot, by its number.</param>
    public VirtualDevice(DeviceParts parts, DeviceMemories memories, byte[] serial, Func<int, EntropySource> entropy)
    {
        (_parts, _memories, Serial, _entropy) = (parts, memories, serial, entropy);
        Flash();
        memories.Power.On(parts.PowerCut ?? int.MaxValue, FlashTear.SomeBits);
    }

    public byte[] Serial { get; }

    public string Name => Convert.ToHexStringLower(Serial);

    public DeviceMemories Memories => _memories;

    /// <summary>Told of every boot, when it is over.</summary>
    public Action<ResidentApplication>? Booted { get; init; }

    /// <summary>How often it was reset.</summary>
    public int Boots => _boots;

    /// <summary>The running resident application.</summary>
    public ResidentApplication Resident => _resident ??= PowerOn();

    /// <summary>Answers over a line until that is gone or the station leaves; resets itself when it is asked to, or when its power comes back.</summary>
    public SessionEnd Serve(IByteChannel channel)
    {
        var powered = new PoweredChannel(channel, _memories.Power);
        while (true)
        {
            SessionEnd end = Resident.Serve(powered);
            bool wasCut = _memories.Power.IsOff;
            if (!wasCut && end != SessionEnd.Restart)
                return end;
            Reset();
        }
    }

    /// <summary>The reset button; power comes back where it was gone.</summary>
    public void Reset()
    {
        _resident?.Stop();
        _resident = null;
        if (_memories.Power.IsOff)
            _memories.Power.On();
    }

    public void Dispose()
    {
        _resident?.Stop();
        _memories.Dispose();
    }

    /// <summary>What the maker of the boards writes before they come to the line; a device whose memories stayed has it.</summary>
    private void Flash()
    {
        var files = new FlashFiles(_memories.Flash);
        if (files.Names.Any())
            return;
        foreach (var (name, content) in _parts.Product.Slot)
        {
            if (!files.TryWrite($"{Slot}/{name}", 0, content, 0, content.Length))
                throw new FactoryException(Formats.Reasons.BoardReasons.PartitionOutside, $"{name} does not fit into {_memories.Flash.Blocks} blocks of flash.");
        }
    }

    private ResidentApplication PowerOn()
    {
        EntropySource entropy = _entropy(_boots++);
        var files = new FlashFiles(_memories.Flash);
        var vault = new FlashFiles(_memories.Vault);
        DeviceProduct product = _parts.Product;
        var random = new SeededRandom(entropy);
        IUdsStore store = product.Scheme == 1
            ? new UdsFileStore(vault, "uds", isProtected: true)
            : new EntropyFileStore(vault, "inside", vault, "outside", random, isProtected: true);
        var condition = new BoardCondition { Configuration = product.Configuration };
        _parts.Condition(condition);
        var board = new ResidentBoard
        {
            Boot = new BootBoard
            {
                Operations = _parts.Operations,
                Storage = files,
                Rollback = new RecordedRollbackCounter(files, "rollback"),
                Resident = product.BootloaderDigest is { } digest ? ResidentImage.FromBootloaderDigest(digest) : ResidentImage.FromStorage(new ReadOnlyFile("resident", product.Resident), "resident"),
                Condition = condition,
                Loader = new MeasuredFiles(),
            },
            Uds = _parts.Secret(store),
            Locks = _parts.Locks(new FusedLocks(_memories.Fuses, product.Locks)),
            Random = random,
            Serial = Serial,
        };
        var resident = new ResidentApplication(board, _parts.Plan(product.Plan));
        resident.Start();
        if (!_memories.Power.IsOff)
            Booted?.Invoke(resident);
        return resident;
    }
}
