using System.Formats.Cbor;
using System.Text.Json;
using Attestation.Formats.Cbor;

namespace Attestation.Formats.Cmw;

/// <summary>Messages by label (draft-ietf-rats-msg-wrap section 3.3), for attesters that consist of several.</summary>
/// <param name="Type">__cmwc_t: what the collection is, a URI or OID; null when absent.</param>
/// <param name="Entries">At least one, in the order in which they came.</param>
public sealed record CmwCollection(string? Type, IReadOnlyList<KeyValuePair<CborLabel, CmwMessage>> Entries) : CmwMessage
{
    internal override void WriteTo(CborWriter writer)
    {
        writer.WriteStartMap(Entries.Count + (Type is null ? 0 : 1));
        if (Type is not null)
        {
            writer.WriteTextString(CollectionTypeKey);
            writer.WriteTextString(Type);
        }
        foreach ((CborLabel label, CmwMessage message) in Entries)
        {
            label.WriteTo(writer);
            message.WriteTo(writer);
        }
        writer.WriteEndMap();
    }

    internal override void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        if (Type is not null)
            writer.WriteString(CollectionTypeKey, Type);
        foreach ((CborLabel label, CmwMessage message) in Entries)
        {
            writer.WritePropertyName(label.Text ?? throw new InvalidOperationException("an integer label has no JSON form"));
            message.WriteTo(writer);
        }
        writer.WriteEndObject();
    }
}
