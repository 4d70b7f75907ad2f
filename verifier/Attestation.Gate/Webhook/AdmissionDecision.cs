using Attestation.Gate.Verdicts;

namespace Attestation.Gate.Webhook;

/// <summary>What the gate says to one request.</summary>
/// <param name="Denial">Why it would be refused; null where nothing speaks against it.</param>
/// <param name="BrokeGlass">It passes in spite of <paramref name="Denial"/>, because of who asks.</param>
/// <param name="Warning">A sentence for the one who asks; null where there is none.</param>
/// <param name="Verdict">The verdict that was asked for, if one was.</param>
public sealed record AdmissionDecision(GateDenial? Denial, bool BrokeGlass = false, string? Warning = null, NodeVerdict? Verdict = null)
{
    public static AdmissionDecision Pass { get; } = new((GateDenial?)null);

    public bool Allowed => Denial is null || BrokeGlass;

    internal static AdmissionDecision Refuse(Formats.Reasons.ReasonCode code, string detail) => new(new GateDenial(code, detail));
}
