using Attestation.Gate.Kubernetes;
using Attestation.Gate.Logging;
using Attestation.Gate.Verdicts;

namespace Attestation.Gate.Taints;

/// <summary>Tells people what became of a node: log, Event on the node, and count.</summary>
internal sealed class NodeReports(NodeEvents events, LadderMetrics metrics, ILogger logger)
{
    /// <param name="name">The node.</param>
    /// <param name="before">Its label before the change.</param>
    /// <param name="fellBefore">Had it fallen before?</param>
    /// <param name="isHeldAnew">Is it held for another reason than at the last look?</param>
    /// <param name="plan">What was done.</param>
    public void Tell(string name, string? before, bool fellBefore, bool isHeldAnew, NodePlan plan)
    {
        string why = plan.Standing.Why?.Message ?? "its verdict is good";
        if (plan.Standing.Rung is { } rung && VerdictLabels.Of(rung) != before)
            Moved(name, rung, plan, why);
        if (plan.Fall.At is not null && !fellBefore)
        {
            metrics.Fell(plan.Standing.ByOperator);
            logger.NodeFell(name, why);
            events.Add(EventSubject.Node(name), NodeEvents.Warning, "AttestationFell", why);
        }
        else if (isHeldAnew && plan.Fall.Held is { } held)
        {
            events.Add(EventSubject.Node(name), NodeEvents.Warning, "AttestationHeld", held.Message);
        }
    }

    private void Moved(string name, Rung rung, NodePlan plan, string why)
    {
        GateDenial? denial = plan.Standing.Why;
        if (denial is null)
            logger.NodeMoved(name, rung.ToString(), why);
        else
            logger.Log(LogLevel.Warning, new EventId(denial.Code.EventId, denial.Code.Id), "Node {Node} is on rung {Rung} with {Reason}: {Detail}", name, rung, denial.Code.Id, denial.Detail);
        bool isGood = rung is Rung.Trusted or Rung.Exempt;
        events.Add(EventSubject.Node(name), isGood ? NodeEvents.Normal : NodeEvents.Warning, $"Attestation{rung}", why);
    }
}
