using System.Buffers.Binary;

namespace Attestation.Tpm.Transports.Spi;

/// <summary>TPM_STS, four bytes, little-endian: PTP 1.05 clause 6.5.2.5.
/// <code>
/// 27-26 tpmFamily  24 commandCancel  23-8 burstCount  7 stsValid  6 commandReady  5 tpmGo  4 dataAvail  3 Expect  2 selfTestDone  1 responseRetry
/// </code></summary>
internal readonly record struct TisStatus(uint Value)
{
    public const byte ResponseRetry = 0x02;
    public const byte Go = 0x20;
    public const byte CommandReady = 0x40;

    /// <summary>Bit 24: the fourth byte.</summary>
    public const byte CancelInFourthByte = 0x01;

    private const uint Expect = 0x08;
    private const uint DataAvailable = 0x10;
    private const uint Valid = 0x80;

    /// <summary>tpmGo, responseRetry and bit 0 always read 0.</summary>
    private const uint ReadsZero = 0x23;

    public static TisStatus Of(ReadOnlySpan<byte> bytes) => new(BinaryPrimitives.ReadUInt32LittleEndian(bytes));

    /// <summary>A TPM drives the line.</summary>
    public bool IsDriven => (Value & ReadsZero) == 0;

    /// <summary>dataAvail and Expect mean something.</summary>
    public bool IsValid => IsDriven && (Value & Valid) != 0;

    public bool IsCommandReady => IsDriven && (Value & CommandReady) != 0;

    public bool HasData => IsValid && (Value & DataAvailable) != 0;

    public bool IsExpecting => IsValid && (Value & Expect) != 0;

    /// <summary>Bytes that the TPM takes or gives now without wait states.</summary>
    public int BurstCount => IsDriven ? (int)(Value >> 8 & 0xFFFF) : 0;

    /// <summary>1 for TPM 2.0, 0 for TPM 1.2 and for interfaces before PTP.</summary>
    public int Family => (int)(Value >> 26 & 3);
}
