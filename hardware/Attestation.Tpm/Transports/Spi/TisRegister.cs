namespace Attestation.Tpm.Transports.Spi;

/// <summary>Registers of the FIFO interface and their bits: PC Client Platform TPM Profile (PTP) 1.05, clauses 6.5.2 and 7.4.6; on SPI they stand at D40000,
/// with the locality in bits 12 to 15.</summary>
internal static class TisRegister
{
    public const uint Base = 0xD40000;

    public const uint Access = 0x000;
    public const uint InterfaceCapability = 0x014;
    public const uint Status = 0x018;
    public const uint DataFifo = 0x024;
    public const uint VendorAndDevice = 0xF00;
    public const uint Revision = 0xF04;

    public const byte AccessRequestUse = 0x02;
    public const byte AccessSeized = 0x10;
    public const byte AccessActive = 0x20;
    public const byte AccessValid = 0x80;

    /// <summary>Bits 3 (Seize) and 6 always read 0: where they do not, nobody drives the line.</summary>
    public const byte AccessReadsZero = 0x48;

    /// <summary>The address of a register in a locality.</summary>
    public static uint At(uint register, int locality) => Base | (uint)locality << 12 | register;
}
