using Attestation.Dice;
using Attestation.Factory.Provisioning;
using Attestation.Formats.Cbor;
using Attestation.Formats.Reasons;

namespace Attestation.Factory.Stations.Serial;

/// <summary>A device behind a stream of bytes: a tty, TCP, a pseudo terminal. Speaks docs/formats/device-protocol.md; this file has the calls of a line, the
/// others stand beside it.</summary>
public sealed partial class SerialDevice : IFactoryDevice
{
    private const int LongestSerial = 32, UeidSize = 33, UdsIdSize = 20, LongestCertificate = 4096, LongestEvidence = ushort.MaxValue, LongestName = 64, MostLocks = 32;

    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(2);

    private readonly FrameLink _link;
    private readonly SerialExchange _exchange;

    /// <param name="stream">The line; it belongs to the new object.</param>
    /// <param name="patience">How long to wait; null: <see cref="SerialPatience.Default"/>.</param>
    /// <param name="clock">For that; null: the system's.</param>
    public SerialDevice(Stream stream, SerialPatience? patience = null, TimeProvider? clock = null)
    {
        _link = new FrameLink(stream, clock ?? TimeProvider.System);
        _exchange = new SerialExchange(_link, patience ?? SerialPatience.Default, clock ?? TimeProvider.System);
    }

    /// <summary>The other end closes the line when the station left. Then it is waited for, so that the next connection does not come before it.</summary>
    internal bool HangsUp { get; init; }

    /// <summary>The station said that it is done with it.</summary>
    internal bool HasLeft { get; private set; }

    public async Task<DeviceGreeting> HelloAsync(CancellationToken cancellation)
    {
        AnswerResults said = await AskAsync(new CommandRequest(CommandNumbers.Hello), cancellation);
        int protocol = said.Number(1);
        if (protocol != ProtocolSizes.Version)
            throw said.Nonsense($"It speaks version {protocol} of the protocol; this station speaks {ProtocolSizes.Version}.");
        return new DeviceGreeting(protocol, said.Text(2), (DeviceState)said.Number(3), said.Bytes(4, 1, LongestSerial))
        {
            FirmwareVersion = said.Has(5) ? said.Text(5) : null,
            Svn = said.Has(6) ? said.Counter(6) : null,
            Ueid = said.Has(7) ? said.Bytes(7, UeidSize, UeidSize) : (ReadOnlyMemory<byte>?)null,
            Mode = (DiceMode)said.Number(8),
            Algorithms = Algorithms(said),
            BootRefusal = said.Has(10) ? said.Number(10) : null,
        };
    }

    public Task WriteUdsAsync(ReadOnlyMemory<byte> uds, CancellationToken cancellation) => WriteAsync(new CommandRequest(CommandNumbers.WriteUds).Add(1, uds.Span), cancellation);

    public Task WriteEntropyAsync(ReadOnlyMemory<byte> external, CancellationToken cancellation) =>
        WriteAsync(new CommandRequest(CommandNumbers.WriteEntropy).Add(1, external.Span), cancellation);

    public async Task<DeviceProbe> ProbeAsync(DiceAlgorithm algorithm, CancellationToken cancellation)
    {
        AnswerResults said = await AskAsync(new CommandRequest(CommandNumbers.Probe).Add(1, (int)algorithm), cancellation);
        int ran = 0;
        said.Read(1, reader => reader.TryReadInt32(out ran));
        int size = PublicKeySize(said, (DiceAlgorithm)ran);
        return new DeviceProbe((DiceAlgorithm)ran, said.Bytes(2, size, size).ToArray(), said.Bytes(3, UdsIdSize, UdsIdSize).ToArray(),
            said.Bytes(4, size, size).ToArray(), said.Bytes(5, 1, LongestCertificate).ToArray());
    }

    public Task WriteIdentityAsync(DeviceIdentityData identity, CancellationToken cancellation)
    {
        var request = new CommandRequest(CommandNumbers.WriteIdentity);
        if (identity.UdsCertificate is { Length: > 0 } certificate)
            request.Add(1, certificate.Span);
        return WriteAsync(request.Add(2, identity.Vendor).Add(3, identity.Model).Add(4, identity.Ueid.Span), cancellation);
    }

    public async Task<LockReport> LockAsync(CancellationToken cancellation)
    {
        await WriteAsync(new CommandRequest(CommandNumbers.Lock), cancellation);
        return await ReadLocksAsync(CancellationToken.None);
    }

    public async Task<LockReport> ReadLocksAsync(CancellationToken cancellation)
    {
        AnswerResults said = await AskAsync(new CommandRequest(CommandNumbers.ReadLocks), cancellation);
        var locks = new List<DeviceLock>();
        said.Read(1, reader => reader.TryReadArray(_ => TryReadLock(reader, locks), max: MostLocks));
        return locks.DistinctBy(l => l.Name).Count() == locks.Count ? new LockReport(locks) : throw said.Nonsense("It names a lock twice.");
    }

    public async Task<byte[]> AttestAsync(ReadOnlyMemory<byte> nonce, CancellationToken cancellation)
    {
        AnswerResults said = await AskAsync(new CommandRequest(CommandNumbers.Challenge).Add(1, nonce.Span), cancellation);
        return said.Bytes(1, 1, LongestEvidence).ToArray();
    }

    public async Task RestartAsync(CancellationToken cancellation)
    {
        await AskAsync(new CommandRequest(CommandNumbers.Restart), cancellation);
        await HelloAsync(cancellation);
    }

    /// <inheritdoc/>
    public Task LeaveAsync(DeviceOutcome outcome, CancellationToken cancellation) => LeaveAsync(cancellation);

    public async Task LeaveAsync(CancellationToken cancellation)
    {
        await _exchange.LeaveAsync(cancellation);
        HasLeft = true;
        if (HangsUp)
            await _link.WaitForEndAsync(Farewell, cancellation);
    }

    public ValueTask DisposeAsync() => _link.DisposeAsync();

    /// <param name="request">Is wiped.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    /// <param name="expected">Refusals that are no exception to the caller.</param>
    private async Task<AnswerResults> AskAsync(CommandRequest request, CancellationToken cancellation, params int[] expected)
    {
        using (request)
            return AnswerResults.Read(request.Command, await _exchange.AskAsync(request, cancellation), expected);
    }

    /// <summary>What is written is not given up half-way: nobody would know then what the device has.</summary>
    private async Task WriteAsync(CommandRequest request, CancellationToken cancellation)
    {
        using (request)
        {
            cancellation.ThrowIfCancellationRequested();
            AnswerResults.Read(request.Command, await _exchange.AskAsync(request, CancellationToken.None));
        }
    }

    private static List<DiceAlgorithm> Algorithms(AnswerResults said)
    {
        var algorithms = new List<DiceAlgorithm>();
        said.Read(9, reader => reader.TryReadArray(_ =>
        {
            bool good = reader.TryReadInt32(out int algorithm);
            algorithms.Add((DiceAlgorithm)algorithm);
            return good;
        }, max: MostLocks));
        return algorithms;
    }

    private static bool TryReadLock(StrictCborReader reader, List<DeviceLock> locks)
    {
        bool good = reader.TryStartArray(out int count) & count == 2 && reader.TryReadText(out string name) && name.Length is > 0 and <= LongestName
            && reader.TryReadInt32(out int inForce, 0, 1) && Add(name, inForce == 1) && reader.TryEndArray();
        return good;

        bool Add(string name, bool inForce)
        {
            locks.Add(new DeviceLock(name, inForce));
            return true;
        }
    }

    private static int PublicKeySize(AnswerResults said, DiceAlgorithm algorithm) => algorithm switch
    {
        DiceAlgorithm.Ed25519 => 32,
        DiceAlgorithm.P256 => 64,
        DiceAlgorithm.P384 => 96,
        _ => throw said.Nonsense($"It ran its DICE with algorithm {(int)algorithm}."),
    };
}
