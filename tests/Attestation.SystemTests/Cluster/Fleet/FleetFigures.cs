namespace Attestation.SystemTests.Cluster.Fleet;

/// <summary>What a fleet of nodes cost the gate. Times are of one run on one machine that ran everything: nodes, verifier, etcd, API server, controllers, gate.</summary>
/// <param name="Nodes">How many.</param>
/// <param name="Load">From the gate's start to a full cache of verdicts.</param>
/// <param name="Floor">From a request's creation to its approval by a program that approves whatever comes, posted at the same rate: what API server and etcd take.</param>
/// <param name="Gate">The same with the gate, which judges first.</param>
/// <param name="RequestsPerSecond">Requests decided per second while they were posted.</param>
/// <param name="CalmFloor">As <paramref name="Floor"/>, with a pause between requests.</param>
/// <param name="Calm">As <paramref name="Gate"/>, with a pause between requests.</param>
/// <param name="Label">From the first node's registration to the last node's label.</param>
/// <param name="LabelWatchBytes">Bytes that the gate's watches read meanwhile; null where its metrics do not say.</param>
/// <param name="HeartbeatBytes">Bytes that its watches read while every node reported its status once.</param>
/// <param name="HeartbeatProcessor">Its processor time meanwhile.</param>
/// <param name="ResidentBytes">Its memory afterwards.</param>
/// <param name="PeakBytes">Its largest memory.</param>
/// <param name="Processor">All its processor time.</param>
public sealed record FleetFigures(
    int Nodes,
    TimeSpan Load,
    Latencies Floor,
    Latencies Gate,
    double RequestsPerSecond,
    Latencies CalmFloor,
    Latencies Calm,
    TimeSpan Label,
    long? LabelWatchBytes,
    long? HeartbeatBytes,
    TimeSpan HeartbeatProcessor,
    long ResidentBytes,
    long PeakBytes,
    TimeSpan Processor);
