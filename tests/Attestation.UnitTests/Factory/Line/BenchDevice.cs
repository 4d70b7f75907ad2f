using System.Formats.Cbor;
using Attestation.Dice;
using Attestation.Factory;
using Attestation.Factory.Provisioning;
using Attestation.Factory.Releases;
using Attestation.Factory.Stations;
using Attestation.Formats.Reasons;
using Attestation.Simulator.Boards;
using Attestation.Simulator.Worlds;

namespace Attestation.UnitTests.Factory.Line;

/// <summary>A device on the bench: a virtual board whose fuses, identity and locks outlive the line that works on it. Its faults are switches.</summary>
internal sealed class BenchDevice(World world, string name, DiceAlgorithm algorithm = DiceAlgorithm.P256) : IFactoryDevice
{
    public const string Board = "bench";

    private static readonly string[] Locks = ["secure-boot", "debug-port"];

    private readonly byte[] _serial = System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(name))[..8];
    private FuseContent? _fuse;
    private DeviceIdentityData? _identity;
    private int _calls;

    public DeviceState State { get; private set; }

    public string Id => Convert.ToHexStringLower(_serial);

    /// <summary>How often a secret was written.</summary>
    public int Programmed { get; private set; }

    public string BoardName { get; init; } = Board;

    /// <summary>The internal half of the entropy; two devices with one are clones.</summary>
    public string? Internal { get; init; }

    /// <summary>A lock that never closes.</summary>
    public string? OpenLock { get; set; }

    /// <summary>Answers that it took the secret, and takes none.</summary>
    public bool ForgetsSecret { get; init; }

    /// <summary>Takes another secret than it was given.</summary>
    public bool TakesAnotherSecret { get; init; }

    public FirmwareRelease Release { get; init; } = world.Current;

    public DeviceState? Claims { get; init; }

    public byte[]? Serial { get; init; }

    public DiceAlgorithm? ProbesWith { get; init; }

    /// <summary>The call, counted from 1, at which the line to it is cut; 0: never.</summary>
    public int CutAt { get; set; }

    /// <summary>Whether that call still has its effect.</summary>
    public bool CutAfter { get; init; }

    public int Calls => _calls;

    /// <summary>Told of every call before it has its effect.</summary>
    public Action Called { get; init; } = () => { };

    public Task<DeviceGreeting> HelloAsync(CancellationToken cancellation) => Call(() =>
        new DeviceGreeting(1, BoardName, Claims ?? State, Serial ?? _serial) { Algorithms = [algorithm], FirmwareVersion = Release.Order.Version, Svn = Release.Order.Svn });

    public Task WriteUdsAsync(ReadOnlyMemory<byte> uds, CancellationToken cancellation) => Call(() => Burn(writer =>
    {
        writer.WriteStartMap(2);
        Write(writer, 1, w => w.WriteInt32(1));
        Write(writer, 2, w => w.WriteByteString(TakesAnotherSecret ? Entropy("another") : uds.Span));
    }));

    public Task WriteEntropyAsync(ReadOnlyMemory<byte> external, CancellationToken cancellation) => Call(() => Burn(writer =>
    {
        writer.WriteStartMap(3);
        Write(writer, 1, w => w.WriteInt32(2));
        Write(writer, 2, w => w.WriteByteString(Entropy(Internal ?? name)));
        Write(writer, 3, w => w.WriteByteString(Internal is null ? external.Span : new byte[32]));
    }));

    public Task<DeviceProbe> ProbeAsync(DiceAlgorithm kind, CancellationToken cancellation) => Call(() =>
    {
        using FuseContent blank = FuseContent.Unprogrammed();
        return StationTest.Run((ForgetsSecret ? blank : _fuse!).DeriveUds(world.Operations), ProbesWith ?? kind, world.Operations);
    });

    public Task WriteIdentityAsync(DeviceIdentityData identity, CancellationToken cancellation) => Call(() =>
    {
        _identity = identity;
        State = DeviceState.Certified;
        return true;
    });

    public Task<LockReport> LockAsync(CancellationToken cancellation) => Call(() =>
    {
        State = DeviceState.Locked;
        return Report();
    });

    public Task<LockReport> ReadLocksAsync(CancellationToken cancellation) => Call(Report);

    public Task<byte[]> AttestAsync(ReadOnlyMemory<byte> nonce, CancellationToken cancellation) => Call(() =>
    {
        var suite = CryptoSuite.All.First(s => s.Algorithm == algorithm && s.HasCertificateRoot == (_identity!.UdsCertificate is not null));
        var identity = new BoardIdentity(_identity!.Vendor, _identity.Model, _identity.Ueid.ToArray(), _identity.UdsCertificate?.ToArray() ?? []);
        var fuse = FuseContent.Decode(_fuse!.Encode(), name);
        using Board board = world.NewBoard(name, fuse, identity, suite, Release);
        board.Lock = State == DeviceState.Locked ? LockState.Locked : LockState.Debug;
        using BootedBoard booted = board.Boot();
        return booted.Attest(nonce.ToArray());
    });

    public Task RestartAsync(CancellationToken cancellation) => Call(() => true);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private bool Burn(Action<CborWriter> content)
    {
        var writer = new CborWriter(CborConformanceMode.Canonical);
        content(writer);
        writer.WriteEndMap();
        _fuse = FuseContent.Decode(writer.Encode(), name);
        State = DeviceState.Programmed;
        Programmed++;
        return true;
    }

    private LockReport Report() => new([.. Locks.Select(l => new DeviceLock(l, State == DeviceState.Locked && l != OpenLock))]);

    private byte[] Entropy(string purpose) => world.EntropyFor("bench " + purpose).Take(32);

    private static void Write(CborWriter writer, int key, Action<CborWriter> value)
    {
        writer.WriteInt32(key);
        value(writer);
    }

    private Task<T> Call<T>(Func<T> effect)
    {
        Called();
        bool cut = ++_calls == CutAt;
        if (cut && !CutAfter)
            throw new FactoryException(LineReasons.DeviceLost, name);
        T answer = effect();
        return cut ? throw new FactoryException(LineReasons.DeviceLost, name) : Task.FromResult(answer);
    }
}
