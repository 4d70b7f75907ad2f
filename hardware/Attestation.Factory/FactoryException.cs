using Attestation.Formats.Reasons;

namespace Attestation.Factory;

/// <summary>A step of the factory that was refused: nothing was written, or what was written stands complete.</summary>
public sealed class FactoryException(ReasonCode reason, string detail, Exception? cause = null)
    : Exception($"{reason.Sentence} {detail}", cause)
{
    public ReasonCode Reason { get; } = reason;

    /// <summary>Which file, device or key; never a secret.</summary>
    public string Detail { get; } = detail;
}
