using Attestation.Formats.Reasons;

namespace Attestation.Verifier;

/// <summary>
/// The verifier's own failure. At the start it ends the process with the reason on standard error; in a request it becomes a problem
/// document with a 5xx status. Never thrown because of something a client sent.
/// </summary>
public sealed class ServiceFailure : Exception
{
    public ServiceFailure(ReasonCode code, string detail, Exception? inner = null) : base(detail, inner) => Code = code;

    /// <summary>Exit status of a usage error, and of an option that names something unusable.</summary>
    public const int UsageStatus = 2;

    /// <summary>Exit status where the service itself, or something it needs, failed.</summary>
    public const int FailedStatus = 3;

    private static readonly ReasonCode[] WrongSetting =
    [
        ServiceReasons.Option, ServiceReasons.ListenInsecure, ServiceReasons.Tls, ServiceReasons.Anchors, ServiceReasons.CorimKeys,
        ServiceReasons.PolicyFile, ServiceReasons.TokenFile, ServiceReasons.EkAllowList, ServiceReasons.EkRoots,
        ServiceReasons.EkRevocationLists,
    ];

    /// <summary>One of <see cref="ServiceReasons"/>.</summary>
    public ReasonCode Code { get; }

    /// <summary>What the process ends with when this keeps it from starting.</summary>
    public int ExitStatus => WrongSetting.Contains(Code) ? UsageStatus : FailedStatus;
}
