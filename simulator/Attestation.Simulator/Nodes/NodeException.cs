namespace Attestation.Simulator.Nodes;

/// <summary>Something that a virtual node needs failed.</summary>
public sealed class NodeException(string message, Exception? cause = null) : Exception(message, cause);
