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
    private readonly GpioController _pins = new GpioController();
    private readonly ThreadPause _pause = new ThreadPause();
    private readonly FileStorage _storage = new FileStorage(Settings.Root);
    private readonly BoardDiceOperations _operations;

    public BoardParts()
    {
        NativeHmacSha512 hmac = new NativeHmacSha512();
        _operations = new BoardDiceOperations(hmac);
        Board = new ResidentBoard { Boot = Boot(hmac) };
        Board.Serial = HardwareAddress.TryRead(out byte[] address) ? address : null;
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
        Condition = new BoardCondition { Configuration = Description(), IsDebugOpen = Settings.IsInterpreterOpen },
        Loader = new AssemblyLoader(),
    };

    /// <summary>Null when the file is not there: then nothing boots.</summary>
    private byte[] Description()
    {
        int size = _storage.Size(Settings.DescriptionFile);
        byte[] description = size > 0 ? new byte[size] : null;
        return description != null && _storage.TryRead(Settings.DescriptionFile, 0, description, 0, size) ? description : null;
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
        SpiLine line = new SpiLine(Settings.SpiBus, new GpioOutput(_pins, Settings.SpiSelect, true));
        TpmFifo tpm = new TpmFifo(new TpmSpiRegisters(line, _pause), _pause);
        byte[] none = new byte[0];
        Board.Uds = new TpmUdsStore(tpm, _operations, _pause, Settings.UdsIndex, none, none, Settings.TpmReset < 0);
        Board.Random = new TpmRandom(tpm, _operations, _pause);
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
