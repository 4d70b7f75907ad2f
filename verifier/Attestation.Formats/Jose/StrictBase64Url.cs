using System.Buffers;
using System.Buffers.Text;

namespace Attestation.Formats.Jose;

/// <summary>base64url without padding (RFC 4648 section 5, RFC 7515 section 2), one accepted encoding: no white space, unused bits zero.</summary>
internal static class StrictBase64Url
{
    private static readonly SearchValues<char> Alphabet = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    public static bool TryDecode(ReadOnlySpan<char> text, out byte[] bytes)
    {
        bytes = [];
        if (text.Length % 4 == 1 || text.ContainsAnyExcept(Alphabet))
            return false;
        byte[] buffer = new byte[Base64Url.GetMaxDecodedLength(text.Length)];
        if (Base64Url.DecodeFromChars(text, buffer, out _, out int written) != OperationStatus.Done) // the Try form throws when unused bits are set
            return false;
        bytes = buffer[..written];
        return Encode(bytes).AsSpan().SequenceEqual(text); // unused bits that are not zero would be a second spelling
    }

    public static string Encode(ReadOnlySpan<byte> bytes) => Base64Url.EncodeToString(bytes);
}
