using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Attestation.Formats.Jose;
using Attestation.Formats.Keys;

namespace Attestation.Gate.JoinTokens;

/// <summary>Writes a credential and encrypts it to the key that the node's evidence bound: nobody else can read it, whoever carries it.</summary>
/// <param name="server">URL of the API server as nodes reach it.</param>
/// <param name="authorities">PEM: whom to believe that it is the API server.</param>
internal sealed class CredentialSeal(Uri server, string authorities)
{
    private const string Gate = "gate";

    /// <summary>{ "token", "server", "ca", "expires" } as JWE.</summary>
    public string Seal(BootstrapToken token, string node, VerificationKey recipient)
    {
        byte[] text = token.Text();
        try
        {
            return Seal(node, recipient, writer =>
            {
                writer.WriteString("token", text);
                writer.WriteString("expires", Instant(token.Expires));
            });
        }
        finally
        {
            CryptographicOperations.ZeroMemory(text);
        }
    }

    /// <summary>{ "certificate", "server", "ca" } as JWE.</summary>
    /// <param name="chain">PEM.</param>
    public string Seal(byte[] chain, string node, VerificationKey recipient) =>
        Seal(node, recipient, writer => writer.WriteString("certificate", chain));

    /// <summary>RFC 3339, UTC, seconds.</summary>
    public static string Instant(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private string Seal(string node, VerificationKey recipient, Action<Utf8JsonWriter> members)
    {
        using var buffer = new WipedBuffer();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            members(writer);
            writer.WriteString("server", server.ToString().TrimEnd('/'));
            writer.WriteString("ca", authorities);
            writer.WriteEndObject();
        }
        byte[] plaintext = buffer.ToArray();
        try
        {
            using var ephemeral = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
            return JweWriter.Encrypt(recipient, ephemeral, RandomNumberGenerator.GetBytes(12), Gate, node, plaintext);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plaintext);
        }
    }
}
