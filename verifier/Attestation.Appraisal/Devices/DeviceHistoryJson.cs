using System.Text.Json;
using System.Text.Json.Serialization;

namespace Attestation.Appraisal.Devices;

/// <summary>The stored form of <see cref="DeviceHistory"/>: one JSON object. The store need not look into it.</summary>
public static class DeviceHistoryJson
{
    public static byte[] Write(DeviceHistory history) => JsonSerializer.SerializeToUtf8Bytes(history, HistoryContext.Default.DeviceHistory);

    /// <returns>False where the bytes are not what <see cref="Write"/> wrote: the store is damaged, which is the service's failure, not the device's.</returns>
    public static bool TryParse(ReadOnlySpan<byte> utf8, out DeviceHistory history)
    {
        try
        {
            history = JsonSerializer.Deserialize(utf8, HistoryContext.Default.DeviceHistory)!;
            return history is { UdsKeyThumbprint: not null, HighestSvn: not null, LastCode: not null, RecentEvidence: not null };
        }
        catch (JsonException)
        {
            history = null!;
            return false;
        }
    }
}

[JsonSourceGenerationOptions(UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(DeviceHistory))]
internal sealed partial class HistoryContext : JsonSerializerContext;
