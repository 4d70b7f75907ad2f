using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Attestation.Tpm.Wire;

namespace Attestation.Tpm.Software;

/// <summary>
/// An attestation key as operators have it in a file: TPM2B_PUBLIC (tpm2-tools <c>-f tss</c>), TPMT_PUBLIC (<c>-f tpmt</c>), or a public key
/// in PEM or DER, whose attributes nobody knows.
/// </summary>
public static class AttestationKeyFile
{
    private const int MostBytes = 16 * 1024;

    /// <param name="bytes">The whole file.</param>
    /// <param name="key">The key.</param>
    /// <param name="problem">One sentence.</param>
    public static bool TryParse(byte[] bytes, [NotNullWhen(true)] out AttestationKey? key, out string problem)
    {
        key = null;
        problem = bytes.Length > MostBytes ? "the file is larger than any public key" : "";
        if (problem.Length > 0)
            return false;
        key = FromPem(bytes, out bool isPem) ?? (isPem ? null : FromStructure(bytes, out problem) ?? AttestationKey.OfSubjectPublicKeyInfo(bytes));
        if (key is not null)
            problem = "";
        else if (isPem)
            problem = "the PEM file holds no public key of RSA, P-256, P-384 or P-521";
        return key is not null;
    }

    private static AttestationKey? FromPem(byte[] bytes, out bool isPem)
    {
        isPem = bytes.AsSpan().IndexOf("-----BEGIN"u8) >= 0;
        string text = isPem ? Encoding.ASCII.GetString(bytes) : "";
        if (!PemEncoding.TryFind(text, out PemFields fields) || text[fields.Label] != "PUBLIC KEY")
            return null;
        return AttestationKey.OfSubjectPublicKeyInfo(Convert.FromBase64String(text[fields.Base64Data]));
    }

    /// <summary>A TPM2B_PUBLIC begins with its size, a TPMT_PUBLIC with its type: no TPM2B_PUBLIC is as small as the numbers of types.</summary>
    private static AttestationKey? FromStructure(byte[] bytes, out string problem)
    {
        bool sized = bytes.Length >= 2 && (bytes[0] << 8 | bytes[1]) == bytes.Length - 2;
        bool read = sized
            ? WireValue.TryParseSized(bytes, out TpmtPublic? area, out WireError error)
            : WireValue.TryParse(bytes, out area, out error);
        problem = $"neither {(sized ? "TPM2B_PUBLIC" : "TPMT_PUBLIC")}, PEM nor DER: {error.Sentence}";
        return read ? AttestationKey.Of(area!) : null;
    }
}
