using System.Formats.Cbor;
using Attestation.Formats.Cbor;

namespace Attestation.Formats.Cose;

/// <summary>Sig_structure of COSE_Sign1 (RFC 9052 section 4.4): the bytes that are signed.</summary>
internal static class CoseSigStructure
{
    /// <summary>CBOR tag of COSE_Sign1 (RFC 9052 table 1).</summary>
    public const ulong Tag = 18;

    /// <summary>[ "Signature1", body_protected: bstr, external_aad: bstr, payload: bstr ]</summary>
    public static byte[] Encode(ReadOnlySpan<byte> protectedBytes, ReadOnlySpan<byte> externalAad, ReadOnlySpan<byte> payload)
    {
        var writer = new CborWriter(CborConformanceMode.Strict, initialCapacity: 64 + protectedBytes.Length + externalAad.Length + payload.Length);
        writer.WriteStartArray(4);
        writer.WriteTextString("Signature1");
        // An encoded empty map counts as the empty string (section 4.4, body_protected).
        writer.WriteByteString(protectedBytes is [0xA0] ? [] : protectedBytes);
        writer.WriteByteString(externalAad);
        writer.WriteByteString(payload);
        writer.WriteEndArray();
        return writer.Encode();
    }
}
