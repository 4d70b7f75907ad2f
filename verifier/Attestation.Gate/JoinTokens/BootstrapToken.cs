using System.Security.Cryptography;
using System.Text;

namespace Attestation.Gate.JoinTokens;

/// <summary>A bootstrap token (Kubernetes, bootstrap tokens): <c>id.secret</c>, 6 and 16 of [a-z0-9]. Wiped when it is disposed of.</summary>
/// <param name="Id">Public.</param>
/// <param name="Expires">To the second.</param>
public sealed record BootstrapToken(string Id, DateTimeOffset Expires) : IDisposable
{
    public const int SecretLength = 16;

    private readonly byte[] secret = NewSecret();

    /// <summary>16 bytes of ASCII.</summary>
    public ReadOnlySpan<byte> Secret => secret;

    /// <summary><c>id.secret</c>, ASCII. The caller wipes it.</summary>
    public byte[] Text() => [.. Encoding.ASCII.GetBytes(Id), (byte)'.', .. secret];

    public void Dispose() => CryptographicOperations.ZeroMemory(secret);

    /// <summary>Without the secret.</summary>
    public override string ToString() => $"bootstrap token {Id}";

    /// <summary>36^16, 82 bits. Every character is drawn without modulo bias.</summary>
    private static byte[] NewSecret()
    {
        byte[] bytes = new byte[SecretLength];
        for (int i = 0; i < bytes.Length; i++)
            bytes[i] = (byte)TokenId.Alphabet[RandomNumberGenerator.GetInt32(TokenId.Alphabet.Length)];
        return bytes;
    }
}
