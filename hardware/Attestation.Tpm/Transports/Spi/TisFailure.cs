namespace Attestation.Tpm.Transports.Spi;

/// <summary>Every way in which the FIFO interface of a TPM fails. What an operator does about it: reasons <c>tpm.spi.*</c>.</summary>
public enum TisFailure
{
    /// <summary>The operating system refuses a transfer or a setting of the bus.</summary>
    Bus,

    /// <summary>Nothing answers: all ones, or no vendor.</summary>
    Absent,

    /// <summary>The TPM inserts wait states without end, or nothing drives its data line.</summary>
    WaitStates,

    /// <summary>TPM_ACCESS does not become valid after power on.</summary>
    NotStarted,

    /// <summary>A TPM of another family than 2.0.</summary>
    Family,

    /// <summary>The locality is not granted.</summary>
    Locality,

    /// <summary>Somebody took the locality away in the middle of a command.</summary>
    LocalityLost,

    /// <summary>The TPM does not become ready for a command.</summary>
    NotReady,

    /// <summary>TPM_STS does not become valid.</summary>
    Status,

    /// <summary>The burst count stays 0.</summary>
    BurstCount,

    /// <summary>The TPM expects no more bytes before the command is whole: bytes were lost or added.</summary>
    CommandCutShort,

    /// <summary>The TPM still expects bytes after the whole command: bytes were lost.</summary>
    CommandIncomplete,

    /// <summary>No response in the time of the longest command.</summary>
    Execution,

    /// <summary>The response cannot be read whole, also not after asking for it again.</summary>
    Response,

    /// <summary>A command that was cancelled does not end.</summary>
    NotCancelled,
}
