using Attestation.Formats.Reasons;

namespace Attestation.Gate;

/// <summary>The gate's own failure: at the start it ends the process with the reason on standard error. Never thrown because of what a node did.</summary>
public sealed class GateFailure(ReasonCode code, string detail, Exception? inner = null) : Exception(detail, inner)
{
    /// <summary>Exit status of a usage error, and of a setting that names something unusable.</summary>
    public const int UsageStatus = 2;

    /// <summary>Exit status where the gate itself, or something it needs, failed.</summary>
    public const int FailedStatus = 3;

    /// <summary>One of <see cref="GateReasons"/>.</summary>
    public ReasonCode Code => code;

    public int ExitStatus => code == GateReasons.Configuration || code == GateReasons.KubernetesCredentials || code == GateReasons.VerifierKey ? UsageStatus : FailedStatus;
}
