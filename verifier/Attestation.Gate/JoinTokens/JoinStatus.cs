using Attestation.Formats.Reasons;

namespace Attestation.Gate.JoinTokens;

/// <summary>HTTP statuses of refusals.</summary>
internal static class JoinStatus
{
    private static readonly Dictionary<ReasonCode, int> Statuses = new()
    {
        [GateReasons.JoinRequest] = StatusCodes.Status400BadRequest,
        [GateReasons.JoinBody] = StatusCodes.Status400BadRequest,
        [GateReasons.JoinName] = StatusCodes.Status400BadRequest,
        [GateReasons.RequestMalformed] = StatusCodes.Status400BadRequest,
        [GateReasons.JoinRate] = StatusCodes.Status429TooManyRequests,
        [GateReasons.JoinBusy] = StatusCodes.Status503ServiceUnavailable,
        [GateReasons.JoinCluster] = StatusCodes.Status503ServiceUnavailable,
        [GateReasons.VerifierUnknown] = StatusCodes.Status503ServiceUnavailable,
        [GateReasons.JoinTimeout] = StatusCodes.Status504GatewayTimeout,
    };

    /// <summary>403 for everything that is a decision about the node.</summary>
    public static int Of(ReasonCode code) => Statuses.GetValueOrDefault(code, StatusCodes.Status403Forbidden);

    /// <summary>Does the detail tell only what whoever asks sent, or what the settings say?</summary>
    public static bool IsAboutTheRequest(ReasonCode code) =>
        code == GateReasons.JoinRequest || code == GateReasons.JoinBody || code == GateReasons.JoinName || code == GateReasons.JoinKind || code == GateReasons.JoinRate;
}
