using Attestation.Factory;
using Attestation.Factory.Ownership;
using Attestation.Factory.Stations;
using Attestation.Formats.Reasons;
using Attestation.UnitTests.Formats;

namespace Attestation.UnitTests.Factory.Ownership;

/// <summary>Real firmware on a virtual board changes hands over its serial protocol.</summary>
public sealed class OwnershipStationTests
{
    [Fact]
    public async Task SoldHandedOnReturnedAdmittedAndEnded()
    {
        await using OwnerBench bench = await OwnerBench.StartAsync();
        OwnerEntry sold = await bench.ChangeAsync(OwnerAction.Rotate, bench.FirmwareKey, TestKeys.P256.PublicKey, "First Customer");
        OwnerEntry handedOn = await bench.ChangeAsync(OwnerAction.Rotate, TestKeys.P256, TestKeys.Ed25519.PublicKey, "Second Customer");
        OwnerEntry returned = await bench.ChangeAsync(OwnerAction.Return, bench.FirmwareKey);
        Assert.Equal(DeviceState.Returned, (await bench.Device.HelloAsync(default)).State);
        OwnerEntry admitted = await bench.ChangeAsync(OwnerAction.Rotate, bench.FirmwareKey, TestKeys.P256.PublicKey);
        Assert.Equal(DeviceState.Locked, (await bench.Device.HelloAsync(default)).State);
        OwnerEntry ended = await bench.ChangeAsync(OwnerAction.Decommission, TestKeys.P256);
        Assert.Equal(DeviceState.Decommissioned, (await bench.Device.HelloAsync(default)).State);

        OwnerEntry[] all = [sold, handedOn, returned, admitted, ended];
        Assert.Equal([4, 4, 4, 4, 0], all.Select(entry => entry.Keys.Count)); // three layers and the attestation key
        string[] keys = [.. all.SelectMany(entry => entry.Keys).Select(key => Convert.ToHexString(key.Span))];
        Assert.Equal(keys.Length, keys.Distinct().Count());
        Assert.Equal([1ul, 2, 3, 4, 5], all.Select(entry => entry.Counter));
        Assert.Equal(10, bench.Record().Entries.Count);
        Assert.Equal((OwnerAction.Decommission, null), (bench.Record().Standing!.Action, bench.Record().Pending));
    }

    [Fact]
    public async Task TheFormerOwnersKeyNoLongerOpensTheDevice()
    {
        await using OwnerBench bench = await OwnerBench.StartAsync();
        await bench.ChangeAsync(OwnerAction.Rotate, bench.FirmwareKey, TestKeys.P256.PublicKey);
        await bench.ChangeAsync(OwnerAction.Rotate, TestKeys.P256, TestKeys.Ed25519.PublicKey);
        ReasonCode reason = (await Assert.ThrowsAsync<FactoryException>(() => bench.ChangeAsync(OwnerAction.Rotate, TestKeys.P256))).Reason;
        Assert.Equal("device", reason.Area);
        OwnerRecord record = bench.Record();
        Assert.Equal((2ul, 3ul), (record.Standing!.Counter, record.Pending!.Counter)); // tried, and known not to have been done
        await bench.ChangeAsync(OwnerAction.Rotate, TestKeys.Ed25519, TestKeys.P256.PublicKey);
        Assert.Null(bench.Record().Pending);
    }

    [Theory]
    [InlineData("before it was sent", false, false)]
    [InlineData("after the device took it", true, false)]
    [InlineData("after the device restarted", true, true)]
    public async Task ARunThatStoppedIsTakenUp(string description, bool sent, bool restarted)
    {
        await using OwnerBench bench = await OwnerBench.StartAsync();
        byte[] signed = await bench.AuthoriseAsync(bench.Record(), OwnerAction.Rotate, bench.FirmwareKey, TestKeys.P256.PublicKey);
        if (sent)
            await bench.Device.RotateOwnerAsync(signed, default);
        if (restarted)
            await bench.Device.RestartAsync(default);
        OwnerEntry entry = await bench.Station(bench.Record()).CarryOutAsync(default);
        Assert.True(entry.Kind == OwnerEntryKind.CarriedOut, description);
        Assert.Equal(TestKeys.P256.PublicKey, bench.Record().Standing!.NewOwner);
    }

    [Fact]
    public async Task AnotherDeviceAtTheLineIsRefused()
    {
        await using OwnerBench bench = await OwnerBench.StartAsync();
        var authorisation = new OwnerAuthorisation(OwnerAction.Return, OwnerAuthorisationTests.Ueid, 1, null);
        OwnershipStation station = bench.Station(bench.Record());
        Assert.Equal(OwnershipReasons.OwnerDevice, await RefusalOf(() => station.AuthoriseAsync(authorisation, authorisation.Sign(bench.FirmwareKey), "", default)));
        Assert.False(File.Exists(bench.RecordPath));
    }

    /// <summary>What a device would do that says yes and changes nothing: here the record knows the keys already.</summary>
    [Fact]
    public async Task ADeviceThatKeepsItsIdentityIsNotHandedOver()
    {
        await using OwnerBench bench = await OwnerBench.StartAsync();
        await bench.ChangeAsync(OwnerAction.Rotate, bench.FirmwareKey, TestKeys.P256.PublicKey);
        Assert.Equal(OwnershipReasons.IdentityKept, await KeptAsync(bench));
    }

    [Fact]
    public async Task EvidenceProvesTheDeviceOnlyForItsNonceAndName()
    {
        await using OwnerBench bench = await OwnerBench.StartAsync();
        byte[] nonce = new byte[32], evidence = await bench.Device.AttestAsync(nonce, default);
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        Assert.Equal(Convert.ToHexString(bench.Ueid[1..]), Convert.ToHexString(ShownIdentity.Verify(evidence, nonce, bench.Ueid, now).UdsKey.Thumbprint.Span));
        Assert.Equal(OwnershipReasons.OwnerEvidence, Sample.Refusal(() => ShownIdentity.Verify(evidence, new byte[31], bench.Ueid, now)));
        Assert.Equal(OwnershipReasons.OwnerEvidence, Sample.Refusal(() => ShownIdentity.Verify(evidence, nonce, OwnerAuthorisationTests.Ueid, now)));
        evidence[^1] ^= 1;
        Assert.Equal(OwnershipReasons.OwnerEvidence, Sample.Refusal(() => ShownIdentity.Verify(evidence, nonce, bench.Ueid, now)));
    }

    /// <summary>A second record in which the authorisation that was carried out last stands to be carried out: the device says yes and changes nothing.</summary>
    internal static async Task<ReasonCode> KeptAsync(OwnerBench bench)
    {
        OwnerEntry done = bench.Record().Entries[^2];
        OwnerRecord second = bench.Record(bench["second.owners"]);
        second.Append(done with { Keys = bench.Record().Standing!.Keys }, bench.RecordKey);
        return await RefusalOf(() => bench.Station(second).CarryOutAsync(default));
    }

    private static async Task<ReasonCode> RefusalOf(Func<Task> work) => (await Assert.ThrowsAsync<FactoryException>(work)).Reason;
}
