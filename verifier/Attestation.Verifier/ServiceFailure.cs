using Attestation.Formats.Reasons;

namespace Attestation.Verifier;

/// <summary>
/// The verifier's own failure. At the start it ends the process with the reason on standard error; in a request it becomes a problem
/// document with a 5xx status. Never thrown because of something a client sent.
/// </summary>
public sealed class ServiceFailure : Exception
{
    public ServiceFailure(ReasonCode code, string detail, Exception? inner = null) : base(detail, inner) => Code = code;

    /// <summary>One of <see cref="ServiceReasons"/>.</summary>
    public ReasonCode Code { get; }
}
