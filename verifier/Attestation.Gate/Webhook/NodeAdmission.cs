using Attestation.Formats.Reasons;
using Attestation.Gate.Verdicts;

namespace Attestation.Gate.Webhook;

/// <summary>
/// Judges what somebody wants to do to a Node: a pure function of the request, the verdicts known, the rules and the instant.
/// A new node needs a good verdict, whoever creates it; a node that changes itself does too. What carries the gate's prefix is the gate's alone.
/// Heartbeats (Leases, which are not asked about, and nodes/status) are never refused for want of a verdict: a node that is late must be able to recover.
/// </summary>
public static class NodeAdmission
{
    /// <summary>
    /// True where the old node in the request proves nothing and the answer depends on it: the caller reads the stored node and asks <see cref="Judge"/> about
    /// <see cref="AgainstStored"/>.
    /// </summary>
    public static bool NeedsStored(AdmissionRequest request, AdmissionRules rules) =>
        request.Operation == "UPDATE" && request is { Node: not null, OldIsProven: false } && !rules.IsGate(request.User);

    /// <summary>The request with the stored node as the old one. Another version means that the API server must ask again, since its write will fail.</summary>
    public static AdmissionRequest AgainstStored(AdmissionRequest request, ObservedNode stored) =>
        request with { Old = stored, OldIsProven = true, Raced = request.Node!.Version.Length > 0 && stored.Version != request.Node.Version };

    /// <summary>The answer where <see cref="NeedsStored"/>, and the stored node is gone or cannot be read.</summary>
    public static AdmissionDecision Unreadable(AdmissionRequest request, AdmissionRules rules) =>
        WithGlass(AdmissionDecision.Refuse(GateReasons.WebhookStoredNode, request.Node!.Name), request, rules);

    public static AdmissionDecision Judge(AdmissionRequest request, VerdictCache verdicts, AdmissionRules rules, DateTimeOffset now) =>
        WithGlass(JudgeStrictly(request, verdicts, rules, now), request, rules);

    private static AdmissionDecision WithGlass(AdmissionDecision decision, AdmissionRequest request, AdmissionRules rules)
    {
        if (decision.Denial is not { } denial || !rules.MayBreakGlass(request.User))
            return decision;
        return decision with { BrokeGlass = true, Warning = $"admitted only because {request.User.Name} may break the glass: {denial.Code.Id}: {denial.Detail}" };
    }

    private static AdmissionDecision JudgeStrictly(AdmissionRequest request, VerdictCache verdicts, AdmissionRules rules, DateTimeOffset now) => request switch
    {
        { Target.IsNode: true, Operation: "CREATE", Node: { } node } => Create(request, node, verdicts, rules, now),
        { Target.IsNode: true, Operation: "UPDATE", Node: { } node } => Update(request, node, verdicts, rules, now),
        { Target.IsNodeStatus: true, Operation: "UPDATE", Node: { } node } => OtherNode(request.User, node) ?? Marks(request, node, rules) ?? AdmissionDecision.Pass,
        { Target.IsNode: true, Operation: "DELETE" } => AdmissionDecision.Pass,
        _ => AdmissionDecision.Refuse(GateReasons.WebhookResource, $"{request.Operation} of {request.Target}"),
    };

    private static AdmissionDecision Create(AdmissionRequest request, ObservedNode node, VerdictCache verdicts, AdmissionRules rules, DateTimeOffset now) =>
        OtherNode(request.User, node) ?? Marks(request, node, rules) ?? Verdict(node.Name, verdicts, rules, now);

    private static AdmissionDecision Update(AdmissionRequest request, ObservedNode node, VerdictCache verdicts, AdmissionRules rules, DateTimeOffset now) =>
        OtherNode(request.User, node)
        ?? Marks(request, node, rules)
        ?? Uncordon(request, node, rules)
        ?? (request.User.Node is null ? AdmissionDecision.Pass : Verdict(node.Name, verdicts, rules, now));

    /// <summary>NodeRestriction says the same; a cluster may have forgotten to switch it on.</summary>
    private static AdmissionDecision? OtherNode(AdmissionUser user, ObservedNode node) =>
        user.Node is { } itself && itself != node.Name ? AdmissionDecision.Refuse(GateReasons.WebhookOtherNode, $"{itself} asks for {node.Name}") : null;

    private static AdmissionDecision? Marks(AdmissionRequest request, ObservedNode node, AdmissionRules rules)
    {
        if (rules.IsGate(request.User) || node.Marks.ChangeFrom(request.Old?.Marks ?? OwnedMarks.None) is not { } change)
            return null;
        return request.Raced
            ? AdmissionDecision.Refuse(GateReasons.WebhookStoredNode, $"{node.Name} is at version {request.Old!.Version}, asked about {node.Version}")
            : AdmissionDecision.Refuse(change.Code, $"{node.Name}, {change.What}");
    }

    /// <summary>Whoever cordons a node may uncordon it; the gate's cordon is the gate's.</summary>
    private static AdmissionDecision? Uncordon(AdmissionRequest request, ObservedNode node, AdmissionRules rules)
    {
        bool uncordons = request.Old is { Unschedulable: true } && !node.Unschedulable && !request.Raced;
        bool gateDid = request.Old?.Marks.Annotations.GetValueOrDefault(rules.CordonMark) == "true";
        return uncordons && gateDid && !rules.IsGate(request.User) ? AdmissionDecision.Refuse(GateReasons.WebhookUncordon, node.Name) : null;
    }

    private static AdmissionDecision Verdict(string name, VerdictCache verdicts, AdmissionRules rules, DateTimeOffset now)
    {
        if (rules.Exempt.Contains(name))
            return AdmissionDecision.Pass;
        NodeVerdict? verdict = verdicts.Find(name);
        if (verdicts.Check(name, now) is { } denial)
            return new AdmissionDecision(denial, Verdict: verdict);
        bool soon = verdict!.Expires - now <= rules.WarnBefore;
        return new AdmissionDecision(null, Warning: soon ? $"the verdict of {name} ends at {verdict.Expires:yyyy-MM-ddTHH:mm:ssZ}; its agent has to attest before" : null, Verdict: verdict);
    }
}
