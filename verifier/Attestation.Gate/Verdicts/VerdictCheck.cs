using Attestation.Formats.Reasons;

namespace Attestation.Gate.Verdicts;

/// <summary>One question about a verdict, asked in one place: may the node be trusted now, and if not, why?</summary>
public static class VerdictCheck
{
    /// <summary>Null where the node may be trusted.</summary>
    /// <param name="verdict">The latest one of the node; null where there is none.</param>
    /// <param name="nodeName">Whom the question is about.</param>
    /// <param name="now">The instant of the question; a verdict has ended at its expiry.</param>
    public static GateDenial? Of(NodeVerdict? verdict, string nodeName, DateTimeOffset now)
    {
        if (verdict is null)
            return new GateDenial(GateReasons.VerdictMissing, nodeName);
        string appraisal = $"{nodeName}, appraisal {verdict.Appraisal}";
        return verdict switch
        {
            { Ambiguous: true } => new GateDenial(GateReasons.VerdictAmbiguous, nodeName),
            { State: VerdictState.Revoked } => new GateDenial(GateReasons.VerdictRevoked, appraisal),
            { State: not VerdictState.Current } => new GateDenial(GateReasons.VerdictEnded, $"{appraisal}: {verdict.State.ToString().ToLowerInvariant()}"),
            { Status: VerdictStatus.Warning, WarningAccepted: false } => new GateDenial(GateReasons.VerdictWarning, appraisal + ReasonsOf(verdict)),
            { Status: not (VerdictStatus.Affirming or VerdictStatus.Warning) } => new GateDenial(GateReasons.VerdictRefused, appraisal + ReasonsOf(verdict)),
            _ when now >= verdict.Expires => new GateDenial(GateReasons.VerdictExpired, $"{nodeName}, at {verdict.Expires:yyyy-MM-ddTHH:mm:ssZ}"),
            _ => null,
        };
    }

    private static string ReasonsOf(NodeVerdict verdict) => verdict.Reasons.Count == 0 ? "" : ": " + string.Join(", ", verdict.Reasons);
}

/// <summary>Why the gate says no.</summary>
/// <param name="Code">The reason.</param>
/// <param name="Detail">What was found, for people.</param>
public sealed record GateDenial(ReasonCode Code, string Detail)
{
    /// <summary>One line for conditions, webhook answers and events.</summary>
    public string Message => $"{Code.Id}: {Code.Sentence} {Detail}. {Code.Remedy}";
}
