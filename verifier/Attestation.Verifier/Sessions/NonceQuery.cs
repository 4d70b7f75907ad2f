using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using Attestation.Formats.Reasons;
using Attestation.Verifier.Http;

namespace Attestation.Verifier.Sessions;

/// <summary>The nonce that a new session gets: the client's (<c>nonce</c>), or a random one of <c>nonceSize</c> bytes.</summary>
public static class NonceQuery
{
    public const int Smallest = 8;
    public const int Largest = 64;
    public const int Default = 32;

    /// <param name="nonce">The query's nonce, base64url; null where absent.</param>
    /// <param name="nonceSize">The query's nonceSize; null where absent.</param>
    /// <param name="value">8 to 64 bytes.</param>
    public static Refusal? TryRead(string? nonce, string? nonceSize, out byte[] value)
    {
        value = [];
        if (nonce is not null && nonceSize is not null)
            return new Refusal(400, SessionReasons.NonceConflict, "give nonce or nonceSize");
        if (nonce is not null)
            return Decode(nonce, out value);
        int size = Default;
        if (nonceSize is not null && !int.TryParse(nonceSize, NumberStyles.None, CultureInfo.InvariantCulture, out size))
            return new Refusal(400, SessionReasons.NonceSize, "nonceSize is no number");
        if (size is < Smallest or > Largest)
            return WrongSize(size);
        value = Random(size);
        return null;
    }

    /// <summary>
    /// A random nonce whose base64 holds neither + nor /, so that it reads the same in both alphabets of RFC 4648: of the deployed clients
    /// some decode one and some the other. Costs less than 5 of 512 bits.
    /// </summary>
    private static byte[] Random(int size)
    {
        byte[] nonce;
        do
            nonce = RandomNumberGenerator.GetBytes(size);
        while (Convert.ToBase64String(nonce).AsSpan().ContainsAny('+', '/'));
        return nonce;
    }

    private static Refusal? Decode(string text, out byte[] value)
    {
        value = [];
        if (!Base64Url.IsValid(text) || text.AsSpan().ContainsAny(" \t\r\n"))
            return new Refusal(400, SessionReasons.NonceEncoding, "nonce is not base64url");
        byte[] decoded = Base64Url.DecodeFromChars(text);
        if (decoded.Length is < Smallest or > Largest)
            return WrongSize(decoded.Length);
        value = decoded;
        return null;
    }

    private static Refusal WrongSize(int size) =>
        new(400, SessionReasons.NonceSize, $"{size} bytes; {Smallest} to {Largest} are allowed");
}
