using System.Security.Cryptography;

namespace Attestation.Formats.Der;

/// <summary>Textual encoding (RFC 7468).</summary>
internal static class PemBlock
{
    /// <summary>The content of a text that is one block of this label and white space around it.</summary>
    public static bool TryDecode(ReadOnlySpan<char> text, string label, out byte[] content)
    {
        content = [];
        text = text.Trim();
        if (!PemEncoding.TryFind(text, out PemFields fields) || !text[fields.Label].SequenceEqual(label)
            || fields.Location.Start.Value != 0 || fields.Location.End.Value != text.Length)
            return false;
        content = new byte[fields.DecodedDataLength];
        return Convert.TryFromBase64Chars(text[fields.Base64Data], content, out int written) && written == content.Length;
    }

    /// <summary>The contents of all blocks of this label, in order; false where there is none or the text between blocks holds a broken one.</summary>
    public static bool TryDecodeAll(ReadOnlySpan<char> text, string label, out List<byte[]> contents)
    {
        contents = [];
        while (PemEncoding.TryFind(text, out PemFields fields))
        {
            byte[] content = new byte[fields.DecodedDataLength];
            if (!text[fields.Label].SequenceEqual(label) || !Convert.TryFromBase64Chars(text[fields.Base64Data], content, out _))
                return false;
            contents.Add(content);
            text = text[fields.Location.End..];
        }
        return contents.Count > 0 && text.IndexOf("-----BEGIN ", StringComparison.Ordinal) < 0;
    }
}
