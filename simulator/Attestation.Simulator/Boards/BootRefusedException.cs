using Attestation.Formats.Reasons;

namespace Attestation.Simulator.Boards;

/// <summary>The board did not boot: a stage did not trust the next partition. No layer after it ran.</summary>
public sealed class BootRefusedException(ReasonCode reason, int partition) : Exception($"Partition {partition}: {reason.Sentence}")
{
    public ReasonCode Reason { get; } = reason;

    /// <summary>Number of the partition that was refused, 0 = the bootloader.</summary>
    public int Partition { get; } = partition;
}
