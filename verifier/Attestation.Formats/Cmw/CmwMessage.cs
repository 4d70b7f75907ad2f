using System.Diagnostics.CodeAnalysis;
using System.Formats.Cbor;
using System.Text.Json;
using Attestation.Formats.Cbor;
using Attestation.Formats.Jose;

namespace Attestation.Formats.Cmw;

/// <summary>
/// A conceptual message wrapper (draft-ietf-rats-msg-wrap): a <see cref="CmwRecord"/> or a <see cref="CmwCollection"/>. Signed wrappers are not read.
/// </summary>
public abstract record CmwMessage
{
    /// <summary>The name under which a collection carries its own type.</summary>
    internal const string CollectionTypeKey = "__cmwc_t";

    private protected CmwMessage()
    {
    }

    public static bool TryParseCbor(ReadOnlyMemory<byte> bytes, [NotNullWhen(true)] out CmwMessage? message, out ParseError error,
        int maxSize = CborWellFormed.DefaultMaxSize)
    {
        message = null;
        if (!StrictCborReader.TryOpen(bytes, out StrictCborReader reader, out error, maxSize))
            return false;
        if (CmwCborReader.TryRead(reader, out message))
            return true;
        error = reader.Error;
        return false;
    }

    public static bool TryParseJson(ReadOnlyMemory<byte> utf8, [NotNullWhen(true)] out CmwMessage? message, out ParseError error,
        int maxSize = StrictJson.DefaultMaxSize)
    {
        message = null;
        return StrictJson.TryParse(utf8, out JsonElement root, out error, maxSize) && CmwJsonReader.TryRead(root, "", out message, out error);
    }

    /// <summary>The CBOR form; entries of collections keep their order.</summary>
    public byte[] EncodeCbor() => CborMapBuilder.Encode(WriteTo);

    /// <summary>The JSON form. Records whose type is a content format, and integer labels, have none: that throws.</summary>
    public byte[] EncodeJson()
    {
        var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
            WriteTo(writer);
        return buffer.ToArray();
    }

    internal abstract void WriteTo(CborWriter writer);

    internal abstract void WriteTo(Utf8JsonWriter writer);
}
