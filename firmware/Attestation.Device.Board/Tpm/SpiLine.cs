using System;
using System.Device.Spi;
using Attestation.Device.Gpio;
using Attestation.Device.Tpm;

namespace Attestation.Device.Board.Tpm;

/// <summary>An SPI bus whose chip select this code drives itself: a TPM stays selected through its wait states, and System.Device.Spi would release it after
/// every transfer.</summary>
public sealed class SpiLine : ISpiLine
{
    private const int ManualSelect = -1;
    private const int Clock = 10000000; // PTP 1.05 clause 7.4.1 asks parts for 10 to 24 MHz

    private readonly SpiDevice _bus;
    private readonly IGpioOutput _select;

    /// <summary>Opens the bus; throws what SpiDevice throws when the board has none of that number. On an ESP32 the pins of the bus are set before
    /// (nanoFramework.Hardware.Esp32, Configuration.SetPinFunction).</summary>
    /// <param name="bus">1, 2..</param>
    /// <param name="select">The chip select, high at rest.</param>
    public SpiLine(int bus, IGpioOutput select)
    {
        _select = select;
        _bus = SpiDevice.Create(new SpiConnectionSettings(bus, ManualSelect)
        {
            ClockFrequency = Clock,
            Mode = SpiMode.Mode0,
            DataFlow = DataFlow.MsbFirst,
            Configuration = SpiBusConfiguration.FullDuplex,
        });
    }

    public bool TryTransfer(byte[] write, byte[] read, int count, bool keepSelected)
    {
        bool isDone = false;
        try
        {
            if (_select.TryWrite(false))
            {
                _bus.TransferFullDuplex(new SpanByte(write, 0, count), new SpanByte(read, 0, count));
                isDone = true;
            }
        }
        catch (Exception)
        {
            isDone = false;
        }
        finally
        {
            if (!isDone || !keepSelected)
                _select.TryWrite(true);
        }

        return isDone;
    }
}
