namespace Attestation.Simulator.SpiTpms;

/// <summary>How a simulated TPM's interface behaves within what the profile allows, and what goes wrong beyond that. The defaults are a fast, healthy part.</summary>
public sealed class SpiTpmConditions
{
    /// <summary>Wait states of the next transaction.</summary>
    public Func<int> WaitStates { get; set; } = () => 0;

    /// <summary>What the next reading of TPM_STS says as burst count.</summary>
    public Func<int> BurstCount { get; set; } = () => 64;

    /// <summary>From power on until TPM_ACCESS is valid.</summary>
    public TimeSpan Start { get; set; }

    /// <summary>From requestUse until the locality is active.</summary>
    public TimeSpan Grant { get; set; }

    /// <summary>From commandReady until it is shown.</summary>
    public TimeSpan Ready { get; set; }

    /// <summary>stsValid is 0 for so long after every access to the FIFO.</summary>
    public TimeSpan Invalid { get; set; }

    /// <summary>From tpmGo until the response is there.</summary>
    public TimeSpan Execution { get; set; }

    /// <summary>commandReady leads from Completion to Idle, as PTP draws it; else straight to Ready, as many parts do.</summary>
    public bool PassesThroughIdle { get; set; }

    /// <summary>The line rests at this level: nobody drives it.</summary>
    public byte? RestingLine { get; set; }

    /// <summary>TPM_DID_VID: device, vendor.</summary>
    public uint VendorAndDevice { get; set; } = 0x001B15D1;

    /// <summary>TPM_INTERFACE_CAPABILITY: PTP, transfers up to 64 bytes, dynamic burst count.</summary>
    public uint Capability { get; set; } = 0x30000697;

    /// <summary>tpmFamily.</summary>
    public uint Family { get; set; } = 1;

    /// <summary>commandCancel has no effect.</summary>
    public bool IgnoresCancel { get; set; }

    /// <summary>The FIFO does not take the command's byte with this number, counted from 0.</summary>
    public int LosesByte { get; set; } = -1;

    /// <summary>The FIFO takes the command's byte with this number twice.</summary>
    public int DoublesByte { get; set; } = -1;

    /// <summary>Another locality takes over when so many bytes of a command have been received.</summary>
    public int SeizedAfter { get; set; } = -1;

    /// <summary>Defects of the next readings of a response, one each; a responseRetry begins another reading.</summary>
    public Queue<ReadDefect> Readings { get; } = new();
}
