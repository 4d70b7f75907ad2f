using System.Text.Json.Nodes;

namespace Attestation.Gate.Status;

/// <summary>What a part knows of each node, for /nodes; parts add theirs as services.</summary>
/// <param name="Name">Member of the node's object: <c>ladder</c>.</param>
/// <param name="Of">By the node's name; null where there is nothing to say.</param>
public sealed record NodeFacts(string Name, Func<string, JsonNode?> Of);
