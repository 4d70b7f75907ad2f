namespace Attestation.Device.ResidentProgram;

/// <summary>What differs from product to product and from board to board; the values here are those of hardware/boards/esp32. Properties and not constants, so
/// that the compiler does not call the other branch unreachable.</summary>
internal static class Settings
{
    /// <summary>Folder name of hardware/boards; releases are for one board.</summary>
    public static string Board => "esp32";

    /// <summary>Of this program. Raise both with every change of it.</summary>
    public static string ResidentVersion => "1.0.0";

    public static ulong ResidentSecurityVersion => 1;

    /// <summary>The highest security version that a release of this product will ever have; 0: sealed data knows no versions. Never to be changed.</summary>
    public static int SealingCeiling => 0;

    /// <summary>Drive of the records and slots: <c>deployment.layers</c> of board.yaml.</summary>
    public static string Root => "I:\\";

    /// <summary>The board's description, a copy of board.yaml: its bytes are measured into layer 0.</summary>
    public static string DescriptionFile => "board.yaml";

    /// <summary>A copy of the image that this program is a part of. Nobody compares the copy with what runs: that needs native code of the interpreter's build,
    /// see the board's README. Until then the measurement of layer 0 is a statement.</summary>
    public static string ResidentFile => "resident.bin";

    /// <summary>The serial number of a board without a network interface.</summary>
    public static string SerialFile => "serial";

    /// <summary>False only with an interpreter that was built for release, without debugger and wire protocol. True makes the mode Debug.</summary>
    public static bool IsInterpreterOpen => true;

    /// <summary>The factory's and owner's line. COM1 is the console of the board; a development interpreter keeps that for its debugger.</summary>
    public static string SerialPort => "COM2";

    public static int BaudRate => 115200;

    /// <summary>Pins of <see cref="SerialPort"/>; -1: the interpreter's own.</summary>
    public static int SerialTransmit => 17;

    public static int SerialReceive => 16;

    /// <summary>Opened or cut reads high. -1: there is none.</summary>
    public static int TamperPin => 27;

    public static int LedPin => 2;

    /// <summary>True: the UDS lies in an NV index of a TPM. False: in a file, and the mode is never Normal.</summary>
    public static bool HasTpm => false;

    /// <summary>Address of a TPM on I2C, 0x2E on most; -1: it is on SPI.</summary>
    public static int TpmI2cAddress => -1;

    public static int I2cBus => 1;

    public static int I2cData => 21;

    public static int I2cClock => 22;

    public static int SpiBus => 1;

    public static int SpiClock => 18;

    public static int SpiDataIn => 19;

    public static int SpiDataOut => 23;

    public static int SpiSelect => 5;

    /// <summary>Resets the TPM. -1: the reset of the whole board does, and nothing that runs on it alone; only such a TPM's latch is worth its name.</summary>
    public static int TpmReset => 4;

    /// <summary>Index of the UDS, in the owner's range.</summary>
    public static uint UdsIndex => 0x01800100;
}
