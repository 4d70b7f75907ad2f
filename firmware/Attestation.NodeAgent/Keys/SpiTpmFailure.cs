using Attestation.Formats.Reasons;
using Attestation.Tpm.Transports.Spi;

namespace Attestation.NodeAgent.Keys;

/// <summary>The TPM on the SPI bus cannot be used: why, as one of the codes <c>tpm.spi.*</c>.</summary>
/// <param name="reason">The code.</param>
/// <param name="detail">What was met, without secrets.</param>
/// <param name="cause">What the operating system or the interface said.</param>
public sealed class SpiTpmFailure(ReasonCode reason, string detail, Exception? cause = null)
    : IOException($"{reason.Id}: {reason.Sentence} {detail}. {reason.Remedy}", cause)
{
    public ReasonCode Reason { get; } = reason;

    public static SpiTpmFailure Of(TisException e) => new(ReasonOf(e.Failure), e.Message, e);

    /// <summary>One code for each failure of the interface.</summary>
    public static ReasonCode ReasonOf(TisFailure failure) => failure switch
    {
        TisFailure.Bus => SpiReasons.Bus,
        TisFailure.Absent => SpiReasons.Absent,
        TisFailure.WaitStates => SpiReasons.WaitStates,
        TisFailure.NotStarted => SpiReasons.NotStarted,
        TisFailure.Family => SpiReasons.Family,
        TisFailure.Locality => SpiReasons.Locality,
        TisFailure.LocalityLost => SpiReasons.LocalityLost,
        TisFailure.NotReady => SpiReasons.NotReady,
        TisFailure.Status => SpiReasons.Status,
        TisFailure.BurstCount => SpiReasons.BurstCount,
        TisFailure.CommandCutShort => SpiReasons.CommandCutShort,
        TisFailure.CommandIncomplete => SpiReasons.CommandIncomplete,
        TisFailure.Execution => SpiReasons.Execution,
        TisFailure.Response => SpiReasons.Response,
        TisFailure.NotCancelled => SpiReasons.NotCancelled,
        _ => throw new ArgumentOutOfRangeException(nameof(failure)),
    };
}
