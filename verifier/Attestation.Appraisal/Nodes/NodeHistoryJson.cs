using System.Text.Json;
using System.Text.Json.Serialization;

namespace Attestation.Appraisal.Nodes;

/// <summary>The stored form of <see cref="NodeHistory"/>: one JSON object. The store need not look into it.</summary>
public static class NodeHistoryJson
{
    public static byte[] Write(NodeHistory history) => JsonSerializer.SerializeToUtf8Bytes(history, NodeHistoryContext.Default.NodeHistory);

    /// <returns>False where the bytes are not what <see cref="Write"/> wrote: the store is damaged, which is the service's failure, not the node's.</returns>
    public static bool TryParse(ReadOnlySpan<byte> utf8, out NodeHistory history)
    {
        try
        {
            history = JsonSerializer.Deserialize(utf8, NodeHistoryContext.Default.NodeHistory)!;
            return history is { AkName: not null, RecentEvidence: not null, Ima: null or { State: not null, Context: not null } };
        }
        catch (JsonException)
        {
            history = null!;
            return false;
        }
    }
}

[JsonSourceGenerationOptions(UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(NodeHistory))]
internal sealed partial class NodeHistoryContext : JsonSerializerContext;
