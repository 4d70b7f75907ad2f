using Attestation.Appraisal.Devices;
using Attestation.Formats.Reasons;
using Attestation.Verifier;
using Attestation.Verifier.Appraisals;
using Attestation.Verifier.Endorsements;
using Attestation.Verifier.Sessions;
using Attestation.Verifier.Storage;
using Microsoft.Data.Sqlite;
using static Attestation.UnitTests.Verifier.Storage.StoreSamples;

namespace Attestation.UnitTests.Verifier.Storage;

public sealed class SqliteStoreTests
{
    [Fact]
    public void WhatWasAnsweredIsThereAfterReopening()
    {
        using var folder = new TestFolder();
        Session session;
        using (SqliteStore store = Open(folder))
        {
            session = store.AddSession(1);
            Assert.Equal(Recording.Recorded, store.Record(VerdictFor(session, "a1", History(3, 4))));
            store.AddEndorsement(new StoredEndorsement("application/rim+cose", [9]), Noon);
            store.AddEndorsement(new StoredEndorsement("application/rim+cose", [9]), Noon);
        }
        using SqliteStore again = Open(folder);
        Assert.Equal("a1", again.FindSession(session.Id)!.Answer!.Appraisal);
        Assert.Equal("""{"id":"a1"}""", again.FindAppraisal("a1"));
        (DeviceHistory? history, long version) = again.FindHistory("d0");
        Assert.Equal([3UL, 4UL], history!.HighestSvn);
        Assert.Equal(1, version);
        Assert.Equal([9], Assert.Single(again.ListEndorsements()).Document);
        Assert.Equal("d0", again.FindDevice("01aa")!.Id);
    }

    [Fact]
    public void OfParallelAnswersExactlyOneIsRecorded()
    {
        using var folder = new TestFolder();
        using SqliteStore store = Open(folder);
        Session session = store.AddSession(1);
        var outcomes = new Recording[16];
        Parallel.For(0, outcomes.Length, i => outcomes[i] = store.Record(VerdictFor(session, $"a{i}")));
        Assert.Equal(1, outcomes.Count(o => o == Recording.Recorded));
        Assert.Equal(outcomes.Length - 1, outcomes.Count(o => o == Recording.SessionUsed));
        Assert.Equal(1, Enumerable.Range(0, outcomes.Length).Count(i => store.FindAppraisal($"a{i}") is not null));
    }

    [Fact]
    public void AVerdictMadeWithOldMemoryIsSentBack()
    {
        using var folder = new TestFolder();
        using SqliteStore store = Open(folder);
        Assert.Equal(Recording.Recorded, store.Record(VerdictFor(store.AddSession(1), "a1", History(1))));
        Session second = store.AddSession(2);
        Assert.Equal(Recording.HistoryMoved, store.Record(VerdictFor(second, "a2", History(0), version: 0)));
        Assert.Null(store.FindAppraisal("a2"));
        Assert.Null(store.FindSession(second.Id)!.Answer);
        Assert.Equal(Recording.Recorded, store.Record(VerdictFor(second, "a3", History(2), version: 1)));
        Assert.Equal([2UL], store.FindHistory("d0").History!.HighestSvn);
    }

    [Fact]
    public void AnAnsweredNonceStaysUsedAfterItsSessionIsDeleted()
    {
        using var folder = new TestFolder();
        using SqliteStore store = Open(folder);
        Session session = store.AddSession(1);
        Assert.Equal(NonceOrigin.Open, store.OriginOf(session.Nonce));
        store.Record(VerdictFor(session, "a1"));
        Assert.True(store.DeleteSession(session.Id));
        Assert.False(store.DeleteSession(session.Id));
        Assert.Equal(NonceOrigin.Answered, store.OriginOf(session.Nonce));
        Assert.Equal(SessionOpening.NonceReused, store.OpenSession(session with { Id = "other" }, Noon, Noon.AddHours(-1), 10));
        Assert.Equal(NonceOrigin.Unknown, store.OriginOf([1, 2, 3, 4, 5, 6, 7, 8]));
    }

    [Fact]
    public void AnAnswerToADeletedSessionIsNotRecorded()
    {
        using var folder = new TestFolder();
        using SqliteStore store = Open(folder);
        Session session = store.AddSession(1);
        store.DeleteSession(session.Id);
        Assert.Equal(Recording.SessionUnknown, store.Record(VerdictFor(session, "a1")));
        Assert.Null(store.FindAppraisal("a1"));
    }

    [Fact]
    public void DevicesComeInPages()
    {
        using var folder = new TestFolder();
        using SqliteStore store = Open(folder);
        for (int i = 0; i < 5; i++)
            store.Record(VerdictFor(store.AddSession(i), $"a{i}", History(1) with { UdsKeyThumbprint = $"d{i}" }));
        Assert.Equal(["d0", "d1"], store.ListDevices("", 2).Select(d => d.Id));
        Assert.Equal(["d2", "d3"], store.ListDevices("d1", 2).Select(d => d.Id));
        Assert.Equal(["d4"], store.ListDevices("d3", 2).Select(d => d.Id));
    }

    [Fact]
    public void DamagedMemoryIsTheServicesFailure()
    {
        using var folder = new TestFolder();
        using SqliteStore store = Open(folder);
        store.Record(VerdictFor(store.AddSession(1), "a1", History(1)));
        Change(folder, "UPDATE devices SET history = '{'");
        Assert.Equal(ServiceReasons.RecordDamaged, Assert.Throws<ServiceFailure>(() => store.FindHistory("d0")).Code);
    }

    [Theory]
    [InlineData("a newer schema", "PRAGMA user_version = 99", "service.store-newer")]
    [InlineData("another program's database", "PRAGMA application_id = 1", "service.store-unreadable")]
    public void AnotherDatabaseIsRefused(string what, string change, string reason)
    {
        using var folder = new TestFolder();
        Open(folder).Dispose();
        Change(folder, change);
        ServiceFailure failure = Assert.Throws<ServiceFailure>(() => Open(folder));
        Assert.True(reason == failure.Code.Id, what);
    }

    private static void Change(TestFolder folder, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={folder["verifier.db"]};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
