using System.Formats.Cbor;
using Attestation.Formats.Cbor;
using Attestation.Formats.Keys;

namespace Attestation.Formats.Cose;

/// <summary>Makes a COSE_Sign1 (RFC 9052 section 4.2). Header maps are written in deterministic order; alg is added from the key.</summary>
public sealed class CoseSign1Writer
{
    private readonly CborMapBuilder _protected = new();
    private readonly CborMapBuilder _unprotected = new();

    /// <summary>Write tag 18 before the array?</summary>
    public bool Tagged { get; init; } = true;

    /// <summary>Protected headers apart from alg.</summary>
    public CborMapBuilder Protected => _protected;

    public CborMapBuilder Unprotected => _unprotected;

    /// <summary>Adds the key id to the unprotected headers.</summary>
    public CoseSign1Writer WithKeyId(ReadOnlyMemory<byte> keyId)
    {
        _unprotected.Add(CoseHeaderLabel.KeyId, keyId);
        return this;
    }

    /// <summary>Adds the media type of the payload to the protected headers.</summary>
    public CoseSign1Writer WithContentType(string mediaType)
    {
        _protected.Add(CoseHeaderLabel.ContentType, mediaType);
        return this;
    }

    /// <summary>Adds x5chain (RFC 9360 section 2), leaf first, to the unprotected headers.</summary>
    public CoseSign1Writer WithX5Chain(IReadOnlyList<ReadOnlyMemory<byte>> leafFirst)
    {
        _unprotected.Add(CoseHeaderLabel.X5Chain, w =>
        {
            if (leafFirst.Count == 1)
            {
                w.WriteByteString(leafFirst[0].Span);
                return;
            }
            w.WriteStartArray(leafFirst.Count);
            foreach (ReadOnlyMemory<byte> certificate in leafFirst)
                w.WriteByteString(certificate.Span);
            w.WriteEndArray();
        });
        return this;
    }

    /// <summary>Signs with a key of a service or factory.</summary>
    public byte[] Sign(SigningKey key, ReadOnlySpan<byte> payload, ReadOnlySpan<byte> externalAad = default)
    {
        byte[] headers = EncodeProtected(key.Algorithm);
        byte[] signature = key.Sign(CoseSigStructure.Encode(headers, externalAad, payload));
        return Assemble(headers, payload, signature);
    }

    /// <summary>For signers outside this process (a device, a TPM): the bytes to sign, and the message once the signature is there.</summary>
    public (byte[] ToBeSigned, Func<byte[], byte[]> Finish) Prepare(SignatureAlgorithm algorithm, byte[] payload)
    {
        byte[] headers = EncodeProtected(algorithm);
        return (CoseSigStructure.Encode(headers, [], payload), signature => Assemble(headers, payload, signature));
    }

    private byte[] EncodeProtected(SignatureAlgorithm algorithm) =>
        new CborMapBuilder(_protected).Add(CoseHeaderLabel.Algorithm, CoseAlgorithm.NumberOf(algorithm)).Encode();

    private byte[] Assemble(byte[] headers, ReadOnlySpan<byte> payload, byte[] signature)
    {
        var writer = new CborWriter(CborConformanceMode.Strict);
        if (Tagged)
            writer.WriteTag((CborTag)CoseSigStructure.Tag);
        writer.WriteStartArray(4);
        writer.WriteByteString(headers);
        _unprotected.WriteTo(writer);
        writer.WriteByteString(payload);
        writer.WriteByteString(signature);
        writer.WriteEndArray();
        return writer.Encode();
    }
}
