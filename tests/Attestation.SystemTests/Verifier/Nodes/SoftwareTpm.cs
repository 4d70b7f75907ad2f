using System.Security.Cryptography;
using Attestation.Fuzz.Nodes;
using Attestation.Tpm.Software;
using Attestation.Tpm.Wire;

namespace Attestation.SystemTests.Verifier.Nodes;

/// <summary>
/// What an enrolment needs of a TPM, with keys of this process: an endorsement key by template L-1 (or L-2) and an attestation key on P-256. For requests
/// that a real TPM would not make, and for the many that need none; the real one is in <see cref="ToolsNode"/>.
/// </summary>
internal sealed class SoftwareTpm : IDisposable
{
    private readonly AsymmetricAlgorithm _ek;

    public SoftwareTpm(TpmaObject akAttributes = KeyTemplates.AttestationAttributes)
        : this(RSA.Create(2048), akAttributes)
    {
    }

    private SoftwareTpm(AsymmetricAlgorithm ek, TpmaObject akAttributes)
    {
        _ek = ek;
        EkTemplate template = ek is RSA ? EkTemplates.L1 : EkTemplates.L2;
        Ek = PublicKeys.WithKey(template.Public, _ek.ExportSubjectPublicKeyInfo())!;
        Ak = SoftwareAttestationKey.P256(akAttributes);
    }

    /// <summary>A TPM with an endorsement key by template L-2, which is made a hundred times sooner: for thousands of nodes.</summary>
    public static SoftwareTpm WithCurveKey() => new(ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256), KeyTemplates.AttestationAttributes);

    public TpmtPublic Ek { get; }

    /// <summary>The attestation key; signs what it is asked to.</summary>
    public SoftwareAttestationKey Ak { get; }

    public byte[] EkPublic => WireValue.EncodeSized(Ek);

    public byte[] AkPublic => Ak.Public;

    public string AkName => Ak.Name;

    /// <summary>SHA-256 of the endorsement key, as an operator's list names it.</summary>
    public string EkHash => Convert.ToHexStringLower(SHA256.HashData(_ek.ExportSubjectPublicKeyInfo()));

    /// <summary>SubjectPublicKeyInfo of the endorsement key, for whoever certifies it.</summary>
    public byte[] EkKey => _ek.ExportSubjectPublicKeyInfo();

    /// <summary>The same TPM with a new attestation key.</summary>
    public SoftwareTpm WithOtherKey() => new(RSA.Create(((RSA)_ek).ExportParameters(true)), KeyTemplates.AttestationAttributes);

    /// <summary>TPM2_ActivateCredential, TPM 2.0 Part 1 clause 24: null where the credential is for another key.</summary>
    /// <param name="blob">TPM2B_ID_OBJECT.</param>
    /// <param name="encryptedSecret">TPM2B_ENCRYPTED_SECRET.</param>
    public byte[]? Activate(byte[] blob, byte[] encryptedSecret)
    {
        Assert.True(WireValue.TryParseSized(blob, out TpmsIdObject? credential, out WireError error), error.Sentence);
        byte[] seed = _ek is RSA rsa ? Oaep(rsa, encryptedSecret.AsSpan(2).ToArray()) : Exchanged((ECDiffieHellman)_ek, encryptedSecret);
        byte[] name = TpmName.Of(Ak.Area);
        byte[] hmacKey = Kdf.KdfA(TpmAlgId.Sha256, seed, "INTEGRITY", [], [], 256);
        if (!TpmHash.Hmac(TpmAlgId.Sha256, hmacKey, credential.EncIdentity, name).AsSpan().SequenceEqual(credential.IntegrityHmac))
            return null;
        using Aes aes = Aes.Create();
        aes.Key = Kdf.KdfA(TpmAlgId.Sha256, seed, "STORAGE", name, [], 128);
        byte[] whole = [.. credential.EncIdentity, .. new byte[16 - credential.EncIdentity.Length % 16]]; // .NET decrypts whole blocks
        return aes.DecryptCfb(whole, new byte[16], PaddingMode.None, feedbackSizeInBits: 128)[2..credential.EncIdentity.Length];
    }

    /// <summary>A quote over no real PCR: what vouches for a UDS key is its qualifying data alone.</summary>
    /// <returns>TPMS_ATTEST and TPMT_SIGNATURE.</returns>
    public (byte[] Attest, byte[] Signature) Quote(byte[] qualifyingData)
    {
        var pcrs = new Dictionary<ushort, SortedDictionary<int, byte[]>> { [(ushort)TpmAlgId.Sha256] = new() { [0] = new byte[32] } };
        byte[] attest = Ak.Attest(qualifyingData, pcrs, new TpmsClockInfo(1, 1, 0, true), 0);
        return (attest, Ak.Sign(attest));
    }

    public void Dispose()
    {
        _ek.Dispose();
        Ak.Dispose();
    }

    /// <summary>.NET's OAEP knows no label, so the padding of RFC 8017 section 7.1.2 is undone here. The label is "IDENTITY" and a zero byte.</summary>
    private static byte[] Oaep(RSA ek, byte[] encrypted)
    {
        RSAParameters key = ek.ExportParameters(true);
        var number = System.Numerics.BigInteger.ModPow(Number(encrypted), Number(key.D!), Number(key.Modulus!));
        byte[] padded = new byte[256];
        byte[] digits = number.ToByteArray(isUnsigned: true, isBigEndian: true);
        digits.CopyTo(padded, padded.Length - digits.Length);
        byte[] seed = Xor(padded[1..33], Mgf1(padded[33..], 32));
        byte[] block = Xor(padded[33..], Mgf1(seed, 223));
        Assert.Equal(SHA256.HashData("IDENTITY\0"u8), block[..32]);
        return block[(Array.IndexOf(block, (byte)1, 32) + 1)..];
    }

    /// <summary>Part 1 clause C.6.4: the seed out of a point, agreed with the endorsement key.</summary>
    /// <param name="encryptedSecret">TPM2B_ENCRYPTED_SECRET over a TPMS_ECC_POINT.</param>
    private static byte[] Exchanged(ECDiffieHellman ek, byte[] encryptedSecret)
    {
        byte[] x = encryptedSecret[4..36], y = encryptedSecret[38..70];
        using var other = ECDiffieHellman.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = x, Y = y } });
        using ECDiffieHellmanPublicKey point = other.PublicKey;
        return Kdf.KdfE(TpmAlgId.Sha256, ek.DeriveRawSecretAgreement(point), "IDENTITY", x, ek.ExportParameters(false).Q.X!, 256);
    }

    private static System.Numerics.BigInteger Number(byte[] bigEndian) => new(bigEndian, isUnsigned: true, isBigEndian: true);

    private static byte[] Mgf1(byte[] seed, int length) =>
        [.. Enumerable.Range(0, (length + 31) / 32).SelectMany(i => SHA256.HashData([.. seed, 0, 0, 0, (byte)i])).Take(length)];

    private static byte[] Xor(byte[] a, byte[] b) => [.. a.Zip(b, (x, y) => (byte)(x ^ y))];
}
