using System;
using System.Device.Gpio;
using Attestation.Device.Board.Gpio;
using Attestation.Device.Board.Loading;
using Attestation.Device.Board.Operations;
using Attestation.Device.Board.Serial;
using Attestation.Device.Board.Storage;
using Attestation.Device.Board.Tpm;
using Attestation.Device.Boot;
using Attestation.Device.Gpio;
using Attestation.Device.Manifest;
using Attestation.Device.Operations;
using Attestation.Device.Provisioning;
using Attestation.Device.Resident;
using Attestation.Device.Storage;
using Attestation.Device.Tpm;
using Attestation.Dice;

namespace Attestation.Device.ResidentProgram;

/// <summary>Puts the parts of the board together. Throws what the drivers throw when a pin, bus or port of the settings is not there: that is a mistake of the
/// settings, found at the first start.</summary>
internal sealed class BoardParts
{
    private const int LongestSerial = 32;

    private readonly GpioController _pins = new GpioController();
    private readonly ThreadPause _pause = new ThreadPause();
    private readonly FileStorage _storage = new FileStorage(Settings.Root);
    private readonly BoardDiceOperations _operations;

    public BoardParts()
    {
        NativeHmacSha512 hmac = new NativeHmacSha512();
        _operations = new BoardDiceOperations(hmac);
        Board = new ResidentBoard { Boot = Boot(hmac) };
        Board.Serial = Serial();
        ConnectSecret();
        ConnectTamper();
    }

    public ResidentBoard Board { get; }

    public LedThread Led()
    {
        IGpioOutput line = new GpioOutput(_pins, Settings.LedPin, false);
        return new LedThread(new StatusLed(line, true));
    }

    public static BootPlan Plan()
    {
        byte[] key = FirmwarePublicKey.Bytes;
        bool isEd25519 = key != null && key.Length == 32;
        return new BootPlan
        {
            Board = Settings.Board,
            ResidentVersion = Settings.ResidentVersion,
            ResidentSecurityVersion = Settings.ResidentSecurityVersion,
            FirmwareKey = new FirmwareKey(isEd25519 ? DiceAlgorithm.Ed25519 : DiceAlgorithm.P256, key),
            SealingCeiling = Settings.SealingCeiling,
        };
    }

    private BootBoard Boot(NativeHmacSha512 hmac) => new BootBoard
    {
        Operations = _operations,
        Hmac = _operations.IsNative ? hmac : null,
        Storage = _storage,
        Rollback = new RecordedRollbackCounter(_storage, "rollback"),
        Resident = ResidentImage.FromStorage(_storage, Settings.ResidentFile),
        Condition = new BoardCondition { Configuration = ReadFile(Settings.DescriptionFile), IsDebugOpen = Settings.IsInterpreterOpen },
        Loader = new AssemblyLoader(),
    };

    /// <summary>The address of the network interface, or what the factory wrote for a board without one.</summary>
    private byte[] Serial()
    {
        byte[] serial = HardwareAddress.TryRead(out byte[] address) ? address : ReadFile(Settings.SerialFile);
        if (serial == null || serial.Length > LongestSerial)
            throw new InvalidOperationException("no serial number");
        return serial;
    }

    /// <summary>Null when the file is not there or empty; without a description nothing boots.</summary>
    private byte[] ReadFile(string name)
    {
        int size = _storage.Size(name);
        byte[] content = size > 0 ? new byte[size] : null;
        return content != null && _storage.TryRead(name, 0, content, 0, size) ? content : null;
    }

    private void ConnectSecret()
    {
        if (!Settings.HasTpm)
        {
            Board.Uds = new UdsFileStore(_storage, "uds", false);
            return;
        }

        if (Settings.TpmReset >= 0)
            new TpmReset(new GpioOutput(_pins, Settings.TpmReset, true), false, _pause).TryPulse();
        TpmFifo tpm = new TpmFifo(Registers(), _pause);
        byte[] none = new byte[0];
        Board.Uds = new TpmUdsStore(tpm, _operations, _pause, Settings.UdsIndex, none, none, Settings.TpmReset < 0);
        Board.Random = new TpmRandom(tpm, _operations, _pause);
    }

    private ITpmRegisters Registers()
    {
        if (Settings.TpmI2cAddress >= 0)
            return new TpmI2cRegisters(new I2cLine(Settings.I2cBus, Settings.TpmI2cAddress), _pause);
        return new TpmSpiRegisters(new SpiLine(Settings.SpiBus, new GpioOutput(_pins, Settings.SpiSelect, true)), _pause);
    }

    /// <summary>Before the factory wrote a secret an open case is no news: the record begins then.</summary>
    private void ConnectTamper()
    {
        if (Settings.TamperPin < 0)
            return;
        TamperRecord record = new TamperRecord(_storage, "tamper");
        if (!Board.Uds.IsProgrammed)
            record.TryCreate();
        Board.Boot.Tamper = new TamperInput(new GpioInput(_pins, Settings.TamperPin, PinMode.InputPullUp), true, record, _pause);
    }
}
