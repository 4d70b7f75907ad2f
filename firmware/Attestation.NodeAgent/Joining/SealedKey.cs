using System.Text.Json;
using System.Text.Json.Serialization;

namespace Attestation.NodeAgent.Joining;

/// <summary>A kubelet key at rest: its public half, and a sealed object (TPM 2.0 Part 1 clause 31) that only this TPM gives the private half of.</summary>
/// <param name="SubjectPublicKeyInfo">DER, so that the key can be bound and found without a word with the TPM.</param>
/// <param name="Public">TPM2B_PUBLIC of the sealed object.</param>
/// <param name="Private">TPM2B_PRIVATE without its size, encrypted to the storage root key.</param>
/// <param name="Pcrs">TPML_PCR_SELECTION of the policy; null where there is none.</param>
public sealed record SealedKey(byte[] SubjectPublicKeyInfo, byte[] Public, byte[] Private, byte[]? Pcrs)
{
    public int Version { get; init; } = 1;

    public byte[] Encode() => JsonSerializer.SerializeToUtf8Bytes(this, SealedKeyJson.Default.SealedKey);

    /// <returns>Null where the bytes are anything else.</returns>
    public static SealedKey? Decode(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return JsonSerializer.Deserialize(bytes, SealedKeyJson.Default.SealedKey) is { Version: 1, SubjectPublicKeyInfo: not null, Public: not null, Private: not null } read
                ? read : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

[JsonSourceGenerationOptions(
    WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(SealedKey))]
internal sealed partial class SealedKeyJson : JsonSerializerContext;
