using System.Globalization;
using System.Text.Json;
using Attestation.Tpm.Software;
using Attestation.Tpm.Wire;

namespace Attestation.NodeAgent.Keys;

/// <summary>
/// What the agent remembers of a key of the TPM: enough to find it again after a reset, when saved contexts are worthless. The private area is
/// encrypted to its parent; without this very TPM it is noise.
/// </summary>
/// <param name="Public">The key.</param>
/// <param name="Private">TPM2B_PRIVATE without its size; empty where only the persistent handle is known.</param>
/// <param name="PersistentHandle">Where it was made persistent, or null.</param>
/// <param name="Parent">The endorsement key above it, with the template it was made from.</param>
public sealed record KeptKey(TpmtPublic Public, byte[] Private, uint? PersistentHandle, EkTemplate Parent)
{
    private const int Version = 1;

    public byte[] Name => TpmName.Of(Public);

    /// <summary>Name of the parent, so that another TPM or a changed seed is told from a passing failure.</summary>
    public required byte[] ParentName { get; init; }

    /// <summary>One JSON document.</summary>
    public byte[] Encode()
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteNumber("version", Version);
            json.WriteString("name", Convert.ToHexStringLower(Name));
            json.WriteBase64String("public", WireValue.EncodeSized(Public));
            json.WriteBase64String("private", Private);
            if (PersistentHandle is { } handle)
                json.WriteString("persistentHandle", $"0x{handle:X8}");
            json.WriteString("parent", Parent.Id);
            json.WriteBase64String("parentTemplate", WireValue.EncodeSized(Parent.Public));
            json.WriteString("parentName", Convert.ToHexStringLower(ParentName));
            json.WriteEndObject();
        }
        return buffer.ToArray();
    }

    /// <summary>Reads what <see cref="Encode"/> wrote.</summary>
    /// <returns>Null where the bytes are anything else; then the file was damaged, and the key may still be in the TPM.</returns>
    public static KeptKey? Decode(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(bytes);
            return Read(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or FormatException or InvalidOperationException)
        {
            return null; // not JSON, a member missing, not base64 or hexadecimal, of another type
        }
    }

    private static KeptKey? Read(JsonElement root)
    {
        if (root.GetProperty("version").GetInt32() != Version
            || EkTemplates.All.FirstOrDefault(t => t.Id == root.GetProperty("parent").GetString()) is not { } template
            || !WireValue.TryParseSized(root.GetProperty("public").GetBytesFromBase64(), out TpmtPublic? area, out _)
            || !TpmHash.IsSupported(area.NameAlg)
            || !WireValue.TryParseSized(root.GetProperty("parentTemplate").GetBytesFromBase64(), out TpmtPublic? parent, out _)
            || !TryHandle(root, out uint? handle))
            return null;
        var kept = new KeptKey(area, root.GetProperty("private").GetBytesFromBase64(), handle, template with { Public = parent })
        {
            ParentName = Convert.FromHexString(root.GetProperty("parentName").GetString() ?? ""),
        };
        return root.GetProperty("name").GetString() == Convert.ToHexStringLower(kept.Name) ? kept : null;
    }

    private static bool TryHandle(JsonElement root, out uint? handle)
    {
        handle = null;
        if (!root.TryGetProperty("persistentHandle", out JsonElement member))
            return true;
        bool read = member.GetString() is ['0', 'x', .. var digits]
            && uint.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint value) && (handle = value) >= TpmRh.PersistentFirst;
        return read;
    }
}
