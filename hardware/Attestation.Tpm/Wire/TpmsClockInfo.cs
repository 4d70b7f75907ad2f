namespace Attestation.Tpm.Wire;

/// <summary>TPMS_CLOCK_INFO, Part 2 clause 10.11.1.</summary>
/// <param name="Clock">Milliseconds that the TPM has been powered; kept over resets.</param>
/// <param name="ResetCount">TPM Resets since the last TPM2_Clear.</param>
/// <param name="RestartCount">Restarts and resumes since the last reset.</param>
/// <param name="Safe">No smaller clock value has been reported before.</param>
public sealed record TpmsClockInfo(ulong Clock, uint ResetCount, uint RestartCount, bool Safe) : IWireValue<TpmsClockInfo>
{
    public static TpmsClockInfo Read(WireReader reader) =>
        new(reader.U64("clock"), reader.U32("resetCount"), reader.U32("restartCount"), reader.YesNo("safe"));

    public void Write(WireWriter writer)
    {
        writer.U64(Clock);
        writer.U32(ResetCount);
        writer.U32(RestartCount);
        writer.YesNo(Safe);
    }
}

/// <summary>TPMS_TIME_INFO, Part 2 clause 10.11.6.</summary>
/// <param name="Time">Milliseconds since the TPM was last powered.</param>
/// <param name="ClockInfo">The clock that survives.</param>
public sealed record TpmsTimeInfo(ulong Time, TpmsClockInfo ClockInfo) : IWireValue<TpmsTimeInfo>
{
    public static TpmsTimeInfo Read(WireReader reader) => new(reader.U64("time"), reader.Nested("clockInfo", TpmsClockInfo.Read));

    public void Write(WireWriter writer)
    {
        writer.U64(Time);
        ClockInfo.Write(writer);
    }
}
