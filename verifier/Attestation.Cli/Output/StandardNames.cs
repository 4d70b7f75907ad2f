using System.Text;
using Attestation.Formats.Keys;
using Attestation.Formats.X509;

namespace Attestation.Cli.Output;

/// <summary>Names as the standards write them, not as this code does.</summary>
internal static class StandardNames
{
    /// <summary>JOSE and COSE names (RFC 7518, RFC 9053), and those of X.509 where the signature is in its form (RFC 5758, RFC 8017).</summary>
    internal static string Of(SignatureAlgorithm algorithm) => algorithm switch
    {
        SignatureAlgorithm.EdDsa => "EdDSA",
        SignatureAlgorithm.Es256 => "ES256",
        SignatureAlgorithm.Es384 => "ES384",
        SignatureAlgorithm.Es512 => "ES512",
        SignatureAlgorithm.EcdsaSha256 => "ecdsa-with-SHA256",
        SignatureAlgorithm.EcdsaSha384 => "ecdsa-with-SHA384",
        SignatureAlgorithm.EcdsaSha512 => "ecdsa-with-SHA512",
        SignatureAlgorithm.RsaPkcs1Sha256 => "sha256WithRSAEncryption",
        SignatureAlgorithm.RsaPkcs1Sha384 => "sha384WithRSAEncryption",
        SignatureAlgorithm.RsaPkcs1Sha512 => "sha512WithRSAEncryption",
        SignatureAlgorithm.RsaPssSha256 => "RSASSA-PSS with SHA-256",
        SignatureAlgorithm.RefusedSha1 => "SHA-1",
        SignatureAlgorithm.RsaPssSha384 => "RSASSA-PSS with SHA-384",
        _ => "RSASSA-PSS with SHA-512",
    };

    /// <summary>RFC 5280 section 4.2.1.3: digitalSignature, keyCertSign, cRLSign.</summary>
    internal static string Of(KeyUsage usage) => string.Join(", ", usage.ToString().Split(", ").Select(n => n == "CrlSign" ? "cRLSign" : char.ToLowerInvariant(n[0]) + n[1..]));

    /// <summary>Values that their standards write in lower case with hyphens: debug states of EAT, modes of DICE, flags of CoRIM.</summary>
    internal static string Hyphenated(Enum value)
    {
        var text = new StringBuilder();
        foreach (char c in value.ToString())
        {
            if (char.IsUpper(c) && text.Length > 0)
                text.Append('-');
            text.Append(char.ToLowerInvariant(c));
        }
        return text.ToString();
    }
}
