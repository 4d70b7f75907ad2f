using System.Security.Cryptography;
using Attestation.Factory;
using Attestation.Factory.Line;
using Attestation.Factory.Lots;
using Attestation.Factory.Provisioning;
using Attestation.Factory.Stations;
using Attestation.Formats.Lots;
using Attestation.Simulator.Worlds;
using Attestation.Verifier;
using Attestation.Verifier.Configuration;

namespace Attestation.UnitTests.Factory.Line;

/// <summary>A line in one process: a manufacturer, a real verifier on a loopback port that trusts it, and a folder for lots.</summary>
internal sealed class LineBench : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly VerifierService _verifier;
    private VerifierLink _link = null!;

    private LineBench()
    {
        World = World.Create(_folder["world"], 7, Simulator.SampleWorld.Images);
        Write("anchors", "ca.pem", PemEncoding.WriteString("CERTIFICATE", World.Authority.Certificate));
        Write("keys", "corim.pem", World.Authority.CorimKey.PublicKey.ToPem());
        var options = new VerifierOptions { Data = _folder["data"], Listen = "http://127.0.0.1:0", Anchors = _folder["anchors"], CorimKeys = _folder["keys"] };
        _verifier = VerifierService.Build(options, TimeProvider.System);
    }

    public World World { get; }

    public string LotPath => _folder["lot"];

    public static async Task<LineBench> StartAsync()
    {
        var bench = new LineBench();
        await bench._verifier.StartAsync();
        bench._link = await VerifierLink.ConnectAsync(bench.Http(), pinned: null, token: null, default);
        await bench._link.EndorseAsync(bench.World.Current.Corim, "release", default);
        return bench;
    }

    public HttpClient Http() => new() { BaseAddress = new Uri(_verifier.Url) };

    public static LotName Settings(int scheme = 2, string algorithm = "p256") =>
        new("lot-1", RandomNumberGenerator.GetBytes(16), World.Vendor, World.Model, BenchDevice.Board, scheme, algorithm);

    public LotFolder OpenLot(LotName? settings = null) => LotFolder.Open(LotPath, settings ?? Settings(), Session(), TimeProvider.System);

    public LotSession Session() => new("station-1", "Operator", SHA256.HashData(World.Authority.Certificate), [SHA256.HashData(World.Current.Corim)]);

    public LineTools Tools(LotFolder lot, VerifierLink? link = null) => new(lot, World.Authority, new ApprovedKeys(_folder["approved.txt"]), link ?? _link,
        World.Operations, Entropy.OfSystem, TimeProvider.System, new LockRule(["secure-boot"]));

    /// <summary>One device through a station of its own: what happens when the line is started again for every device.</summary>
    public async Task<DeviceOutcome> RunAsync(BenchDevice device, LotName? settings = null, bool retryFailed = false)
    {
        using LotFolder lot = OpenLot(settings);
        return await new LineStation(Tools(lot), retryFailed).ProcessAsync(device, default);
    }

    public async ValueTask DisposeAsync()
    {
        _link?.Dispose();
        await _verifier.DisposeAsync();
        World.Dispose();
        _folder.Dispose();
    }

    private void Write(string folder, string name, string text)
    {
        Directory.CreateDirectory(_folder[folder]);
        File.WriteAllText(Path.Combine(_folder[folder], name), text);
    }
}
