using nanoFramework.Hardware.Esp32;

namespace Attestation.Device.ResidentProgram;

/// <summary>An ESP32 connects its buses to pins when it is told to. For a board of another family leave out this file, its call and the reference to
/// nanoFramework.Hardware.Esp32.</summary>
internal static class Esp32Pins
{
    public static void Connect()
    {
        if (Settings.SerialTransmit >= 0)
        {
            Configuration.SetPinFunction(Settings.SerialTransmit, DeviceFunction.COM2_TX);
            Configuration.SetPinFunction(Settings.SerialReceive, DeviceFunction.COM2_RX);
        }

        if (Settings.HasTpm && Settings.TpmI2cAddress >= 0)
        {
            Configuration.SetPinFunction(Settings.I2cData, DeviceFunction.I2C1_DATA);
            Configuration.SetPinFunction(Settings.I2cClock, DeviceFunction.I2C1_CLOCK);
        }
        else if (Settings.HasTpm)
        {
            Configuration.SetPinFunction(Settings.SpiClock, DeviceFunction.SPI1_CLOCK);
            Configuration.SetPinFunction(Settings.SpiDataIn, DeviceFunction.SPI1_MISO);
            Configuration.SetPinFunction(Settings.SpiDataOut, DeviceFunction.SPI1_MOSI);
        }
    }
}
