using Attestation.Gate.Configuration;
using Attestation.Gate.Kubernetes;
using Attestation.Gate.Verdicts;

namespace Attestation.Gate.Taints;

/// <summary>What the ladder takes from the other parts of the gate.</summary>
public sealed record LadderParts(
    GateSettings Settings,
    ApiServer Server,
    LeaderElection Election,
    NodeStore Nodes,
    VerdictCache Verdicts,
    NodeEvents Events,
    StormLease StormLease,
    TimeProvider Clock);
