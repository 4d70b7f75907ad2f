using Attestation.Appraisal.Results;
using Attestation.Verifier.Appraisals;
using Attestation.Verifier.Feed;
using Attestation.Verifier.Nodes;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Attestation.Verifier.Storage;

public sealed partial class SqliteStore
{
    /// <summary>How long a position is remembered, in microseconds: a reader that was away for longer begins anew.</summary>
    private const long RememberedPositions = 24L * 3600 * 1_000_000;

    /// <summary>Raised after each transaction that changed what <see cref="ListVerdicts"/> gives.</summary>
    public ChangeSignal Changed { get; } = new();

    /// <summary>Whether a position was given out by this database and is still remembered; 0 always is.</summary>
    /// <param name="after">The position.</param>
    /// <param name="store">The database that is to have given it; null where the reader does not say.</param>
    public FeedPlace PlaceOf(long after, string? store) => Read(connection =>
    {
        if (store is not null && store != StoreOf(connection))
            return FeedPlace.Foreign;
        bool known = after == 0 || connection.ExecuteScalar<long>("SELECT COUNT(*) FROM changes WHERE sequence = @after", new { after }) > 0;
        return known ? FeedPlace.Known : FeedPlace.Lost;
    });

    /// <summary>The latest verdicts of the nodes whose verdict changed behind a position, in the order of their changes.</summary>
    public FeedPage ListVerdicts(long after, int limit) => Read(connection => new FeedPage(
        StoreOf(connection),
        connection.Query<VerdictRow>("""
            SELECT sequence, node, name, status, reasons, at, expires, next, standing, appraisal, result, revoked, revocation
            FROM verdicts LEFT JOIN nodes ON ak_name = node WHERE sequence > @after ORDER BY sequence LIMIT @limit
            """, new { after, limit }).Select(r => r.ToVerdict()).ToList()));

    private static string StoreOf(SqliteConnection connection) => connection.QuerySingle<string>("SELECT store FROM identity");

    /// <summary>
    /// Microseconds since 1970, or one more than the last. So a database that is restored from a backup, and goes on, never gives a number that it
    /// had given before to something else; whoever read one of the lost ones is told that it is lost.
    /// </summary>
    private static long NextSequence(SqliteConnection connection, SqliteTransaction transaction, DateTimeOffset now)
    {
        long last = connection.ExecuteScalar<long?>("SELECT MAX(sequence) FROM changes", transaction: transaction) ?? 0;
        long next = Math.Max(last + 1, (now - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond);
        connection.Execute("INSERT INTO changes (sequence) VALUES (@next); DELETE FROM changes WHERE sequence < @forgotten",
            new { next, forgotten = Math.Min(last, next - RememberedPositions) }, transaction);
        return next;
    }

    private static void StoreVerdict(SqliteConnection connection, SqliteTransaction transaction, Verdict verdict, JudgedNode node) => connection.Execute("""
        INSERT INTO verdicts (node, sequence, name, status, reasons, at, expires, next, standing, appraisal, result)
        SELECT ak_name, @sequence, node_name, @status, @reasons, @at, @expires, @next, revoked IS NOT NULL, @Id, @Result FROM nodes WHERE ak_name = @AkName
        ON CONFLICT (node) DO UPDATE SET sequence = excluded.sequence, name = excluded.name, status = excluded.status, reasons = excluded.reasons,
            at = excluded.at, expires = excluded.expires, next = excluded.next, standing = excluded.standing, appraisal = excluded.appraisal,
            result = excluded.result
        """,
        new
        {
            node.AkName,
            sequence = NextSequence(connection, transaction, verdict.At),
            status = (int)verdict.Status,
            reasons = string.Join(' ', node.Reasons),
            at = verdict.At.ToUnixTimeMilliseconds(),
            expires = verdict.Expires.ToUnixTimeMilliseconds(),
            next = verdict.At.AddSeconds(verdict.Next?.IntervalSeconds ?? 0).ToUnixTimeMilliseconds(),
            verdict.Id,
            verdict.Result,
        }, transaction);

    /// <summary>A verdict counts no more, or its node's revocation changed: the feed tells it again. Nothing where the node has no verdict.</summary>
    private static void Restate(SqliteConnection connection, SqliteTransaction transaction, string node, VerdictStanding standing, DateTimeOffset now)
    {
        if (connection.ExecuteScalar<long>("SELECT COUNT(*) FROM verdicts WHERE node = @node", new { node }, transaction) == 0)
            return;
        connection.Execute("UPDATE verdicts SET standing = @standing, sequence = @sequence WHERE node = @node",
            new { node, standing = (int)standing, sequence = NextSequence(connection, transaction, now) }, transaction);
    }

    /// <summary>Verdicts of removed nodes, once every reader that goes on has seen that they ended.</summary>
    private static void ForgetEndedVerdicts(SqliteConnection connection, SqliteTransaction transaction, DateTimeOffset now) => connection.Execute(
        "DELETE FROM verdicts WHERE sequence < @before AND node NOT IN (SELECT ak_name FROM nodes)",
        new { before = ((now - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond) - RememberedPositions }, transaction);

    private sealed class VerdictRow
    {
        public long Sequence { get; init; }
        public string Node { get; init; } = "";
        public string? Name { get; init; }
        public long Status { get; init; }
        public string Reasons { get; init; } = "";
        public long At { get; init; }
        public long Expires { get; init; }
        public long Next { get; init; }
        public long Standing { get; init; }
        public string Appraisal { get; init; } = "";
        public string Result { get; init; } = "";
        public long? Revoked { get; init; }
        public string? Revocation { get; init; }

        public FeedVerdict ToVerdict() => new(Sequence, Node, Name,
            new NodeVerdict(Instant(At), (AppraisalStatus)Status, Reasons.Split(' ', StringSplitOptions.RemoveEmptyEntries), Appraisal),
            new LatestVerdict(Instant(Expires), Instant(Next), (VerdictStanding)Standing), RevocationOf(Revoked, Revocation), Result);
    }

    private static DateTimeOffset Instant(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);

    private static Revocation? RevocationOf(long? since, string? reason) => since is { } at ? new Revocation(Instant(at), reason ?? "") : null;
}
