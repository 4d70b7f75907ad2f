using System.Formats.Cbor;
using Attestation.Formats.Cbor;
using Attestation.Formats.Cose;
using Attestation.Formats.Keys;

namespace Attestation.Factory.Ownership;

/// <summary>An owner's key: <c>[alg, raw public key]</c>. docs/formats/owner-authorisation.cddl, owner-key.</summary>
internal static class OwnerKeyCbor
{
    public static void Write(CborWriter writer, VerificationKey key)
    {
        writer.WriteStartArray(2);
        writer.WriteInt64(CoseAlgorithm.NumberOf(key.DefaultAlgorithm));
        writer.WriteByteString(key.PublicBytes.Span);
        writer.WriteEndArray();
    }

    public static bool TryRead(StrictCborReader reader, out VerificationKey? key)
    {
        key = null;
        (long algorithm, ReadOnlyMemory<byte> bytes) = (0, default);
        bool read = reader.TryStartArray(out int count) && count == 2 && reader.TryReadInt64(out algorithm) && reader.TryReadBytes(out bytes) && reader.TryEndArray();
        if (!read || !CoseAlgorithm.TryFrom(algorithm, out SignatureAlgorithm known))
            return false;
        return known switch
        {
            SignatureAlgorithm.Es256 => VerificationKey.TryFromPoint(KeyKind.P256, bytes.Span, out key, out _),
            SignatureAlgorithm.EdDsa => VerificationKey.TryFromEd25519(bytes.Span, out key, out _),
            _ => false,
        };
    }
}
