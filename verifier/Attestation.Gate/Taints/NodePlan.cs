using Attestation.Gate.Configuration;

namespace Attestation.Gate.Taints;

/// <summary>What is to be done about a node now.</summary>
/// <param name="Standing">Where it stands.</param>
/// <param name="Fall">Whether it fell.</param>
/// <param name="Change">What to change on it.</param>
/// <param name="Next">When time alone calls for another look; null for never.</param>
public sealed record NodePlan(Standing Standing, Fall Fall, NodeChange Change, DateTimeOffset? Next)
{
    /// <summary>Asks the ladder, then the guard, and works out the difference. Remembers in the node what must outlive its annotations.</summary>
    /// <param name="sight">Everything that decides about the node.</param>
    /// <param name="kept">The node; its memory is brought up to date.</param>
    public static NodePlan Of(NodeSight sight, KeptNode kept, Ladder ladder, FallGuard guard, LadderSettings settings, DateTimeOffset now)
    {
        Standing standing = ladder.Judge(sight, now);
        if (standing.Rung is not { } rung)
            return new NodePlan(standing, Fall.None, new NodeChange(null, null), standing.Next);
        Fall fall = rung == Rung.Bad ? FallOf(sight, standing, guard, now) : Fall.None;
        if (rung != Rung.Bad)
            guard.Forget(sight.Name);
        kept.Memory = new NodeMemory(standing.AwaitedSince, fall.At);
        NodeChange change = NodeChange.Between(sight.Node, DesiredNode.Of(sight, standing, fall, settings, now), sight.Keys, now);
        return new NodePlan(standing, fall, change, NextOf(standing, fall, settings, now));
    }

    /// <summary>A node that fell has fallen, whoever was the leader then.</summary>
    private static Fall FallOf(NodeSight sight, Standing standing, FallGuard guard, DateTimeOffset now)
    {
        DateTimeOffset? before = NodeMemory.Earlier(sight.Memory.FallenAt, sight.FallenAt);
        return before is { } at && at <= now ? new Fall(at, null, null) : guard.Ask(sight.Name, standing.ByOperator, now);
    }

    private static DateTimeOffset? NextOf(Standing standing, Fall fall, LadderSettings settings, DateTimeOffset now)
    {
        DateTimeOffset? next = NodeMemory.Earlier(standing.Next, fall.Next);
        if (fall.At is not { } at)
            return next;
        if (at + settings.ExecuteAfter > now)
            next = NodeMemory.Earlier(next, at + settings.ExecuteAfter);
        if (settings.Drain && at + settings.DrainAfter > now)
            next = NodeMemory.Earlier(next, at + settings.DrainAfter);
        return next;
    }
}
