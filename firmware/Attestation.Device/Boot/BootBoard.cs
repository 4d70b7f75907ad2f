using Attestation.Device.Gpio;
using Attestation.Device.Operations;
using Attestation.Device.Storage;
using Attestation.Dice;

namespace Attestation.Device.Boot;

/// <summary>The hardware under a boot: what a board's glue implements, or a virtual board. No clock and no random numbers are among it.</summary>
public sealed class BootBoard
{
    public IDiceOperations Operations { get; set; }

    /// <summary>Native HMAC that measures files of releases that ask for it; null where the board has none, and then managed code does.</summary>
    public IHmacSha512 Hmac { get; set; }

    public IUdsSource Uds { get; set; }

    public IDeviceStorage Storage { get; set; }

    public IRollbackCounter Rollback { get; set; }

    public ResidentImage Resident { get; set; }

    public BoardCondition Condition { get; set; }

    /// <summary>The tamper input; null where a board has none, and then <see cref="BoardCondition.IsTampered"/> is measured as the glue set it.</summary>
    public TamperInput Tamper { get; set; }

    public ILayerLoader Loader { get; set; }
}
