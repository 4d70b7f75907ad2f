using Attestation.Appraisal.Devices;
using Attestation.Verifier.Appraisals;
using Attestation.Verifier.Nodes;
using Attestation.Verifier.Sessions;
using Attestation.Verifier.Storage;
using static Attestation.UnitTests.Verifier.Storage.StoreSamples;

namespace Attestation.UnitTests.Verifier.Storage;

public sealed class DeviceRevocationStoreTests
{
    [Fact]
    public void ARevocationIsThereAfterReopeningAndKeepsItsTime()
    {
        using var folder = new TestFolder();
        using (SqliteStore store = Open(folder))
        {
            store.Record(VerdictFor(store.AddSession(1), "a1", History(1)));
            Assert.Equal(new RevokedDevice("d0", new Revocation(Noon, "sold")), store.RevokeDevice("d0", "sold", Noon));
            store.RevokeDevice("d0", "sold to a customer", Noon.AddHours(1));
        }
        using SqliteStore again = Open(folder);
        var expected = new Revocation(Noon, "sold to a customer");
        Assert.Equal(expected, again.FindDeviceRevocation("d0")!.Revocation);
        Assert.Equal(expected, again.FindDevice("d0")!.Revocation);
        Assert.True(again.RestoreDevice("d0"));
        Assert.False(again.RestoreDevice("d0"));
        Assert.Null(again.FindDeviceRevocation("d0"));
        Assert.Null(again.FindDevice("d0")!.Revocation);
    }

    [Fact]
    public void RevokedDevicesComeInPagesAlsoThoseThatWereNeverJudged()
    {
        using var folder = new TestFolder();
        using SqliteStore store = Open(folder);
        foreach (string device in new[] { "d2", "d0", "d1" })
            store.RevokeDevice(device, "sold", Noon);
        Assert.Equal(["d0", "d1"], store.ListDeviceRevocations("", 2).Select(r => r.Device));
        Assert.Equal(["d2"], store.ListDeviceRevocations("d1", 2).Select(r => r.Device));
        Assert.Null(store.FindDevice("d0"));
    }

    [Theory]
    [InlineData("revoked after the appraisal asked", false, true, Recording.HistoryMoved)]
    [InlineData("restored after the appraisal asked", true, false, Recording.HistoryMoved)]
    [InlineData("revoked before and since", true, true, Recording.Recorded)]
    [InlineData("never revoked", false, false, Recording.Recorded)]
    public void AVerdictMadeBeforeTheRevocationChangedIsSentBack(string description, bool before, bool after, Recording outcome)
    {
        using var folder = new TestFolder();
        using SqliteStore store = Open(folder);
        Session session = store.AddSession(1);
        Verdict verdict = VerdictFor(session, "a1", History(1)) with { Standings = [new DeviceStanding("ca", null), new DeviceStanding("d0", before ? Noon : null), new DeviceStanding("d1", null)] };
        if (after)
            store.RevokeDevice("d0", "sold", Noon);
        Assert.Equal(outcome, store.Record(verdict));
        Assert.Equal(outcome == Recording.Recorded, store.FindAppraisal("a1") is not null);
    }
}
