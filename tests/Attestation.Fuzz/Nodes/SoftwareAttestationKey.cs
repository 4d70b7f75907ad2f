using System.Buffers.Binary;
using System.Security.Cryptography;
using Attestation.Tpm.Software;
using Attestation.Tpm.Wire;

namespace Attestation.Fuzz.Nodes;

/// <summary>
/// An attestation key in software that signs quotes as a TPM would. The attestation is laid out here byte by byte (TPM 2.0 Part 2 clause 10.12.12),
/// so that a defect of our reader is not undone by the same defect in our writer:
/// <code>FF "TCG" | 8018 | TPM2B signer | TPM2B extraData | u64 clock, u32 reset, u32 restart, u8 safe | u64 firmware | u32 count | count x (u16 bank, u8 3, bits) | TPM2B digest</code>
/// </summary>
public sealed class SoftwareAttestationKey : IDisposable
{
    private readonly AsymmetricAlgorithm key;

    private SoftwareAttestationKey(AsymmetricAlgorithm key, TpmtPublic template)
    {
        this.key = key;
        Area = PublicKeys.WithKey(template, key.ExportSubjectPublicKeyInfo()) ?? throw new InvalidOperationException("the template does not fit the key");
    }

    /// <summary>A new key on P-256, with the attributes that a verifier demands unless others are given.</summary>
    public static SoftwareAttestationKey P256(TpmaObject attributes = KeyTemplates.AttestationAttributes) => new(
        ECDsa.Create(ECCurve.NamedCurves.nistP256), KeyTemplates.AttestationEcdsa(TpmEccCurve.NistP256, TpmAlgId.Sha256) with { Attributes = attributes });

    /// <summary>A new key of RSA-2048 for RSASSA.</summary>
    public static SoftwareAttestationKey Rsa() => new(RSA.Create(2048), KeyTemplates.AttestationRsa(TpmAlgId.RsaSsa, TpmAlgId.Sha256));

    public TpmtPublic Area { get; }

    /// <summary>TPM2B_PUBLIC.</summary>
    public byte[] Public => WireValue.EncodeSized(Area);

    /// <summary>The key's TPM name, lower-case hex.</summary>
    public string Name => Convert.ToHexStringLower(TpmName.Of(Area));

    /// <summary>TPMS_ATTEST of a quote over the values given, banks and PCRs ascending.</summary>
    public byte[] Attest(byte[] extraData, IReadOnlyDictionary<ushort, SortedDictionary<int, byte[]>> pcrs, TpmsClockInfo clock, ulong firmware)
    {
        var bytes = new List<byte> { 0xFF, 0x54, 0x43, 0x47, 0x80, 0x18 };
        Buffer(bytes, [0x00, 0x0B, .. SHA256.HashData(Public)]);
        Buffer(bytes, extraData);
        bytes.AddRange(U64(clock.Clock));
        bytes.AddRange(U32(clock.ResetCount));
        bytes.AddRange(U32(clock.RestartCount));
        bytes.Add(clock.Safe ? (byte)1 : (byte)0);
        bytes.AddRange(U64(firmware));
        bytes.AddRange(U32((uint)pcrs.Count));
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach ((ushort bank, SortedDictionary<int, byte[]> values) in pcrs.OrderBy(b => b.Key))
        {
            byte[] bits = new byte[3];
            foreach ((int pcr, byte[] value) in values)
            {
                bits[pcr / 8] |= (byte)(1 << (pcr % 8));
                digest.AppendData(value);
            }
            bytes.AddRange([(byte)(bank >> 8), (byte)(bank & 0xFF), 3, .. bits]);
        }
        Buffer(bytes, digest.GetHashAndReset());
        return [.. bytes];
    }

    /// <summary>TPMT_SIGNATURE over an attestation, or over anything else: a key in software does not look.</summary>
    public byte[] Sign(byte[] attest)
    {
        var signature = new List<byte>();
        if (key is RSA rsa)
        {
            signature.AddRange([0x00, 0x14, 0x00, 0x0B]); // RSASSA, SHA-256
            Buffer(signature, rsa.SignData(attest, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
            return [.. signature];
        }
        byte[] pair = ((ECDsa)key).SignData(attest, HashAlgorithmName.SHA256);
        signature.AddRange([0x00, 0x18, 0x00, 0x0B]); // ECDSA, SHA-256
        Buffer(signature, pair[..32]);
        Buffer(signature, pair[32..]);
        return [.. signature];
    }

    public void Dispose() => key.Dispose();

    private static void Buffer(List<byte> bytes, byte[] content)
    {
        bytes.AddRange([(byte)(content.Length >> 8), (byte)(content.Length & 0xFF)]);
        bytes.AddRange(content);
    }

    private static byte[] U32(uint value)
    {
        byte[] four = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(four, value);
        return four;
    }

    private static byte[] U64(ulong value)
    {
        byte[] eight = new byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(eight, value);
        return eight;
    }
}
