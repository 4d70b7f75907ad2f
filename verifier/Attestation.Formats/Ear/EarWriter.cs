using System.Text;
using Attestation.Formats.Cose;
using Attestation.Formats.Jose;
using Attestation.Formats.Keys;

namespace Attestation.Formats.Ear;

/// <summary>Signs attestation results.</summary>
public static class EarWriter
{
    /// <summary>A JWT in compact serialization.</summary>
    public static string SignJwt(EarClaims claims, SigningKey key, string? keyId = null) => UnverifiedJws.Sign(key, EarJson.Write(claims), "JWT", keyId);

    /// <summary>A CWT: COSE_Sign1, tagged.</summary>
    public static byte[] SignCwt(EarClaims claims, SigningKey key, string? keyId = null)
    {
        var writer = new CoseSign1Writer();
        if (keyId is not null)
            writer.WithKeyId(Encoding.UTF8.GetBytes(keyId));
        return writer.Sign(key, EarCbor.Write(claims));
    }
}
