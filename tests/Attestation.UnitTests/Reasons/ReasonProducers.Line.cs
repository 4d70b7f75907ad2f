using System.Security.Cryptography;
using System.Text;
using Attestation.Dice;
using Attestation.Factory;
using Attestation.Factory.Boards;
using Attestation.Factory.Line;
using Attestation.Factory.Lots;
using Attestation.Factory.Provisioning;
using Attestation.Factory.Stations;
using Attestation.Factory.Stations.Queue;
using Attestation.Formats;
using Attestation.Formats.Cose;
using Attestation.Formats.Lots;
using Attestation.Formats.Reasons;
using Attestation.Formats.X509;
using Attestation.UnitTests.Factory;
using Attestation.UnitTests.Factory.Endorsements;
using Attestation.UnitTests.Factory.Line;

namespace Attestation.UnitTests.Reasons;

public static partial class ReasonProducers
{
    private static Dictionary<ReasonCode, Func<IEnumerable<ReasonCode>>> Lines => new()
    {
        [LineReasons.DeviceLost] = () => OnLine(w => new BenchDevice(w, "unit") { CutAt = 3 }),
        [LineReasons.DeviceAnswer] = () => OnLine(w => new BenchDevice(w, "unit") { Serial = [] }),
        [LineReasons.DeviceSource] = () => [Sample.Refusal(() => new DirectoryQueue("/dev/null/queue", TimeSpan.FromSeconds(1)))],
        [LineReasons.DeviceState] = () => OnLine(w => new BenchDevice(w, "unit") { Claims = DeviceState.Locked }),
        [LineReasons.DeviceBoard] = () => OnLine(w => new BenchDevice(w, "unit") { BoardName = "another" }),
        [LineReasons.UdsNotTaken] = () => OnLine(w => new BenchDevice(w, "unit") { TakesAnotherSecret = true }, scheme: 1),
        [LineReasons.LocksOpen] = () => OnLine(w => new BenchDevice(w, "unit") { OpenLock = "secure-boot" }),
        [LineReasons.AttestationRefused] = () => OnLine(w => new BenchDevice(w, "unit") { Release = w.Older }),
        [LineReasons.VerifierUnavailable] = () => Awaited(async () =>
            (await VerifierLink.ConnectAsync(new HttpClient { BaseAddress = new Uri("http://127.0.0.1:1") }, null, null, default)).Dispose()),
        [LineReasons.VerifierResult] = () => OnBench(async bench =>
        {
            using LotFolder lot = bench.OpenLot();
            using VerifierLink link = await VerifierLink.ConnectAsync(bench.Http(), bench.World.FirmwareKey.PublicKey, null, default); // pinned: another key
            await using var device = new BenchDevice(bench.World, "unit");
            return (await new LineStation(bench.Tools(lot, link)).ProcessAsync(device, default)).Reason!;
        }),
        [LineReasons.EndorsementRefused] = () => OnBench(async bench =>
        {
            using VerifierLink link = await VerifierLink.ConnectAsync(bench.Http(), null, null, default);
            return await RefusalOf(() => link.EndorseAsync(new byte[] { 0xD2 }, "nothing", default));
        }),
        [OwnershipReasons.ExportEmpty] = () => OnBench(bench =>
        {
            bench.OpenLot().Dispose();
            return Task.FromResult(Sample.Refusal(() => LotExportTests.Read(bench, null)));
        }),
        [OwnershipReasons.ExportDevice] = () => OnBench(bench =>
        {
            bench.OpenLot().Dispose();
            return Task.FromResult(Sample.Refusal(() => LotExportTests.Read(bench, ["0102"])));
        }),
        [LineReasons.Unfinished] = () => OnBench(bench =>
        {
            using LotFolder lot = bench.OpenLot();
            lot.Begin("01");
            Assert.True(ReasonTable.TryFind(Assert.Single(lot.Close(bench.World.Authority.CorimKey).Failures).Reason, out ReasonCode reason));
            return Task.FromResult(reason);
        }),
        [LineReasons.LotBusy] = () => OnBench(bench =>
        {
            using LotFolder lot = bench.OpenLot();
            return RefusalOf(() => Opened(bench, null));
        }),
        [LineReasons.LotOther] = () => OnBench(bench =>
        {
            bench.OpenLot().Dispose();
            return RefusalOf(() => Opened(bench, LineBench.Settings(scheme: 3)));
        }),
        [LineReasons.LotClosed] = () => OnBench(bench =>
        {
            using (LotFolder lot = bench.OpenLot())
                lot.Close(bench.World.Authority.CorimKey);
            return RefusalOf(() => Opened(bench, null));
        }),
        [LineReasons.JournalTorn] = () => OnBench(bench => Spoilt(bench, LotFolder.JournalName, bytes => bytes[..^1])),
        [LineReasons.JournalBroken] = () => OnBench(bench => Spoilt(bench, LotFolder.JournalName, bytes => Flipped(bytes, 40))),
        [LineReasons.ReportBroken] = () => OnBench(bench => Spoilt(bench, LotFolder.ReportName, bytes => Flipped(bytes, bytes.Length - 1))),
        [LineReasons.ReportForm] = () => OnBench(bench => Spoilt(bench, LotFolder.ReportName,
            _ => new CoseSign1Writer().WithContentType("text/plain").Sign(bench.World.Authority.CorimKey, [1]))),
        [LineReasons.RecordBroken] = () => OnBench(async bench =>
        {
            await using var device = new BenchDevice(bench.World, "unit");
            Assert.Equal(DeviceEnd.Passed, (await bench.RunAsync(device)).End);
            File.Delete(LotFolder.RecordPath(bench.LotPath, device.Id));
            return await RefusalOf(() => Audited(bench));
        }),
        [LineReasons.RecordForm] = () => OnBench(bench =>
        {
            byte[] other = new CoseSign1Writer().WithContentType("text/plain").Sign(bench.World.Authority.CorimKey, [1]);
            Assert.False(UnverifiedDeviceRecord.TryParse(other, out _, out ParseError error));
            return Task.FromResult(error.Code);
        }),
        [LineReasons.FailuresInRow] = () => OnBench(async bench =>
        {
            using LotFolder lot = bench.OpenLot();
            var device = new BenchDevice(bench.World, "unit") { OpenLock = "secure-boot" };
            var run = new LineRun(new LineStation(bench.Tools(lot)), new OneDevice(device), _ => { }) { MaxFailuresInRow = 1 };
            return await RefusalOf(() => run.RunAsync(() => false, default));
        }),
        [LineReasons.BoardOffers] = () =>
        [
            Sample.Refusal(() => LotOrder.Of(BoardCatalogue.Read("esp32"), "lot", "vendor", "model", 3, null)),
            Sample.Refusal(() => LotOrder.Of(BoardCatalogue.Read("esp32"), "lot", "vendor", "model", null, "p384")),
        ],
        [LineReasons.VerifierAddress] = () =>
        [
            .. Awaited(() => new VerifierAddress("ftp://verifier.example", null, null, null).ConnectAsync(default)),
            .. Awaited(() => new VerifierAddress("http://127.0.0.1:1", null, null, "absent").ConnectAsync(default)),
        ],
        [LineReasons.UdsUnapproved] = () => OnBench(bench =>
            RefusalOf(() => Task.Run(() => new ApprovedKeys("absent").Require(bench.World.FirmwareKey.PublicKey)))),
    };

    private static IEnumerable<ReasonCode> OnLine(Func<Attestation.Simulator.Worlds.World, BenchDevice> device, int scheme = 2) => OnBench(async bench =>
        (await bench.RunAsync(device(bench.World), LineBench.Settings(scheme))).Reason!);

    private static IEnumerable<ReasonCode> OnBench(Func<LineBench, Task<ReasonCode>> step) => [Task.Run(async () =>
    {
        await using LineBench bench = await LineBench.StartAsync();
        return await step(bench);
    }).GetAwaiter().GetResult()];

    private static IEnumerable<ReasonCode> Awaited(Func<Task> step) => [Task.Run(() => RefusalOf(step)).GetAwaiter().GetResult()];

    private static async Task<ReasonCode> RefusalOf(Func<Task> step) => (await Assert.ThrowsAsync<FactoryException>(step)).Reason;

    private static Task Opened(LineBench bench, LotName? settings)
    {
        bench.OpenLot(settings).Dispose();
        return Task.CompletedTask;
    }

    private static Task Audited(LineBench bench)
    {
        Assert.True(UnverifiedCertificate.TryParse(bench.World.Authority.Certificate, out UnverifiedCertificate authority, out _));
        new LotAudit(bench.World.Authority.CorimKey.PublicKey, authority).Verify(bench.LotPath);
        return Task.CompletedTask;
    }

    private static Task<ReasonCode> Spoilt(LineBench bench, string file, Func<byte[], byte[]> spoil)
    {
        using (LotFolder lot = bench.OpenLot())
            lot.Close(bench.World.Authority.CorimKey);
        string path = Path.Combine(bench.LotPath, file);
        File.WriteAllBytes(path, spoil(File.ReadAllBytes(path)));
        return RefusalOf(() => Audited(bench));
    }

    private static byte[] Flipped(byte[] bytes, int at)
    {
        bytes[at] ^= 1;
        return bytes;
    }

    private sealed class OneDevice(IFactoryDevice device) : IDeviceSource
    {
        public Task<IFactoryDevice?> NextAsync(CancellationToken cancellation) => Task.FromResult<IFactoryDevice?>(device);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
