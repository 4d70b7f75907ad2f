using Attestation.Dice;
using Attestation.Factory.Ownership;
using Attestation.Factory.Stations.Serial;
using Attestation.Formats.Keys;
using Attestation.UnitTests.Factory.Releases;
using Attestation.UnitTests.Formats;
using Attestation.UnitTests.Simulator.Devices;

namespace Attestation.UnitTests.Factory.Ownership;

/// <summary>A provisioned virtual device at a station, and the record of its owners.</summary>
internal sealed class OwnerBench : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly DeviceBench _bench = new();

    private OwnerBench() => FirmwareKey = BoardSample.Key(_folder, "firmware", DiceAlgorithm.P256);

    public SerialDevice Device { get; private set; } = null!;

    public byte[] Ueid { get; private set; } = [];

    /// <summary>The key that the device obeys while it has no owner.</summary>
    public SigningKey FirmwareKey { get; }

    /// <summary>Signs the record.</summary>
    public SigningKey RecordKey { get; } = TestKeys.P384;

    public string RecordPath => _folder["device.owners"];

    public string this[string name] => _folder[name];

    public static async Task<OwnerBench> StartAsync()
    {
        var bench = new OwnerBench();
        bench.Device = await bench._bench.ConnectAsync();
        await DeviceBench.ProvisionAsync(bench.Device);
        bench.Ueid = (await bench.Device.HelloAsync(default)).Ueid!.Value.ToArray();
        return bench;
    }

    public OwnerRecord Record(string? path = null) => OwnerRecord.Open(path ?? RecordPath, RecordKey.PublicKey);

    public OwnershipStation Station(OwnerRecord record) => new(Device, record, RecordKey, TimeProvider.System);

    /// <summary>The whole of it, with the next counter.</summary>
    public async Task<OwnerEntry> ChangeAsync(OwnerAction action, SigningKey signer, VerificationKey? owner = null, string name = "")
    {
        OwnerRecord record = Record();
        await AuthoriseAsync(record, action, signer, owner, name);
        return await Station(record).CarryOutAsync(default);
    }

    public async Task<byte[]> AuthoriseAsync(OwnerRecord record, OwnerAction action, SigningKey signer, VerificationKey? owner = null, string name = "")
    {
        var authorisation = new OwnerAuthorisation(action, Ueid, record.NextCounter, owner);
        byte[] signed = authorisation.Sign(signer);
        await Station(record).AuthoriseAsync(authorisation, signed, name, default);
        return signed;
    }

    public async ValueTask DisposeAsync()
    {
        await Device.DisposeAsync();
        await _bench.DisposeAsync();
        FirmwareKey.Dispose();
        _folder.Dispose();
    }
}
