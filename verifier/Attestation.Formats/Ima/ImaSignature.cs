using Attestation.Formats.Reasons;

namespace Attestation.Formats.Ima;

/// <summary>
/// A signature in security.ima (Linux, security/integrity/integrity.h, struct signature_v2_hdr):
/// <code>u8 type (3 digital signature, 5 verity) | u8 version (2 or 3) | u8 hash algorithm | u32 key id, big-endian | u16 size, big-endian | signature</code>
/// </summary>
/// <param name="Type">3: over the file's hash; 5 (IMA_VERITY_DIGSIG): over the fs-verity digest.</param>
/// <param name="Version">2, or 3 where the signature is over a structure that names what was hashed.</param>
/// <param name="HashAlgorithm">Number of the kernel's enum hash_algo: 2 sha1, 4 sha256, 5 sha384, 6 sha512.</param>
/// <param name="KeyId">The last four bytes of the signer's subject key identifier.</param>
/// <param name="Signature">RSA PKCS #1 v1.5 or ECDSA in DER.</param>
public sealed record ImaSignature(byte Type, byte Version, byte HashAlgorithm, ReadOnlyMemory<byte> KeyId, ReadOnlyMemory<byte> Signature)
{
    public static bool TryParse(ReadOnlyMemory<byte> xattr, out ImaSignature value, out ParseError error)
    {
        value = null!;
        error = new ParseError(ImaReasons.Signature, 0, "sig");
        ReadOnlySpan<byte> bytes = xattr.Span;
        if (bytes.Length < 9 || bytes[0] is not (3 or 5) || bytes[1] is not (2 or 3) || (bytes[7] << 8 | bytes[8]) != bytes.Length - 9)
            return false;
        value = new ImaSignature(bytes[0], bytes[1], bytes[2], xattr.Slice(3, 4), xattr[9..]);
        error = default;
        return true;
    }
}
