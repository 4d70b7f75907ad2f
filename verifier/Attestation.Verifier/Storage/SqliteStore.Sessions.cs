using Attestation.Verifier.Sessions;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Attestation.Verifier.Storage;

public sealed partial class SqliteStore
{
    private const string AnswerColumns =
        "media_type AS MediaType, evidence, evidence_form AS Form, evidence_size AS Size, evidence_digest AS Digest, result, appraisal, "
        + "next_interval AS Interval, next_ima_offset AS ImaOffset, next_ima_entries AS ImaEntries";

    /// <summary>Stores a waiting session, after removing those that ended long ago.</summary>
    /// <param name="session">A session in state waiting.</param>
    /// <param name="now">Sessions that expire after it are open.</param>
    /// <param name="forgetBefore">Sessions that expired before it are removed.</param>
    /// <param name="maxOpen">Bound on sessions that wait for evidence, and on answered ones that are kept with theirs.</param>
    public SessionOpening OpenSession(Session session, DateTimeOffset now, DateTimeOffset forgetBefore, int maxOpen) =>
        Write((connection, transaction) =>
        {
            Forget(connection, transaction, forgetBefore, maxOpen);
            long open = connection.ExecuteScalar<long>("SELECT COUNT(*) FROM sessions WHERE state = 0 AND expires > @now",
                new { now = now.ToUnixTimeMilliseconds() }, transaction);
            if (open >= maxOpen)
                return SessionOpening.TooMany;
            int inserted = connection.Execute("""
                INSERT INTO sessions (id, nonce, expires, state)
                SELECT @id, @nonce, @expires, 0 WHERE NOT EXISTS (SELECT 1 FROM appraisals WHERE nonce = @nonce)
                ON CONFLICT (nonce) DO NOTHING
                """,
                new { id = session.Id, nonce = session.Nonce, expires = session.Expires.ToUnixTimeMilliseconds() }, transaction);
            return inserted == 1 ? SessionOpening.Opened : SessionOpening.NonceReused;
        });

    public Session? FindSession(string id) => Read(connection =>
    {
        SessionRow? row = connection.QuerySingleOrDefault<SessionRow>(
            $"SELECT id, nonce, expires, state, {AnswerColumns} FROM sessions WHERE id = @id", new { id });
        return row?.ToSession();
    });

    /// <summary>Removes a session. The nonce of an answered one stays used.</summary>
    /// <returns>False where there is none.</returns>
    public bool DeleteSession(string id) => Write((connection, transaction) =>
        connection.Execute("DELETE FROM sessions WHERE id = @id", new { id }, transaction) == 1);

    /// <summary>What this verifier knows of a nonce that evidence carries.</summary>
    public NonceOrigin OriginOf(byte[] nonce) => Read(connection =>
    {
        if (connection.ExecuteScalar<long>("SELECT COUNT(*) FROM appraisals WHERE nonce = @nonce", new { nonce }) > 0)
            return NonceOrigin.Answered;
        return connection.ExecuteScalar<long>("SELECT COUNT(*) FROM sessions WHERE nonce = @nonce", new { nonce }) > 0
            ? NonceOrigin.Open
            : NonceOrigin.Unknown;
    });

    /// <summary>Nonces of all sessions that are remembered, and whether each was answered.</summary>
    public IReadOnlyList<(byte[] Nonce, bool Answered)> ListSessionNonces() => Read(connection => connection.Query<SessionRow>(
        "SELECT nonce, state FROM sessions").Select(row => (row.Nonce, row.State == 1)).ToList());

    /// <summary>Answered sessions hold evidence, so their number is bounded too: the oldest go first. Their appraisals stay.</summary>
    private static void Forget(SqliteConnection connection, SqliteTransaction transaction, DateTimeOffset before, int keep)
    {
        connection.Execute("DELETE FROM sessions WHERE state IN (0, 1) AND expires < @before",
            new { before = before.ToUnixTimeMilliseconds() }, transaction);
        long surplus = connection.ExecuteScalar<long>("SELECT COUNT(*) FROM sessions WHERE state = 1", transaction: transaction) - keep;
        if (surplus > 0)
            connection.Execute("DELETE FROM sessions WHERE id IN (SELECT id FROM sessions WHERE state = 1 ORDER BY expires LIMIT @surplus)",
                new { surplus }, transaction);
    }

    /// <summary>A row as SQLite gives it; names are the columns'.</summary>
    private sealed class SessionRow
    {
        public string Id { get; init; } = "";
        public byte[] Nonce { get; init; } = [];
        public long Expires { get; init; }
        public long State { get; init; }
        public string? MediaType { get; init; }
        public byte[]? Evidence { get; init; }
        public long Form { get; init; }
        public long Size { get; init; }
        public string Digest { get; init; } = "";
        public string? Result { get; init; }
        public string? Appraisal { get; init; }
        public long? Interval { get; init; }
        public long? ImaOffset { get; init; }
        public long? ImaEntries { get; init; }

        public Session ToSession() => new(Id, Nonce, DateTimeOffset.FromUnixTimeMilliseconds(Expires))
        {
            Answer = State == 0 ? null : new SessionAnswer(MediaType!, Kept(), Result!, Appraisal!, Next()),
        };

        private KeptEvidence Kept() => EvidenceColumns.Read((EvidenceColumn)Form, Evidence, Digest, Size);

        private NextAttestation? Next() => Interval is { } interval ? new NextAttestation((int)interval, ImaOffset!.Value, ImaEntries!.Value) : null;
    }
}
