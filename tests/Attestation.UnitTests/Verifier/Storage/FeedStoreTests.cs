using Attestation.Verifier.Appraisals;
using Attestation.Verifier.Feed;
using Attestation.Verifier.Nodes;
using Attestation.Verifier.Storage;
using Microsoft.Data.Sqlite;
using static Attestation.UnitTests.Verifier.Storage.StoreSamples;

namespace Attestation.UnitTests.Verifier.Storage;

/// <summary>What the feed tells of each node, and whether a reader may go on.</summary>
public sealed class FeedStoreTests
{
    [Fact]
    public void TheLatestVerdictOfEachNodeStandsWhereItChangedLast()
    {
        using var folder = new TestFolder();
        using SqliteStore store = Open(folder);
        store.Enrol(Claim("ak1", "ek1", "worker-1"));
        store.Enrol(Claim("ak2", "ek2", "worker-2"));
        Judge(store, "ak1", 1);
        Judge(store, "ak2", 2);
        Judge(store, "ak1", 3);
        FeedPage all = store.ListVerdicts(0, 10);
        Assert.Equal([("ak2", "a2"), ("ak1", "a3")], all.Verdicts.Select(v => (v.Node, v.Judged.Appraisal)));
        Assert.True(all.Verdicts[0].Sequence < all.Verdicts[1].Sequence);
        FeedVerdict last = Assert.Single(store.ListVerdicts(all.Verdicts[0].Sequence, 10).Verdicts);
        Assert.Equal(("worker-1", Noon.AddMinutes(10), Noon.AddSeconds(300), "a.b.c"), (last.NodeName, last.Latest.Expires, last.Latest.Next, last.Result));
        Assert.Single(store.ListVerdicts(0, 1).Verdicts);
        Assert.Empty(store.ListVerdicts(last.Sequence, 10).Verdicts);
    }

    [Fact]
    public void ARevokedNodesVerdictDoesNotCountUntilItIsJudgedAnew()
    {
        using var folder = new TestFolder();
        using SqliteStore store = Open(folder);
        store.Enrol(Claim("ak1", "ek1"));
        Judge(store, "ak1", 1);
        long version = store.FindNodeMemory("ak1")!.Version;
        Assert.True(store.RevokeNode("ak1", "stolen", Noon));
        Assert.NotEqual(version, store.FindNodeMemory("ak1")!.Version); // an appraisal under way is made again
        Assert.Equal((VerdictStanding.Revoked, new Revocation(Noon, "stolen")), Seen(store));
        Judge(store, "ak1", 2);
        Assert.Equal((VerdictStanding.Revoked, new Revocation(Noon, "stolen")), Seen(store));
        store.RevokeNode("ak1", "sold", Noon.AddHours(1));
        Assert.Equal(new Revocation(Noon, "sold"), store.FindNode("ak1")!.Revocation);
        long before = store.ListVerdicts(0, 1).Verdicts[0].Sequence;
        Assert.True(store.RestoreNode("ak1", Noon));
        Assert.Equal((VerdictStanding.Revoked, null), Seen(store));
        Assert.True(store.ListVerdicts(0, 1).Verdicts[0].Sequence > before);
        Judge(store, "ak1", 3);
        Assert.Equal((VerdictStanding.Current, null), Seen(store));
        Assert.False(store.RevokeNode("ak9", "stolen", Noon));
        Assert.False(store.RestoreNode("ak9", Noon));
        Assert.True(store.RestoreNode("ak1", Noon));
    }

    [Fact]
    public void ARevocationHoldsForTheTpmsNextKeyToo()
    {
        using var folder = new TestFolder();
        using SqliteStore store = Open(folder);
        store.Enrol(Claim("ak1", "ek1", "worker-1"));
        store.RevokeNode("ak1", "stolen", Noon);
        store.Enrol(Claim("ak2", "ek1", "worker-1"));
        Assert.Equal(new Revocation(Noon, "stolen"), store.FindNode("ak2")!.Revocation);
        store.RestoreNode("ak2", Noon);
        store.Enrol(Claim("ak1", "ek1", "worker-1"));
        Assert.Null(store.FindNode("ak1")!.Revocation);
    }

    [Theory]
    [InlineData("retired", VerdictStanding.Retired)]
    [InlineData("removed", VerdictStanding.Retired)]
    [InlineData("another key of its TPM", VerdictStanding.Superseded)]
    [InlineData("the same key under another name", VerdictStanding.Superseded)]
    public void AVerdictOfANodeThatEndedIsToldAsEnded(string what, VerdictStanding standing)
    {
        using var folder = new TestFolder();
        using SqliteStore store = Open(folder);
        store.Enrol(Claim("ak1", "ek1", "worker-1"));
        Judge(store, "ak1", 1);
        long before = store.ListVerdicts(0, 1).Verdicts[0].Sequence;
        Action end = what switch
        {
            "retired" => () => store.RetireNode("ak1", Noon),
            "removed" => () => store.ForgetNode("ak1", Noon),
            "another key of its TPM" => () => store.Enrol(Claim("ak2", "ek1", "worker-1")),
            _ => () => store.Enrol(Claim("ak1", "ek1", "worker-7")),
        };
        end();
        FeedVerdict told = Assert.Single(store.ListVerdicts(before, 10).Verdicts);
        Assert.Equal(("ak1", standing), (told.Node, told.Latest.Standing));
        store.RevokeNode("ak1", "stolen", Noon);
        Assert.Equal(standing, Seen(store).Standing);
    }

    [Fact]
    public void TheSameKeyEnrolledAgainUnderItsNameKeepsItsVerdict()
    {
        using var folder = new TestFolder();
        using SqliteStore store = Open(folder);
        store.Enrol(Claim("ak1", "ek1", "worker-1"));
        Judge(store, "ak1", 1);
        store.Enrol(Claim("ak1", "ek1", "worker-1"));
        Assert.Equal(VerdictStanding.Current, Seen(store).Standing);
    }

    [Fact]
    public void OnlyPositionsThatWereGivenOutHereAreKnown()
    {
        using var folder = new TestFolder();
        using var otherFolder = new TestFolder();
        using SqliteStore store = Open(folder);
        using SqliteStore other = Open(otherFolder);
        store.Enrol(Claim("ak1", "ek1"));
        Judge(store, "ak1", 1);
        Judge(store, "ak1", 2);
        (string id, long at) = (store.ListVerdicts(0, 1).Store, store.ListVerdicts(0, 1).Verdicts[0].Sequence);
        Assert.Equal(FeedPlace.Known, store.PlaceOf(0, null));
        Assert.Equal(FeedPlace.Known, store.PlaceOf(at, id));
        Assert.Equal(FeedPlace.Known, store.PlaceOf(at - 1, id)); // of a verdict that was replaced
        Assert.Equal(FeedPlace.Lost, store.PlaceOf(at + 1, id));
        Assert.Equal(FeedPlace.Lost, store.PlaceOf(at - 7, null));
        Assert.Equal(FeedPlace.Foreign, store.PlaceOf(at, other.ListVerdicts(0, 1).Store));
        Assert.Equal(FeedPlace.Foreign, store.PlaceOf(0, other.ListVerdicts(0, 1).Store));
        Assert.Equal(FeedPlace.Lost, other.PlaceOf(at, null));
    }

    /// <summary>The database goes on after a restore: a position from the lost time is not taken for one of the new time.</summary>
    [Fact]
    public void APositionThatARestoreLostStaysLost()
    {
        using var folder = new TestFolder();
        long lost;
        using (SqliteStore store = Open(folder))
        {
            store.Enrol(Claim("ak1", "ek1"));
            Judge(store, "ak1", 1);
        }
        File.Copy(folder["verifier.db"], folder["backup.db"]);
        using (SqliteStore store = Open(folder))
        {
            Judge(store, "ak1", 2, Noon.AddMinutes(5));
            lost = store.ListVerdicts(0, 1).Verdicts[0].Sequence;
        }
        File.Copy(folder["backup.db"], folder["verifier.db"], overwrite: true);
        using SqliteStore restored = Open(folder);
        Assert.Equal(FeedPlace.Lost, restored.PlaceOf(lost, null));
        Judge(restored, "ak1", 3, Noon.AddMinutes(10));
        Assert.True(restored.ListVerdicts(0, 1).Verdicts[0].Sequence > lost);
        Assert.Equal(FeedPlace.Lost, restored.PlaceOf(lost, null));
    }

    [Fact]
    public void SequencesAscendWhereTheClockDoesNotAndOldOnesAreForgottenAfterADay()
    {
        using var folder = new TestFolder();
        using SqliteStore store = Open(folder);
        store.Enrol(Claim("ak1", "ek1"));
        Judge(store, "ak1", 1);
        long first = store.ListVerdicts(0, 1).Verdicts[0].Sequence;
        Judge(store, "ak1", 2, Noon.AddHours(-9));
        Assert.Equal(first + 1, store.ListVerdicts(0, 1).Verdicts[0].Sequence);
        Judge(store, "ak1", 3, Noon.AddHours(30));
        Assert.Equal(FeedPlace.Lost, store.PlaceOf(first, null));
        Assert.Equal(FeedPlace.Known, store.PlaceOf(first + 1, null)); // nothing has changed since: its reader may go on, however late
    }

    [Fact]
    public void AVerdictOfARemovedNodeIsForgottenInTheEnd()
    {
        using var folder = new TestFolder();
        using SqliteStore store = Open(folder);
        store.Enrol(Claim("ak1", "ek1"));
        store.Enrol(Claim("ak2", "ek2"));
        Judge(store, "ak1", 1);
        store.ForgetNode("ak1", Noon);
        Assert.Single(store.ListVerdicts(0, 10).Verdicts);
        store.ForgetNode("ak2", Noon.AddDays(2));
        Assert.Empty(store.ListVerdicts(0, 10).Verdicts);
    }

    [Fact]
    public void ADatabaseOfVersionFourIsBroughtUpToDate()
    {
        using var folder = new TestFolder();
        Open(folder).Dispose(); // binds the library
        File.Delete(folder["verifier.db"]);
        using (var connection = new SqliteConnection($"Data Source={folder["verifier.db"]};Pooling=False"))
        {
            connection.Open();
            using SqliteCommand command = connection.CreateCommand();
            command.CommandText = File.ReadAllText(Path.Combine(PublicVectors.RepositoryRoot, "tests", "Attestation.UnitTests", "Verifier", "Storage", "version-4.sql"));
            command.ExecuteNonQuery();
        }
        using SqliteStore store = Open(folder);
        KnownNode old = store.FindNode("ak1")!;
        Assert.Equal((null, null, "a1"), (old.Latest, old.Revocation, old.Last!.Appraisal));
        Assert.Empty(store.ListVerdicts(0, 10).Verdicts); // the old result does not name its node: only the next one can be told
        Judge(store, "ak1", 2);
        Assert.Equal("worker-1", Assert.Single(store.ListVerdicts(0, 10).Verdicts).NodeName);
        Assert.True(Guid.TryParseExact(store.ListVerdicts(0, 1).Store, "D", out _));
        Assert.NotNull(store.FindAppraisal("a1"));
    }

    /// <summary>Changes are stored by many at once; a reader that follows ends with what is stored, and sees every sequence once, ascending.</summary>
    [Fact]
    public async Task AReaderThatFollowsMissesNothing()
    {
        using var folder = new TestFolder();
        using SqliteStore store = Open(folder);
        const int Nodes = 8, Changes = 25;
        for (int node = 0; node < Nodes; node++)
        {
            store.Enrol(Claim($"ak{node}", $"ek{node}"));
            Judge(store, $"ak{node}", node + 1);
        }
        using var done = new CancellationTokenSource();
        var seen = new Dictionary<string, string?>();
        long position = 0;
        Task reader = Task.Run(async () =>
        {
            while (true)
            {
                Task changed = store.Changed.Next;
                FeedPage page = store.ListVerdicts(position, 3);
                foreach (FeedVerdict verdict in page.Verdicts)
                {
                    Assert.True(verdict.Sequence > position);
                    (position, seen[verdict.Node]) = (verdict.Sequence, verdict.Revocation?.Reason);
                }
                if (page.Verdicts.Count == 0 && done.IsCancellationRequested)
                    return;
                if (page.Verdicts.Count == 0)
                    await Task.WhenAny(changed, Task.Delay(Timeout.Infinite, done.Token));
            }
        });
        Parallel.For(0, Nodes, node =>
        {
            for (int change = 0; change < Changes; change++)
                Assert.True(store.RevokeNode($"ak{node}", $"{change}", Noon));
        });
        await done.CancelAsync();
        await reader;
        Assert.Equal(Nodes, seen.Count);
        Assert.All(seen.Values, reason => Assert.Equal($"{Changes - 1}", reason));
    }

    [Fact]
    public void WhoWaitsIsWokenByEveryKindOfChangeAndOnlyThen()
    {
        using var folder = new TestFolder();
        using SqliteStore store = Open(folder);
        store.Enrol(Claim("ak1", "ek1"));
        Action[] changes = [() => Judge(store, "ak1", 1), () => store.RevokeNode("ak1", "x", Noon), () => store.RestoreNode("ak1", Noon), () => store.RetireNode("ak1", Noon), () => store.ForgetNode("ak1", Noon)];
        foreach (Action change in changes)
        {
            Task next = store.Changed.Next;
            store.CheckWritable();
            Assert.False(next.IsCompleted);
            change();
            Assert.True(next.IsCompleted);
        }
    }

    private static (VerdictStanding Standing, Revocation? Revocation) Seen(SqliteStore store)
    {
        FeedVerdict only = store.ListVerdicts(0, 10).Verdicts.Single(v => v.Node == "ak1");
        return (only.Latest.Standing, only.Revocation);
    }

    private static void Judge(SqliteStore store, string ak, int number, DateTimeOffset? at = null) =>
        Assert.Equal(Recording.Recorded, store.Record(VerdictFor(store.AddSession(number), $"a{number}") with
        {
            At = at ?? Noon,
            Node = Judged(store.FindNodeMemory(ak)!.Version) with { AkName = ak },
            Next = new(300, 0, 0),
        }));
}
