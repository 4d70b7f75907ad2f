using System.Security.Cryptography;
using Attestation.Appraisal.EndorsementKeys;
using Attestation.Appraisal.Nodes;
using Attestation.Verifier.Appraisals;
using Attestation.Verifier.Nodes;
using Attestation.Verifier.Sessions;
using Attestation.Verifier.Storage;
using Microsoft.Data.Sqlite;
using static Attestation.UnitTests.Verifier.Storage.StoreSamples;

namespace Attestation.UnitTests.Verifier.Storage;

public sealed class NodeStoreTests
{
    [Fact]
    public void OfParallelAnswersExactlyOneCloses()
    {
        using var folder = new TestFolder();
        using SqliteStore store = Open(folder);
        store.Ask("e1", Claim("ak1", "ek1"));
        var closings = new EnrolmentClosing[16];
        Parallel.For(0, closings.Length, i => closings[i] = store.CloseEnrolment("e1", Node("ak1", "ek1"), Noon));
        Assert.Equal(1, closings.Count(c => c == EnrolmentClosing.Closed));
        Assert.Equal(closings.Length - 1, closings.Count(c => c == EnrolmentClosing.Used));
    }

    [Fact]
    public void AnAnswerAtItsExpiryIsTooLateAndUsesTheEnrolmentUp()
    {
        using var folder = new TestFolder();
        using SqliteStore store = Open(folder);
        store.Ask("e1", Claim("ak1", "ek1"));
        Assert.Equal(EnrolmentClosing.Expired, store.CloseEnrolment("e1", Node("ak1", "ek1"), Noon.AddMinutes(2)));
        Assert.Equal(EnrolmentClosing.Used, store.CloseEnrolment("e1", Node("ak1", "ek1"), Noon));
        Assert.Equal(EnrolmentClosing.Unknown, store.CloseEnrolment("e2", null, Noon));
        Assert.Null(store.FindNode("ak1"));
    }

    [Fact]
    public void AnEnrolmentComesBackWithItsCertificates()
    {
        using var folder = new TestFolder();
        using SqliteStore store = Open(folder);
        store.Ask("e1", Claim("ak1", "ek1") with { EkEvidence = new EkEvidence(new byte[] { 1, 2 }, [new byte[] { 3 }, new byte[] { 4, 5 }]) });
        Enrolment found = store.FindEnrolment("e1")!;
        Assert.Equal(SHA256.HashData([1]), found.SecretHash);
        Assert.Equal([1, 2], found.Claim.EkEvidence.EkPublic.ToArray());
        Assert.Equal([[3], [4, 5]], found.Claim.EkEvidence.Certificates.Select(c => c.ToArray()));
    }

    [Fact]
    public void TheNumberOfOpenEnrolmentsIsBoundedAndOldOnesAreForgotten()
    {
        using var folder = new TestFolder();
        using SqliteStore store = Open(folder);
        store.Ask("e1", Claim("ak1", "ek1"));
        Assert.Equal(EnrolmentOpening.TooMany, store.OpenEnrolment(Enrolment("e2", Claim("ak2", "ek2")), Noon, Noon.AddHours(-1), 1));
        DateTimeOffset later = Noon.AddHours(1);
        Assert.Equal(EnrolmentOpening.Opened, store.OpenEnrolment(Enrolment("e3", Claim("ak3", "ek3")) with { Expires = later.AddMinutes(2) }, later, later.AddMinutes(-10), 1));
        Assert.Null(store.FindEnrolment("e1"));
    }

    [Fact]
    public void ANameIsOneTpmsUntilThatIsRetired()
    {
        using var folder = new TestFolder();
        using SqliteStore store = Open(folder);
        store.Enrol(Claim("ak1", "ek1", "worker-1"));
        Assert.Equal(EnrolmentOpening.NameTaken, store.OpenEnrolment(Enrolment("e", Claim("ak2", "ek2", "worker-1")), Noon, Noon.AddHours(-1), 9));
        Assert.True(store.RetireNode("ak1", Noon));
        store.Enrol(Claim("ak2", "ek2", "worker-1"));
        Assert.Equal(NodeState.Retired, store.FindNode("ak1")!.State);
    }

    /// <summary>Both asked before either answered: the second is refused when it answers.</summary>
    [Fact]
    public void OfTwoTpmsThatAskForOneNameTheFirstAnswerGetsIt()
    {
        using var folder = new TestFolder();
        using SqliteStore store = Open(folder);
        store.Ask("e1", Claim("ak1", "ek1", "worker-1"));
        store.Ask("e2", Claim("ak2", "ek2", "worker-1"));
        Assert.Equal(EnrolmentClosing.Closed, store.CloseEnrolment("e2", new KnownNode(Claim("ak2", "ek2", "worker-1"), null, Noon), Noon));
        Assert.Equal(EnrolmentClosing.NameTaken, store.CloseEnrolment("e1", new KnownNode(Claim("ak1", "ek1", "worker-1"), null, Noon), Noon));
    }

    [Fact]
    public void ARetiredTpmStaysOutUnderAnyKeyUntilItsRecordIsRemoved()
    {
        using var folder = new TestFolder();
        using SqliteStore store = Open(folder);
        store.Enrol(Claim("ak1", "ek1"));
        store.RetireNode("ak1", Noon);
        Assert.Equal(EnrolmentOpening.Retired, store.OpenEnrolment(Enrolment("e", Claim("ak9", "ek1")), Noon, Noon.AddHours(-1), 9));
        Assert.Equal(EnrolmentOpening.Retired, store.OpenEnrolment(Enrolment("e", Claim("ak1", "ek9")), Noon, Noon.AddHours(-1), 9));
        Assert.True(store.ForgetNode("ak1", Noon));
        Assert.False(store.ForgetNode("ak1", Noon));
        store.Enrol(Claim("ak1", "ek1"));
    }

    [Fact]
    public void AKeyThatIsEnrolledAgainGoesOnWhereItWas()
    {
        using var folder = new TestFolder();
        using SqliteStore store = Open(folder);
        store.Enrol(Claim("ak1", "ek1"));
        Session session = store.AddSession(1);
        Assert.Equal(Recording.Recorded, store.Record(VerdictFor(session, "a1") with { Node = Judged(store.FindNodeMemory("ak1")!.Version) }));
        store.Enrol(Claim("ak1", "ek1", "worker-2"));
        NodeMemory memory = store.FindNodeMemory("ak1")!;
        Assert.Equal(7u, memory.History!.ResetCount);
        Assert.Equal("worker-2", memory.Node.Claim.NodeName);
        Assert.Equal(["node.rebooted"], memory.Node.Last!.Reasons);
    }

    [Theory]
    [InlineData("retired", true)]
    [InlineData("superseded", false)]
    public void AVerdictOnANodeThatEndedMeanwhileIsMadeAgain(string what, bool retired)
    {
        using var folder = new TestFolder();
        using SqliteStore store = Open(folder);
        store.Enrol(Claim("ak1", "ek1"));
        long version = store.FindNodeMemory("ak1")!.Version;
        if (retired)
            store.RetireNode("ak1", Noon);
        else
            store.Enrol(Claim("ak2", "ek1"));
        Assert.True(store.Record(VerdictFor(store.AddSession(1), "a1") with { Node = Judged(version) }) == Recording.HistoryMoved, what);
        Assert.Null(store.FindAppraisal("a1"));
    }

    [Fact]
    public void ADatabaseFromBeforeNodesIsBroughtUpToDate()
    {
        using var folder = new TestFolder();
        using (SqliteStore store = Open(folder))
            Assert.Equal(Recording.Recorded, store.Record(VerdictFor(store.AddSession(1), "a1")));
        using (var connection = new SqliteConnection($"Data Source={folder["verifier.db"]};Pooling=False"))
        {
            connection.Open();
            string[] added = ["evidence_form", "evidence_size", "evidence_digest", "next_interval", "next_ima_offset", "next_ima_entries"];
            using SqliteCommand command = connection.CreateCommand();
            command.CommandText = "DROP TABLE nodes; DROP TABLE enrolments; DROP TABLE verdicts; DROP TABLE changes; DROP TABLE identity; DROP TABLE device_revocations; PRAGMA user_version = 1; "
                + string.Join(' ', added.Select(column => $"ALTER TABLE sessions DROP COLUMN {column};"));
            command.ExecuteNonQuery();
        }
        using SqliteStore again = Open(folder);
        Assert.Equal([1, 2, 3], again.FindSession($"{1:x32}")!.Answer!.Evidence.Content!);
        again.Enrol(Claim("ak1", "ek1"));
    }
}
