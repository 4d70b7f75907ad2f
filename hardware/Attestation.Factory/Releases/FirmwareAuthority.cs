using System.Security.Cryptography;
using Attestation.Formats.Keys;

namespace Attestation.Factory.Releases;

/// <summary>The DICE authority input of verified boot: which key the boot code trusts.</summary>
public static class FirmwareAuthority
{
    /// <summary>SHA-512 of the firmware signing key's SubjectPublicKeyInfo, DER; 64 bytes.</summary>
    public static byte[] HashOf(VerificationKey key) => SHA512.HashData(key.ToSpki());
}
