namespace Attestation.Formats.Pcrs;

/// <summary>The hash algorithm of a bank of PCRs: a TPM_ALG_ID (TCG Algorithm Registry, Table 3).</summary>
public enum PcrBank : ushort
{
    Sha1 = 0x0004,
    Sha256 = 0x000B,
    Sha384 = 0x000C,
    Sha512 = 0x000D,
    Sm3 = 0x0012,
    Sha3Of256 = 0x0027,
    Sha3Of384 = 0x0028,
    Sha3Of512 = 0x0029,
}
