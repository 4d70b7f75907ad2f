using System.Diagnostics;
using System.Text.Json.Nodes;
using Attestation.Factory.Endorsements;
using Attestation.Factory.Line;
using Attestation.Factory.Lots;
using Attestation.Factory.Releases;
using Attestation.Factory.Stations;
using Attestation.Formats.Corim;
using Attestation.Formats.Ear;
using Attestation.Formats.Keys;
using Attestation.Formats.Lots;
using Attestation.Formats.Reasons;
using Attestation.Formats.X509;
using Attestation.UnitTests.Factory.Line;
using Attestation.UnitTests.Formats;
using Attestation.Verifier;
using Attestation.Verifier.Configuration;

namespace Attestation.UnitTests.Factory.Endorsements;

/// <summary>A lot made on a real line, handed over to a customer who knows nothing but the manufacturer's CoRIM key.</summary>
public sealed class LotExportTests
{
    [Theory]
    [InlineData("certificate on the device", 2)]
    [InlineData("no certificate on the device", 3)]
    public async Task ACustomersVerifierAffirmsTheDevicesThatWereHandedOverAndNoOther(string description, int scheme)
    {
        await using LineBench bench = await LineBench.StartAsync();
        BenchDevice[] devices = [new(bench.World, "one"), new(bench.World, "two"), new(bench.World, "kept")];
        foreach (BenchDevice device in devices)
            Assert.Equal(DeviceEnd.Passed, (await bench.RunAsync(device, LineBench.Settings(scheme))).End);
        LotExport export = Read(bench, [devices[0].Id, devices[1].Id]);
        Assert.Equal((2, false), (export.Devices.Count, export.IsClosed));

        await using var customer = await Customer.StartAsync(bench.World.Authority.CorimKey.PublicKey);
        await customer.Link.EndorseAsync(bench.World.Current.Corim, "release", default);
        foreach (byte[] corim in export.Sign(bench.World.Authority.CorimKey))
            await customer.Link.EndorseAsync(corim, "lot", default);
        Assert.Equal([EarStatus.Affirming, EarStatus.Affirming, EarStatus.Contraindicated], [.. await Task.WhenAll(devices.Select(customer.AppraiseAsync))]);
    }

    [Fact]
    public async Task AnotherProgramReadsWhatIsEndorsedAndNoSerialNumberIsInIt()
    {
        await using LineBench bench = await LineBench.StartAsync();
        await using var device = new BenchDevice(bench.World, "unit");
        await bench.RunAsync(device);
        LotExport export = Read(bench, null);
        using var folder = new TemporaryFolder();
        byte[] corim = Assert.Single(export.Sign(bench.World.Authority.CorimKey));
        File.WriteAllBytes(folder["lot.corim"], corim);
        File.WriteAllText(folder["key.pem"], bench.World.Authority.CorimKey.PublicKey.ToPem());
        JsonNode line = JsonNode.Parse(Assert.Single(Python(0, folder["lot.corim"], folder["key.pem"])))!;
        EndorsedDevice only = Assert.Single(export.Devices);
        Assert.Equal((export.Lot.Vendor, export.Lot.Model, only.Ueid, Convert.ToHexStringLower(only.UdsKey.PublicBytes.Span)),
            ((string)line["vendor"]!, (string)line["model"]!, (string)line["ueid"]!, (string)line["key"]!));
        Assert.Equal(-1, corim.AsSpan().IndexOf(Convert.FromHexString(device.Id)));
        File.WriteAllText(folder["key.pem"], TestKeys.P256.PublicKey.ToPem());
        Python(1, folder["lot.corim"], folder["key.pem"]);
    }

    [Fact]
    public async Task TheSameSelectionIsTheSameBytesAndAnotherIsAnotherDocument()
    {
        await using LineBench bench = await LineBench.StartAsync();
        await using BenchDevice one = new(bench.World, "one"), two = new(bench.World, "two");
        await bench.RunAsync(one);
        await bench.RunAsync(two);
        using SigningKey key = ReproducibleKey.Of(bench.World.Authority.CorimKey);
        Assert.Equal(Read(bench, null).Sign(key), Read(bench, [two.Id, one.Id]).Sign(key));
        string all = IdOf(Read(bench, null).Sign(key)[0], key.PublicKey), some = IdOf(Read(bench, [one.Id]).Sign(key)[0], key.PublicKey);
        Assert.NotEqual(all, some);
        Assert.StartsWith($"{bench.World.Current.Order.Vendor}/", all, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhatDidNotPassIsNotEndorsed()
    {
        await using LineBench bench = await LineBench.StartAsync();
        await using BenchDevice good = new(bench.World, "good"), bad = new(bench.World, "bad") { OpenLock = "debug-port" };
        await bench.RunAsync(bad);
        Assert.Equal(OwnershipReasons.ExportEmpty, Sample.Refusal(() => Read(bench, null)));
        await bench.RunAsync(good);
        Assert.Equal(good.Id, Assert.Single(Read(bench, null).Devices).DeviceId);
        Assert.Equal(OwnershipReasons.ExportDevice, Sample.Refusal(() => Read(bench, [good.Id, bad.Id])));
    }

    /// <summary>As when the file is replaced between the audit and the export.</summary>
    [Fact]
    public async Task ARecordOfAnotherDeviceOrLotIsNotExported()
    {
        await using LineBench bench = await LineBench.StartAsync();
        await using BenchDevice one = new(bench.World, "one"), two = new(bench.World, "two");
        await bench.RunAsync(one);
        await bench.RunAsync(two);
        VerificationKey key = bench.World.Authority.CorimKey.PublicKey;
        LotName lot;
        using (LotFolder folder = bench.OpenLot())
            lot = folder.Lot;
        Assert.Equal(one.Id, LotExport.Device(bench.LotPath, lot, one.Id, key).DeviceId);
        Assert.Equal(LineReasons.RecordBroken, Sample.Refusal(() => LotExport.Device(bench.LotPath, LineBench.Settings(), one.Id, key))); // its id is another
        File.Copy(LotFolder.RecordPath(bench.LotPath, two.Id), LotFolder.RecordPath(bench.LotPath, one.Id), overwrite: true);
        Assert.Equal(LineReasons.RecordBroken, Sample.Refusal(() => LotExport.Device(bench.LotPath, lot, one.Id, key)));
    }

    [Fact]
    public async Task ALotWithoutItsFolderOfRecordsIsEmpty()
    {
        await using LineBench bench = await LineBench.StartAsync();
        bench.OpenLot().Dispose();
        Directory.Delete(Path.Combine(bench.LotPath, LotFolder.RecordsName));
        Assert.Equal(OwnershipReasons.ExportEmpty, Sample.Refusal(() => Read(bench, null)));
    }

    [Fact]
    public async Task ALotThatFailsItsAuditIsNotExported()
    {
        await using LineBench bench = await LineBench.StartAsync();
        await using var device = new BenchDevice(bench.World, "unit");
        await bench.RunAsync(device);
        string record = LotFolder.RecordPath(bench.LotPath, device.Id);
        byte[] bytes = File.ReadAllBytes(record);
        bytes[^1] ^= 1;
        File.WriteAllBytes(record, bytes);
        Assert.Equal(LineReasons.RecordBroken, Sample.Refusal(() => Read(bench, null)));
    }

    /// <summary>Limits of a verifier: 1 MiB a document, 4,096 triples a CoMID.</summary>
    [Theory]
    [InlineData("Ed25519", 10_000, "an application's vendor", 3)]
    [InlineData("P-384 and long names", 9_000, "a vendor whose name is as long as the names of vendors may be here", 3)]
    [InlineData("one document", 4_096, "v", 1)]
    public void ALargeLotIsSeveralDocumentsThatAVerifierTakes(string description, int count, string vendor, int atLeast)
    {
        VerificationKey key = (description.StartsWith("P-384", StringComparison.Ordinal) ? TestKeys.P384 : TestKeys.Ed25519).PublicKey;
        EndorsedDevice[] devices = [.. Enumerable.Range(0, count).Select(n => new EndorsedDevice($"{n:x16}", new KeyTriple(
            new CorimEnvironment { Vendor = vendor, Model = "model", Instance = TypedItem.OfBytes(CorimTag.Ueid, Ueid(n)) }, [CorimKey.Of(key)])))];
        IReadOnlyList<byte[]> corims = LotExport.Of(LineBench.Settings(), isClosed: true, devices).Sign(TestKeys.P256);
        Assert.True(corims.Count >= atLeast, $"{corims.Count}");
        Assert.All(corims, corim => Assert.True(corim.Length <= 1 << 20, $"{corim.Length}"));
        Assert.Equal(count, corims.Sum(corim => Manifest(corim, TestKeys.P256.PublicKey).Comids.Sum(comid => comid.Identities.Count)));
        Assert.Equal(corims.Count, corims.Select(corim => IdOf(corim, TestKeys.P256.PublicKey)).Distinct().Count());
    }

    private static byte[] Ueid(int number) => [1, .. new byte[28], .. BitConverter.GetBytes(number)];

    internal static LotExport Read(LineBench bench, string[]? serials)
    {
        Assert.True(UnverifiedCertificate.TryParse(bench.World.Authority.Certificate, out UnverifiedCertificate ca, out _));
        VerificationKey key = bench.World.Authority.CorimKey.PublicKey;
        return LotExport.Read(bench.LotPath, new LotAudit(key, ca), key, serials);
    }

    private static string IdOf(byte[] corim, VerificationKey key) => Manifest(corim, key).Id.Text!;

    private static CorimManifest Manifest(byte[] corim, VerificationKey key)
    {
        Assert.True(UnverifiedSignedCorim.TryParse(corim, out UnverifiedSignedCorim? signed, out var error), error.ToString());
        Assert.True(signed.Verify(key, out CorimManifest? manifest, out error), error.ToString());
        return manifest;
    }

    private static string[] Python(int exitCode, string corim, string key)
    {
        string script = Path.Combine(PublicVectors.RepositoryRoot, "tests", "vectors", "read_corim.py");
        using Process python = Process.Start(new ProcessStartInfo("python3", [script, corim, key]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        string output = python.StandardOutput.ReadToEnd(), error = python.StandardError.ReadToEnd();
        python.WaitForExit();
        Assert.True(python.ExitCode == exitCode, error);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}

/// <summary>A verifier that trusts one CoRIM key and has no anchors.</summary>
internal sealed class Customer : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly VerifierService _verifier;

    private Customer(VerificationKey corimKey)
    {
        Directory.CreateDirectory(_folder["keys"]);
        File.WriteAllText(_folder["keys/manufacturer.pem"], corimKey.ToPem());
        _verifier = VerifierService.Build(new VerifierOptions { Data = _folder["data"], Listen = "http://127.0.0.1:0", CorimKeys = _folder["keys"] }, TimeProvider.System);
    }

    public VerifierLink Link { get; private set; } = null!;

    public static async Task<Customer> StartAsync(VerificationKey corimKey)
    {
        var customer = new Customer(corimKey);
        await customer._verifier.StartAsync();
        customer.Link = await VerifierLink.ConnectAsync(new HttpClient { BaseAddress = new Uri(customer._verifier.Url) }, pinned: null, token: null, default);
        return customer;
    }

    public async Task<EarStatus> AppraiseAsync(BenchDevice device)
    {
        VerifierChallenge challenge = await Link.ChallengeAsync(default);
        return (await Link.SubmitAsync(challenge, await device.AttestAsync(challenge.Nonce, default), default)).Claims.Status;
    }

    public async ValueTask DisposeAsync()
    {
        Link?.Dispose();
        await _verifier.DisposeAsync();
        _folder.Dispose();
    }
}
