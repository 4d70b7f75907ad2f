using System;
using System.Device.I2c;
using Attestation.Device.Tpm;

namespace Attestation.Device.Board.Tpm;

/// <summary>A TPM on an I2C bus.</summary>
public sealed class I2cLine : II2cLine
{
    private readonly I2cDevice _device;

    /// <summary>Opens the bus; throws what I2cDevice throws when the board has none of that number.</summary>
    /// <param name="bus">1, 2..</param>
    /// <param name="address">Of the TPM.</param>
    public I2cLine(int bus, int address) => _device = I2cDevice.Create(new I2cConnectionSettings(bus, address, I2cBusSpeed.FastMode));

    public bool TryWrite(byte[] bytes, int count)
    {
        try
        {
            return _device.Write(new SpanByte(bytes, 0, count)).Status == I2cTransferStatus.FullTransfer;
        }
        catch (Exception)
        {
            return false;
        }
    }

    public bool TryRead(byte[] bytes, int count)
    {
        try
        {
            return _device.Read(new SpanByte(bytes, 0, count)).Status == I2cTransferStatus.FullTransfer;
        }
        catch (Exception)
        {
            return false;
        }
    }
}
