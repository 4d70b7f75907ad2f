using Attestation.Appraisal.Nodes;

namespace Attestation.Verifier.Nodes;

/// <summary>A node with what an appraisal of it needs and changes.</summary>
/// <param name="Node">Its record.</param>
/// <param name="History">Clock, counters and IMA state; null where it never attested.</param>
/// <param name="Version">Goes up with every change: a verdict made with an older one is made again.</param>
public sealed record NodeMemory(KnownNode Node, NodeHistory? History, long Version);
