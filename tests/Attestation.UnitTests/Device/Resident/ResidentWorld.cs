using System.Security.Cryptography;
using Attestation.Device;
using Attestation.Device.Application;
using Attestation.Device.Boot;
using Attestation.Device.Gpio;
using Attestation.Device.Manifest;
using Attestation.Device.Protocol;
using Attestation.Device.Provisioning;
using Attestation.Device.Resident;
using Attestation.Device.Storage;
using Attestation.Dice;
using Attestation.Dice.Host;
using Attestation.Factory.Ownership;
using Attestation.Formats.Keys;
using Attestation.UnitTests.Device.Storage;
using OwnerAuthorisation = Attestation.Factory.Ownership.OwnerAuthorisation;

namespace Attestation.UnitTests.Device.Resident;

/// <summary>A board with flash that can be cut, hardware locks and a random source, and the station that asks it. What is not in <see cref="Flash"/>, the
/// locks or the random source is lost at every <see cref="PowerOn"/>.</summary>
internal sealed class ResidentWorld : ILayerLoader, IBoardLocks, IRandomSource
{
    private static readonly string[] LockNames = ["secure-boot", "debug-port"];

    private readonly IDiceOperations _operations;
    private byte _random;

    public ResidentWorld(bool mixesEntropy = false, IDiceOperations? operations = null, Gpio.Bench? lid = null)
    {
        Case = lid;
        MixesEntropy = mixesEntropy;
        _operations = operations ?? new HostDiceOperations();
        Assert.True(Flash.TryWrite("resident", 0, ResidentReleases.ResidentImage, 0, ResidentReleases.ResidentImage.Length));
        PowerOn();
    }

    public static byte[] Secret { get; } = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];

    public TornStorage Flash { get; } = new();

    public bool MixesEntropy { get; }

    /// <summary>The switch under the case's lid; null: the board has none.</summary>
    public Gpio.Bench? Case { get; }

    public ResidentApplication Resident { get; private set; } = null!;

    public DeviceRefusal Booted { get; private set; }

    public BootPlan Plan { get; } = new()
    {
        Board = "esp32", ResidentVersion = "1.1.0", ResidentSecurityVersion = 1, FirmwareKey = ResidentReleases.DeviceKey, HasTcgExtensions = true, SealingCeiling = 9,
    };

    /// <summary>Locks that do not close.</summary>
    public string? OpenLock { get; set; }

    public bool AreClosed { get; private set; }

    public bool HasRandom { get; set; } = true;

    public string? Unloadable { get; set; }

    /// <summary>Runs on the resident's thread for applications.</summary>
    public Func<DeviceIdentity, bool> Application { get; set; } = _ => true;

    /// <summary>What the present boot's application got; null: none was started.</summary>
    public DeviceIdentity? Identity { get; private set; }

    public byte[] Ueid => Attestation.Dice.Evidence.DeviceUeid.FromUdsPublicKey(Probe().Bytes(2));

    /// <summary>Reset, or power back: a new resident over what lasts.</summary>
    public DeviceRefusal PowerOn()
    {
        Flash.PowerOn();
        return Reset();
    }

    /// <summary>A reset while a cut may be planned.</summary>
    public DeviceRefusal Reset()
    {
        Identity = null;
        IUdsStore uds = MixesEntropy
            ? new EntropyFileStore(Flash, "inside", Flash, "outside", this, isProtected: true)
            : new UdsFileStore(Flash, "uds", isProtected: true);
        var board = new ResidentBoard
        {
            Boot = new BootBoard
            {
                Operations = _operations,
                Storage = Flash,
                Rollback = new RecordedRollbackCounter(Flash, "rollback"),
                Resident = ResidentImage.FromStorage(Flash, "resident"),
                Condition = new BoardCondition { Configuration = ResidentReleases.Configuration },
                Loader = this,
                Tamper = Case is null ? null : new TamperInput(Case, isActiveHigh: true, new TamperRecord(Flash, "tamper"), Case),
            },
            Uds = uds,
            Locks = this,
            Random = this,
            Serial = [1, 2, 3, 4],
        };
        Resident = new ResidentApplication(board, Plan);
        return Booted = Resident.Start();
    }

    /// <summary>One request over the real session.</summary>
    public Said Ask(int command, Action<CborMap>? arguments = null) => new(AskRaw(Requests.Of(command, arguments)) ?? throw new InvalidOperationException("no answer"));

    public byte[]? AskRaw(byte[] request)
    {
        var line = new StationChannel(request);
        SessionEnd end = Resident.Serve(line);
        Assert.True(end == (request[^1] == DeviceCommand.Restart && request.Length == 2 ? SessionEnd.Restart : SessionEnd.LineGone));
        return line.Answer;
    }

    public DeviceRefusal WriteSecret(byte[]? secret = null) =>
        Ask(MixesEntropy ? DeviceCommand.WriteEntropy : DeviceCommand.WriteUds, a => a.Bytes(1, secret ?? Secret)).Refusal;

    public Said Probe() => Ask(DeviceCommand.Probe, a => a.Number(1, (int)DiceAlgorithm.P256));

    public DeviceRefusal WriteIdentity(byte[]? certificate = null, string model = "edge-1", byte[]? ueid = null)
    {
        ueid ??= Ueid;
        return Ask(DeviceCommand.WriteIdentity, a =>
        {
            if (certificate is not null)
                a.Bytes(1, certificate);
            a.Text(2, "Example Devices").Text(3, model).Bytes(4, ueid);
        }).Refusal;
    }

    public DeviceRefusal Lock() => Ask(DeviceCommand.Lock).Refusal;

    public Said Hello() => Ask(DeviceCommand.Hello);

    public DeviceState State => (DeviceState)Hello().Number(3);

    /// <summary>From blank to certified; a release may lie in flash already.</summary>
    public ResidentWorld Certified(SignedRelease? release = null)
    {
        if (release is not null)
            Flashed(release);
        Assert.Equal(DeviceRefusal.None, WriteSecret());
        Assert.Equal(DeviceRefusal.None, WriteIdentity());
        PowerOn();
        return this;
    }

    public ResidentWorld Locked(SignedRelease? release = null)
    {
        Certified(release);
        Assert.Equal(DeviceRefusal.None, Lock());
        PowerOn();
        return this;
    }

    /// <summary>What a flash tool does.</summary>
    public ResidentWorld Flashed(SignedRelease release)
    {
        foreach ((string name, byte[] content) in release.Files.Append(new("manifest.cose", release.Manifest)))
            Assert.True(Flash.TryWrite("slot-a/" + name, 0, content, 0, content.Length));
        return this;
    }

    public DeviceRefusal Rotate(OwnerAction action, ulong counter, SigningKey signer, SigningKey? next = null, byte[]? ueid = null) =>
        Ask(action == OwnerAction.Decommission ? DeviceCommand.Decommission : DeviceCommand.RotateOwner, a => a.Bytes(1, Authorisation(action, counter, signer, next, ueid))).Refusal;

    public byte[] Authorisation(OwnerAction action, ulong counter, SigningKey signer, SigningKey? next = null, byte[]? ueid = null) =>
        new OwnerAuthorisation(action, ueid ?? Hello().Bytes(7), counter, next?.PublicKey).Sign(signer);

    /// <summary>The host's side of an update, from wherever the device is; ends with the commit or the first refusal.</summary>
    public DeviceRefusal Send(SignedRelease release)
    {
        Said said = null!;
        for (int offset = 0; offset < release.Manifest.Length; offset += FrameLayout.MaximumPiece)
        {
            byte[] piece = release.Manifest[offset..Math.Min(release.Manifest.Length, offset + FrameLayout.MaximumPiece)];
            said = Ask(DeviceCommand.UpdateBegin, a => a.Number(1, offset).Number(2, release.Manifest.Length).Bytes(3, piece));
            if (said.Refusal != DeviceRefusal.None)
                return said.Refusal;
        }
        while (said.Has(2))
        {
            (string file, int offset) = (said.Text(2), said.Number(3));
            byte[] content = release.Files[file];
            said = Ask(DeviceCommand.UpdateData, a => a.Text(1, file).Number(2, offset).Bytes(3, content[offset..Math.Min(content.Length, offset + FrameLayout.MaximumPiece)]));
            if (said.Refusal != DeviceRefusal.None)
                return said.Refusal;
        }
        return Ask(DeviceCommand.UpdateCommit).Refusal;
    }

    public byte[] Evidence(byte[] nonce)
    {
        Said said = Ask(DeviceCommand.Challenge, a => a.Bytes(1, nonce));
        Assert.Equal(DeviceRefusal.None, said.Refusal);
        return said.Bytes(1);
    }

    /// <summary>Waits until the application was started, which happens on a thread of its own.</summary>
    public DeviceIdentity Running()
    {
        Assert.True(SpinWait.SpinUntil(() => Identity is not null, TimeSpan.FromMinutes(1)), $"{Booted}");
        return Identity!;
    }

    public bool TryLoad(string name, byte[] image) => name != Unloadable;

    public bool TryStart(DeviceIdentity device)
    {
        Identity = device;
        return Application(device);
    }

    public DeviceRefusal TryLock()
    {
        AreClosed = true;
        return DeviceRefusal.None;
    }

    public BoardLockState[] Read() => [.. LockNames.Select(name => new BoardLockState(name, AreClosed && name != OpenLock))];

    public bool TryFill(byte[] buffer, int offset, int count)
    {
        if (!HasRandom)
            return false;
        SHA512.HashData([_random++]).AsSpan(0, count).CopyTo(buffer.AsSpan(offset));
        return true;
    }
}
