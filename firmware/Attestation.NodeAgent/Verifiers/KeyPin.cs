using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Attestation.NodeAgent.Verifiers;

/// <summary>A pinned key as RFC 7469 section 2.4 has it: SHA-256 of a certificate's SubjectPublicKeyInfo, written <c>sha256/BASE64</c>.</summary>
public sealed class KeyPin
{
    private const string Prefix = "sha256/";
    private readonly byte[] digest;

    private KeyPin(byte[] digest) => this.digest = digest;

    /// <exception cref="AgentException">Usage.</exception>
    public static KeyPin Parse(string text)
    {
        var digest = new byte[SHA256.HashSizeInBytes];
        return text.StartsWith(Prefix, StringComparison.Ordinal) && Convert.TryFromBase64String(text[Prefix.Length..], digest, out int written) && written == digest.Length
            ? new KeyPin(digest)
            : throw AgentException.Usage($"'{text}' pins no key. Write {Prefix} and the base64 of the SHA-256 of the key's SubjectPublicKeyInfo.");
    }

    public bool Fits(X509Certificate2 certificate) =>
        CryptographicOperations.FixedTimeEquals(SHA256.HashData(certificate.PublicKey.ExportSubjectPublicKeyInfo()), digest);

    public override string ToString() => Prefix + Convert.ToBase64String(digest);
}
