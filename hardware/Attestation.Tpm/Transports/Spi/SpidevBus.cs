using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Attestation.Tpm.Transports.Kernel;

namespace Attestation.Tpm.Transports.Spi;

/// <summary>/dev/spidevB.C: linux/spi/spidev.h. Every transfer is a message of one; its cs_change keeps the chip selected behind it, as linux/spi/spi.h documents for the
/// last transfer of a message. That needs a bus on which nobody else speaks to another chip meanwhile.
/// <code>
/// struct spi_ioc_transfer  tx_buf u64 ‖ rx_buf u64 ‖ len u32 ‖ speed_hz u32 ‖ delay_usecs u16 ‖ bits_per_word u8 ‖ cs_change u8 ‖ 4 more u8     32 bytes
/// </code></summary>
public sealed class SpidevBus : ISpiBus
{
    /// <summary>PTP 1.05 clause 7.4.1 asks parts for 10 to 24 MHz.</summary>
    public const int UsualSpeed = 10_000_000;

    private const uint WriteMode = 0x40016B01;        // SPI_IOC_WR_MODE, u8
    private const uint WriteBitsPerWord = 0x40016B03; // SPI_IOC_WR_BITS_PER_WORD, u8
    private const uint WriteMaxSpeed = 0x40046B04;    // SPI_IOC_WR_MAX_SPEED_HZ, u32
    private const uint OneMessage = 0x40206B00;       // SPI_IOC_MESSAGE(1)
    private const int TransferBytes = 32;
    private const int LengthAt = 16;
    private const int SpeedAt = 20;
    private const int BitsAt = 26;
    private const int KeepSelectedAt = 27;

    private readonly IKernelDevice device;
    private readonly uint speed;
    private readonly byte[] outgoing = GC.AllocateArray<byte>(SpiRegisters.MostBytes, pinned: true);
    private readonly byte[] incoming = GC.AllocateArray<byte>(SpiRegisters.MostBytes, pinned: true);

    private SpidevBus(IKernelDevice device, uint speed) => (this.device, this.speed) = (device, speed);

    /// <summary>Sets mode 0, 8 bits and the clock.</summary>
    /// <param name="device">An open /dev/spidevB.C; disposed with the bus.</param>
    /// <param name="speed">Hz; the controller takes the next lower one that it can make.</param>
    /// <exception cref="TisException"><see cref="TisFailure.Bus"/>: the kernel refuses a setting.</exception>
    public static SpidevBus On(IKernelDevice device, int speed = UsualSpeed)
    {
        var bus = new SpidevBus(device, (uint)speed);
        try
        {
            bus.Control(WriteMode, [0]);
            bus.Control(WriteBitsPerWord, [8]);
            bus.Control(WriteMaxSpeed, BitConverter.GetBytes(bus.speed));
            return bus;
        }
        catch
        {
            bus.Dispose();
            throw;
        }
    }

    public void Transfer(ReadOnlySpan<byte> write, Span<byte> read, bool keepSelected)
    {
        write.CopyTo(outgoing);
        var transfer = new byte[TransferBytes];
        PutPointer(transfer, 0, outgoing);
        PutPointer(transfer, sizeof(ulong), incoming);
        BitConverter.TryWriteBytes(transfer.AsSpan(LengthAt), (uint)write.Length);
        BitConverter.TryWriteBytes(transfer.AsSpan(SpeedAt), speed);
        transfer[BitsAt] = 8;
        transfer[KeepSelectedAt] = (byte)(keepSelected ? 1 : 0);
        try
        {
            Control(OneMessage, transfer);
            incoming.AsSpan(0, read.Length).CopyTo(read);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(outgoing);
            CryptographicOperations.ZeroMemory(incoming);
        }
    }

    public void Dispose() => device.Dispose();

    private void Control(uint request, byte[] argument)
    {
        try
        {
            device.Control(request, argument);
        }
        catch (IOException e)
        {
            throw new TisException(TisFailure.Bus, e.Message, e);
        }
    }

    /// <summary>The kernel takes addresses as 64-bit numbers, also where the machine's are shorter.</summary>
    private static void PutPointer(byte[] transfer, int at, byte[] pinned)
    {
        ulong address = unchecked((nuint)Marshal.UnsafeAddrOfPinnedArrayElement(pinned, 0));
        BitConverter.TryWriteBytes(transfer.AsSpan(at), address);
    }
}
