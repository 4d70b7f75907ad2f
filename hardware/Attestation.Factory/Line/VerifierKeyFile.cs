using Attestation.Formats.Jose;
using Attestation.Formats.Keys;
using Attestation.Formats.Reasons;

namespace Attestation.Factory.Line;

/// <summary>The key that a line trusts to sign results: from a file that the operator names, or from the verifier's own discovery document.</summary>
internal static class VerifierKeyFile
{
    private const int MaxLength = 16 * 1024;

    /// <summary>PEM public key, or a JWK.</summary>
    /// <exception cref="FactoryException"><c>factory.verifier-result</c></exception>
    public static VerificationKey Read(string path)
    {
        try
        {
            string text = new FileInfo(path).Length <= MaxLength ? File.ReadAllText(path) : "";
            return VerificationKey.TryParsePem(text, out VerificationKey key, out _) || Jwk.TryParse(text, out key, out _)
                ? key
                : throw new FactoryException(LineReasons.VerifierResult, $"{path} holds no public key, neither PEM nor JWK.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FactoryException(LineReasons.VerifierResult, $"{path}: {e.Message}", e);
        }
    }
}
