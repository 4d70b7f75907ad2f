namespace Attestation.Formats.Reasons;

// Reasons of the ladder, events 3040-3049: why a node is late, why it does not fall although it is bad, and why a drain does not end.
public static partial class GateReasons
{
    private const string Rungs = "docs/gate-ladder.md, rungs";
    private const string Drains = "docs/gate-ladder.md, drains";
    private const string Storms = "docs/gate-ladder.md, storms";

    public static readonly ReasonCode FirstVerdict = new(3040, "gate.ladder.first-verdict",
        "The node has never had a verdict.",
        "Enrol the node and let it attest before its time ends, or name it under exempt.", Rungs);

    public static readonly ReasonCode VerifierSilent = new(3041, "gate.ladder.verifier-silent",
        "The node's verdict has ended and the verifier does not answer, so nobody can renew it.",
        "Mend the verifier or the way to it; the node is not thrown out meanwhile.", Rungs);

    public static readonly ReasonCode StormStopped = new(3042, "gate.storm.stopped",
        "More nodes are bad at once than the configured share, so none is thrown out.",
        "Find what they have in common (an update, a reference value, the verifier's clock); if they really are bad: attest-gate storm acknowledge.", Storms);

    public static readonly ReasonCode StormRate = new(3043, "gate.storm.rate",
        "As many nodes fell in this minute as may, so this one waits its turn.",
        "Wait, or raise storm.perMinute.", Storms);

    public static readonly ReasonCode DrainBlocked = new(3044, "gate.drain.blocked",
        "The node's drain reached its deadline before all pods were evicted.",
        "Look at the PodDisruptionBudgets of the pods that are named; the taint stays.", Drains);

    internal static readonly ReasonCode[] Ladder = [FirstVerdict, VerifierSilent, StormStopped, StormRate, DrainBlocked];
}
