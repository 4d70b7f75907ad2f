using System.Text;
using Attestation.Device.Application;
using Attestation.Device.Boot;
using Attestation.Device.Storage;
using Attestation.Dice;

namespace Attestation.Device.SelfTest.Firmware;

/// <summary>A board in memory with a release in slot a: provisioned, locked, its counter at 2. A check changes one thing and boots.</summary>
internal sealed class BootBench : ILayerLoader
{
    private static readonly string[] Slots = { "slot-a", "slot-b" };

    internal BootBench()
    {
        Releases.Install(Storage, "slot-a", Releases.EdDsa);
        Storage.Put("resident", Encoding.UTF8.GetBytes("resident image"));
        Storage.Put("uds", Filled(32, 0x5D));
        IRollbackCounter counter = new RecordedRollbackCounter(Storage, "rollback");
        counter.TryCreate();
        counter.TryAdvance(2);
        Plan = new BootPlan
        {
            Board = Releases.Board, ResidentVersion = "1.0.0", ResidentSecurityVersion = 1, FirmwareKey = Releases.Key,
            Algorithm = DiceAlgorithm.Ed25519, SealingCeiling = 4,
        };
    }

    internal MemoryStorage Storage { get; } = new MemoryStorage();

    internal BootPlan Plan { get; }

    internal string Model { get; set; } = Releases.Model;

    /// <summary>A file that is no program.</summary>
    internal string Unloadable { get; set; }

    /// <summary>Files that were loaded, in their order.</summary>
    internal string Loaded { get; private set; } = "";

    internal IUdsSource Uds { get; private set; }

    /// <summary>Power on, and the application's identity, if it comes that far.</summary>
    internal DeviceRefusal Boot(out DeviceIdentity device)
    {
        Uds = new StoredUds(Storage, "uds", true);
        BootBoard board = new BootBoard
        {
            Operations = new SoftwareDiceOperations(), Uds = Uds, Storage = Storage, Rollback = new RecordedRollbackCounter(Storage, "rollback"),
            Resident = ResidentImage.FromStorage(Storage, "resident"),
            Condition = new BoardCondition { Configuration = Encoding.UTF8.GetBytes("closed case"), AreLocksInForce = true }, Loader = this,
        };
        return new BootApplication(board, Plan, new BootIdentity { Vendor = Releases.Vendor, Model = Model }).Boot(Slots, out device);
    }

    public bool TryLoad(string name, byte[] image)
    {
        Loaded = Loaded + name + " ";
        return name != Unloadable;
    }

    public bool TryStart(DeviceIdentity device) => true;

    internal static byte[] Filled(int count, byte value)
    {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++)
            bytes[i] = value;
        return bytes;
    }
}
