using Attestation.Formats.Cbor;

namespace Attestation.Formats.Corim;

/// <summary>
/// A value of one of CoRIM's open type choices (class id, instance, group, measurement key): the encoded item, and, where it is
/// a tagged or bare byte string, tag and bytes. Profiles add their own tags; those stay comparable by <see cref="Item"/>.
/// </summary>
public sealed class TypedItem : IEquatable<TypedItem>
{
    private TypedItem(ReadOnlyMemory<byte> item, ulong? tag, ReadOnlyMemory<byte>? bytes, string? text, long? number) =>
        (Item, Tag, Bytes, Text, Number) = (item, tag, bytes, text, number);

    /// <summary>The encoded item. Two values are equal when these bytes are.</summary>
    public ReadOnlyMemory<byte> Item { get; }

    /// <summary>37 UUID, 111 OID, 550 UEID, 560 bytes, or a profile's; null when untagged.</summary>
    public ulong? Tag { get; }

    /// <summary>Content, where it is a byte string.</summary>
    public ReadOnlyMemory<byte>? Bytes { get; }

    /// <summary>Content, where it is a text.</summary>
    public string? Text { get; }

    /// <summary>Content, where it is an integer.</summary>
    public long? Number { get; }

    public static TypedItem OfBytes(ulong tag, ReadOnlyMemory<byte> bytes) => Of(CborMapBuilder.Encode(w =>
    {
        w.WriteTag((System.Formats.Cbor.CborTag)tag);
        w.WriteByteString(bytes.Span);
    }));

    public static TypedItem OfText(string text) => Of(CborMapBuilder.Encode(w => w.WriteTextString(text)));

    public static TypedItem OfNumber(long number) => Of(CborMapBuilder.Encode(w => w.WriteInt64(number)));

    public bool Equals(TypedItem? other) => other is not null && Item.Span.SequenceEqual(other.Item.Span);

    public override bool Equals(object? obj) => Equals(obj as TypedItem);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(Item.Span);
        return hash.ToHashCode();
    }

    /// <summary>For people: text and numbers as they are, bytes in hex, with the tag before them.</summary>
    public override string ToString()
    {
        string content = Text ?? (Bytes is { } bytes ? Convert.ToHexStringLower(bytes.Span) : Number is { } n ? CborLabelText(n) : "h'" + Convert.ToHexStringLower(Item.Span) + "'");
        return Tag is null ? content : $"{Tag}({content})";
    }

    internal static bool TryRead(StrictCborReader reader, out TypedItem value)
    {
        value = null!;
        if (!reader.TryReadRaw(out ReadOnlyMemory<byte> item))
            return false;
        value = Of(item);
        return true;
    }

    /// <summary>The item is well-formed already: it was read from, or written by, this project.</summary>
    private static TypedItem Of(ReadOnlyMemory<byte> item)
    {
        if (!StrictCborReader.TryOpen(item, out StrictCborReader reader, out _, item.Length))
            return new TypedItem(item, null, null, null, null);
        ulong? tag = reader.PeekTag();
        if (tag is not null)
            reader.TryReadAnyTag(out _);
        ReadOnlyMemory<byte>? bytes = reader.IsBytes && reader.TryReadBytes(out ReadOnlyMemory<byte> content) ? content : (ReadOnlyMemory<byte>?)null; // a bare null would become empty bytes
        string? text = bytes is null && reader.IsText && reader.TryReadText(out string found) ? found : null;
        long? number = bytes is null && text is null && reader.IsInteger && reader.TryReadInt64(out long n) ? n : null;
        return new TypedItem(item, tag, bytes, text, number);
    }

    private static string CborLabelText(long number) => new CborLabel(number).ToString();
}
