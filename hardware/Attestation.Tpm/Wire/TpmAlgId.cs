namespace Attestation.Tpm.Wire;

/// <summary>TPM_ALG_ID, Part 2 clause 6.3 and the TCG Algorithm Registry, Table 3.</summary>
public enum TpmAlgId : ushort
{
    Error = 0x0000,
    Rsa = 0x0001,
    Tdes = 0x0003,
    Sha1 = 0x0004,
    Hmac = 0x0005,
    Aes = 0x0006,
    Mgf1 = 0x0007,
    KeyedHash = 0x0008,
    Xor = 0x000A,
    Sha256 = 0x000B,
    Sha384 = 0x000C,
    Sha512 = 0x000D,
    Sha256_192 = 0x000E,
    Null = 0x0010,
    Sm3_256 = 0x0012,
    Sm4 = 0x0013,
    RsaSsa = 0x0014,
    RsaEs = 0x0015,
    RsaPss = 0x0016,
    Oaep = 0x0017,
    EcDsa = 0x0018,
    EcDh = 0x0019,
    EcDaa = 0x001A,
    Sm2 = 0x001B,
    EcSchnorr = 0x001C,
    EcMqv = 0x001D,
    Kdf1Sp800_56A = 0x0020,
    Kdf2 = 0x0021,
    Kdf1Sp800_108 = 0x0022,
    Ecc = 0x0023,
    SymCipher = 0x0025,
    Camellia = 0x0026,
    Sha3_256 = 0x0027,
    Sha3_384 = 0x0028,
    Sha3_512 = 0x0029,
    Cmac = 0x003F,
    Ctr = 0x0040,
    Ofb = 0x0041,
    Cbc = 0x0042,
    Cfb = 0x0043,
    Ecb = 0x0044,
}

/// <summary>What the interface types TPMI_ALG_* of Part 2 clause 9 allow.</summary>
public static class TpmAlgIds
{
    /// <summary>Size of a digest in bytes, or 0 where the algorithm is no hash.</summary>
    public static int DigestSize(this TpmAlgId algorithm) => algorithm switch
    {
        TpmAlgId.Sha1 => 20,
        TpmAlgId.Sha256 or TpmAlgId.Sm3_256 or TpmAlgId.Sha3_256 => 32,
        TpmAlgId.Sha384 or TpmAlgId.Sha3_384 => 48,
        TpmAlgId.Sha512 or TpmAlgId.Sha3_512 => 64,
        TpmAlgId.Sha256_192 => 24,
        _ => 0,
    };

    /// <summary>TPMI_ALG_HASH, Part 2 clause 9.27.</summary>
    public static bool IsHash(this TpmAlgId algorithm) => algorithm.DigestSize() != 0;

    /// <summary>TPMI_ALG_SYM, Part 2 clause 9.29, block ciphers only.</summary>
    public static bool IsBlockCipher(this TpmAlgId algorithm) =>
        algorithm is TpmAlgId.Aes or TpmAlgId.Sm4 or TpmAlgId.Camellia or TpmAlgId.Tdes;

    /// <summary>TPMI_ALG_SYM_MODE, Part 2 clause 9.31, NULL included.</summary>
    public static bool IsCipherMode(this TpmAlgId algorithm) => algorithm is TpmAlgId.Null or TpmAlgId.Cmac
        or TpmAlgId.Ctr or TpmAlgId.Ofb or TpmAlgId.Cbc or TpmAlgId.Cfb or TpmAlgId.Ecb;

    /// <summary>TPMI_ALG_KDF, Part 2 clause 9.32, without NULL.</summary>
    public static bool IsKdf(this TpmAlgId algorithm) =>
        algorithm is TpmAlgId.Mgf1 or TpmAlgId.Kdf1Sp800_56A or TpmAlgId.Kdf2 or TpmAlgId.Kdf1Sp800_108;

    /// <summary>The name that tpm2-tools and bank names use: <c>sha256</c>.</summary>
    public static string BankName(this TpmAlgId algorithm) => algorithm.ToString().ToLowerInvariant();

    /// <summary>A hash algorithm that may be NULL where <paramref name="orNull"/> says so.</summary>
    public static TpmAlgId HashAlgorithm(this WireReader reader, string field, bool orNull = false)
    {
        int start = reader.Position;
        var algorithm = (TpmAlgId)reader.U16(field);
        if (!algorithm.IsHash() && !(orNull && algorithm == TpmAlgId.Null))
            reader.Fail(WireDefect.UnknownSelector, field, start);
        return algorithm;
    }

    public static void Algorithm(this WireWriter writer, TpmAlgId algorithm) => writer.U16((ushort)algorithm);
}
