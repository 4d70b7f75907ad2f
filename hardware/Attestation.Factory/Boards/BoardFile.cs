using System.Text;
using Attestation.Formats.Reasons;

namespace Attestation.Factory.Boards;

/// <summary>Text files that people write: descriptions and lists of locks.</summary>
internal static class BoardFile
{
    private const int MostBytes = 256 * 1024;

    /// <exception cref="FactoryException">board.unreadable: absent, too long, or no UTF-8</exception>
    public static string Read(string file)
    {
        try
        {
            using FileStream stream = File.OpenRead(file);
            var content = new byte[MostBytes + 1];
            int length = stream.ReadAtLeast(content, content.Length, throwOnEndOfStream: false);
            return length <= MostBytes
                ? new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(content, 0, length)
                : throw new FactoryException(BoardReasons.Unreadable, $"{file}: longer than {MostBytes} bytes");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or DecoderFallbackException)
        {
            throw new FactoryException(BoardReasons.Unreadable, $"{file}: {e.Message}", e);
        }
    }
}
