using Attestation.Device.Boot;
using Attestation.Device.Provisioning;
using Attestation.Dice;
using Attestation.Dice.Host;

namespace Attestation.Simulator.Devices;

/// <summary>What one virtual device is made of, besides its memories. A fault puts something else in the place of a part.</summary>
public sealed class DeviceParts
{
    /// <summary>The crypto.</summary>
    public IDiceOperations Operations { get; set; } = new HostDiceOperations();

    public required DeviceProduct Product { get; set; }

    /// <summary>Called at every reset with the good store.</summary>
    public Func<IUdsStore, IUdsStore> Secret { get; set; } = good => good;

    /// <summary>Called at every reset with the good locks.</summary>
    public Func<IBoardLocks, IBoardLocks> Locks { get; set; } = good => good;

    /// <summary>Called at every reset with what a good board finds.</summary>
    public Action<BoardCondition> Condition { get; set; } = _ => { };

    /// <summary>Called at every reset with the plan of the product; gives another one.</summary>
    public Func<BootPlan, BootPlan> Plan { get; set; } = good => good;

    /// <summary>Changes of the memories after which the power goes, once; null: it stays.</summary>
    public int? PowerCut { get; set; }
}
