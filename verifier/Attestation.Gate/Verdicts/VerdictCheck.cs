using Attestation.Formats.Reasons;

namespace Attestation.Gate.Verdicts;

/// <summary>One question about a verdict, asked in one place: may the node be trusted now, and if not, why?</summary>
public static class VerdictCheck
{
    /// <summary>Null where the node may be trusted.</summary>
    public static GateDenial? Of(NodeVerdict? verdict, string nodeName, DateTimeOffset now) => verdict switch
    {
        null => new GateDenial(GateReasons.VerdictMissing, nodeName),
        { State: VerdictState.Revoked } => new GateDenial(GateReasons.VerdictRevoked, $"{nodeName}, appraisal {verdict.Appraisal}"),
        { State: not VerdictState.Current } => new GateDenial(GateReasons.VerdictEnded, $"{nodeName}: {verdict.State.ToString().ToLowerInvariant()}"),
        { Status: not (VerdictStatus.Affirming or VerdictStatus.Warning) } =>
            new GateDenial(GateReasons.VerdictRefused, $"{nodeName}: {string.Join(", ", verdict.Reasons)}; appraisal {verdict.Appraisal}"),
        _ when now >= verdict.Expires => new GateDenial(GateReasons.VerdictExpired, $"{nodeName}, at {verdict.Expires:yyyy-MM-ddTHH:mm:ssZ}"),
        _ => null,
    };
}

/// <summary>Why the gate says no.</summary>
/// <param name="Code">The reason.</param>
/// <param name="Detail">What was found, for people.</param>
public sealed record GateDenial(ReasonCode Code, string Detail)
{
    /// <summary>One line for conditions, webhook answers and events.</summary>
    public string Message => $"{Code.Id}: {Code.Sentence} {Detail}. {Code.Remedy}";
}
