using Attestation.Verifier.Appraisals;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Attestation.Verifier.Storage;

public sealed partial class SqliteStore
{
    /// <summary>Uses up the session's nonce and stores the verdict and the device's memory, all in one transaction.</summary>
    public Recording Record(Verdict verdict) => verdict.Node is null ? Write((c, t) => Record(c, t, verdict)) : ChangeFeed((c, t) => Record(c, t, verdict));

    private static Recording Record(SqliteConnection connection, SqliteTransaction transaction, Verdict verdict)
    {
        long? state = connection.QuerySingleOrDefault<long?>("SELECT state FROM sessions WHERE id = @Session", verdict, transaction);
        if (state is null)
            return Recording.SessionUnknown;
        if (state != 0)
            return Recording.SessionUsed;
        if (verdict.Device is { } device && VersionOf(connection, transaction, device.UdsKeyThumbprint) != verdict.HistoryVersion)
            return Recording.HistoryMoved;
        if (HasMoved(connection, transaction, verdict.Standings))
            return Recording.HistoryMoved;
        if (verdict.Node is { } node && NodeVersionOf(connection, transaction, node.AkName) != node.Version)
            return Recording.HistoryMoved;
        InsertAppraisal(connection, transaction, verdict);
        AnswerSession(connection, transaction, verdict);
        if (verdict.Device is not null)
            UpsertDevice(connection, transaction, verdict);
        if (verdict.Node is not null)
        {
            UpdateNode(connection, transaction, verdict, verdict.Node);
            StoreVerdict(connection, transaction, verdict, verdict.Node);
        }
        return Recording.Recorded;
    }

    /// <summary>The stored appraisal as JSON; null where there is none.</summary>
    public string? FindAppraisal(string id) => Read(connection =>
        connection.QuerySingleOrDefault<string?>("SELECT document FROM appraisals WHERE id = @id", new { id }));

    private static void AnswerSession(SqliteConnection connection, SqliteTransaction transaction, Verdict verdict)
    {
        (EvidenceColumn form, byte[]? evidence) = EvidenceColumns.Write(verdict.Evidence);
        connection.Execute("""
            UPDATE sessions SET state = 1, media_type = @MediaType, evidence = @evidence, evidence_form = @form, evidence_size = @Size,
                evidence_digest = @Digest, result = @Result, appraisal = @Id, next_interval = @IntervalSeconds, next_ima_offset = @ImaOffset,
                next_ima_entries = @ImaEntries
            WHERE id = @Session
            """,
            new
            {
                verdict.Session,
                verdict.MediaType,
                evidence,
                form = (int)form,
                verdict.Evidence.Size,
                verdict.Evidence.Digest,
                verdict.Result,
                verdict.Id,
                verdict.Next?.IntervalSeconds,
                verdict.Next?.ImaOffset,
                verdict.Next?.ImaEntries,
            }, transaction);
    }

    private static void InsertAppraisal(SqliteConnection connection, SqliteTransaction transaction, Verdict verdict) => connection.Execute(
        "INSERT INTO appraisals (id, nonce, at, device, status, document) VALUES (@Id, @Nonce, @at, @device, @status, @Document)",
        new
        {
            verdict.Id,
            verdict.Nonce,
            at = verdict.At.ToUnixTimeMilliseconds(),
            device = verdict.Device?.UdsKeyThumbprint,
            status = (int)verdict.Status,
            verdict.Document,
        }, transaction);
}
