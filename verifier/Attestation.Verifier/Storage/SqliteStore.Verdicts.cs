using Attestation.Verifier.Appraisals;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Attestation.Verifier.Storage;

public sealed partial class SqliteStore
{
    /// <summary>Uses up the session's nonce and stores the verdict and the device's memory, all in one transaction.</summary>
    public Recording Record(Verdict verdict) => Write((connection, transaction) =>
    {
        long? state = connection.QuerySingleOrDefault<long?>("SELECT state FROM sessions WHERE id = @Session", verdict, transaction);
        if (state is null)
            return Recording.SessionUnknown;
        if (state != 0)
            return Recording.SessionUsed;
        if (verdict.Device is { } device && VersionOf(connection, transaction, device.UdsKeyThumbprint) != verdict.HistoryVersion)
            return Recording.HistoryMoved;
        InsertAppraisal(connection, transaction, verdict);
        connection.Execute("UPDATE sessions SET state = 1, media_type = @MediaType, evidence = @Evidence, result = @Result, appraisal = @Id WHERE id = @Session",
            verdict, transaction);
        if (verdict.Device is not null)
            UpsertDevice(connection, transaction, verdict);
        return Recording.Recorded;
    });

    /// <summary>The stored appraisal as JSON; null where there is none.</summary>
    public string? FindAppraisal(string id) => Read(connection =>
        connection.QuerySingleOrDefault<string?>("SELECT document FROM appraisals WHERE id = @id", new { id }));

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
