using System.Security.Cryptography;
using System.Text;

namespace Attestation.Formats.Jose;

/// <summary>A256GCM (RFC 7518 section 5.3): 256-bit key, 96-bit nonce, 128-bit tag; the encoded header is what is authenticated besides (RFC 7516 section 5.1 step 14).</summary>
internal static class JweContent
{
    public const int KeySize = 32, NonceSize = 12, TagSize = 16;

    /// <returns>Ciphertext, as long as the plaintext, and tag.</returns>
    public static (byte[] Ciphertext, byte[] Tag) Encrypt(ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce, string header, ReadOnlySpan<byte> plaintext)
    {
        byte[] ciphertext = new byte[plaintext.Length];
        byte[] tag = new byte[TagSize];
        using var gcm = new AesGcm(key, TagSize);
        gcm.Encrypt(nonce, plaintext, ciphertext, tag, Encoding.ASCII.GetBytes(header));
        return (ciphertext, tag);
    }

    /// <returns>False where the tag does not match; the plaintext is empty then.</returns>
    public static bool TryDecrypt(ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce, string header, ReadOnlySpan<byte> ciphertext, ReadOnlySpan<byte> tag, out byte[] plaintext)
    {
        plaintext = new byte[ciphertext.Length];
        using var gcm = new AesGcm(key, TagSize);
        try
        {
            gcm.Decrypt(nonce, ciphertext, tag, plaintext, Encoding.ASCII.GetBytes(header));
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            plaintext = [];
            return false;
        }
    }
}
