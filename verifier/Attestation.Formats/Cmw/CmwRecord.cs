using System.Formats.Cbor;
using System.Text.Json;
using Attestation.Formats.Jose;

namespace Attestation.Formats.Cmw;

/// <summary>One message: [type, value, ? ind], or in CBOR a tag that stands for the type (draft-ietf-rats-msg-wrap sections 3.1, 3.2).</summary>
public sealed record CmwRecord : CmwMessage
{
    /// <summary>Media type; null when the type is a content format.</summary>
    public string? MediaType { get; init; }

    /// <summary>CoAP content format; null when the type is a media type.</summary>
    public int? ContentFormat { get; init; }

    public required ReadOnlyMemory<byte> Value { get; init; }

    /// <summary>Null when absent.</summary>
    public CmwIndicator? Indicator { get; init; }

    /// <summary>Did it come, or shall it go, as a tag?</summary>
    public bool Tagged { get; init; }

    public static CmwRecord Of(string mediaType, ReadOnlyMemory<byte> value, CmwIndicator? indicator = null) =>
        new() { MediaType = mediaType, Value = value, Indicator = indicator };

    internal override void WriteTo(CborWriter writer)
    {
        if (Tagged)
        {
            writer.WriteTag((CborTag)ContentFormatTag.OfFormat(ContentFormat!.Value));
            writer.WriteByteString(Value.Span);
            return;
        }
        writer.WriteStartArray(Indicator is null ? 2 : 3);
        if (MediaType is not null)
            writer.WriteTextString(MediaType);
        else
            writer.WriteInt32(ContentFormat!.Value);
        writer.WriteByteString(Value.Span);
        if (Indicator is { } indicator)
            writer.WriteInt32((int)indicator);
        writer.WriteEndArray();
    }

    internal override void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartArray();
        writer.WriteStringValue(MediaType ?? throw new InvalidOperationException("a content format has no JSON form"));
        writer.WriteStringValue(StrictBase64Url.Encode(Value.Span));
        if (Indicator is { } indicator)
            writer.WriteNumberValue((int)indicator);
        writer.WriteEndArray();
    }
}
