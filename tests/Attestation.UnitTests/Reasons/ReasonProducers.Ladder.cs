using Attestation.Formats.Reasons;
using Attestation.Gate.Configuration;
using Attestation.Gate.Taints;
using Attestation.Gate.Taints.Drains;
using Attestation.UnitTests.Gate.Taints;

namespace Attestation.UnitTests.Reasons;

public static partial class ReasonProducers
{
    private static Dictionary<ReasonCode, Func<IEnumerable<ReasonCode>>> LadderSteps => new()
    {
        [GateReasons.FirstVerdict] = () => [new NodeBench().Judge(NodeBench.Start).Why!.Code],
        [GateReasons.VerifierSilent] = () => [new NodeBench { Verdict = NodeBench.Good(NodeBench.Start) }.Judge(NodeBench.Start.AddHours(1)).Why!.Code],
        [GateReasons.StormStopped] = () => Refusals(new StormSettings { StopShare = 0, Settle = TimeSpan.Zero }, "a", "b"),
        [GateReasons.DrainBlocked] = () => [NodeDrain.Left([new DrainedPod("default", "web-1", IsEnding: false)]).Code],
        [GateReasons.StormRate] = () => Refusals(new StormSettings { PerMinute = 1, StopShare = 100, Settle = TimeSpan.Zero }, "a", "b"),
    };

    private static IEnumerable<ReasonCode> Refusals(StormSettings settings, params string[] nodes)
    {
        var guard = new FallGuard(settings);
        guard.Count(nodes.Length);
        return nodes.Select(node => guard.Ask(node, byOperator: false, NodeBench.Start).Held?.Code).OfType<ReasonCode>();
    }
}
