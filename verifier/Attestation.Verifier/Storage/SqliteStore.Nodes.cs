using System.Text;
using Attestation.Appraisal.Nodes;
using Attestation.Appraisal.Results;
using Attestation.Formats.Reasons;
using Attestation.Verifier.Appraisals;
using Attestation.Verifier.Nodes;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Attestation.Verifier.Storage;

public sealed partial class SqliteStore
{
    private const string NodeColumns = ClaimColumns
        + ", uds_key AS UdsKey, enrolled, state, ended, superseded_by AS SupersededBy, last_at AS LastAt, last_status AS LastStatus, last_reasons AS LastReasons, last_appraisal AS LastAppraisal, revoked, revocation, "
        + "expires, next, standing";

    private const string NodeTables = "nodes LEFT JOIN verdicts ON node = ak_name";

    /// <summary>A node by the Name of its attestation key, whatever its state.</summary>
    public KnownNode? FindNode(string akName) => Read(connection =>
        connection.QuerySingleOrDefault<NodeRow>($"SELECT {NodeColumns} FROM {NodeTables} WHERE ak_name = @akName", new { akName })?.ToNode());

    /// <summary>A node with its memory; null where the attestation key was never enrolled.</summary>
    public NodeMemory? FindNodeMemory(string akName) => Read(connection =>
    {
        var row = connection.QuerySingleOrDefault<NodeRow>($"SELECT {NodeColumns}, history, version FROM {NodeTables} WHERE ak_name = @akName", new { akName });
        return row is null ? null : new NodeMemory(row.ToNode(), ParseNode(row.History), row.Version);
    });

    /// <summary>Nodes in order of the Name of their attestation keys.</summary>
    /// <param name="after">Only Names behind this one; empty for the first page.</param>
    /// <param name="limit">At most so many.</param>
    public IReadOnlyList<KnownNode> ListNodes(string after, int limit) => Read(connection => connection.Query<NodeRow>(
        $"SELECT {NodeColumns} FROM {NodeTables} WHERE ak_name > @after ORDER BY ak_name LIMIT @limit", new { after, limit }).Select(r => r.ToNode()).ToList());

    /// <summary>Ends a node's enrolment; its record stays, so that its attestation key is refused by name.</summary>
    /// <returns>False where there is no such node.</returns>
    public bool RetireNode(string akName, DateTimeOffset now) => ChangeFeed((connection, transaction) =>
    {
        if (connection.Execute("UPDATE nodes SET state = 2, version = version + 1, ended = CASE state WHEN 2 THEN ended ELSE @now END WHERE ak_name = @akName",
            new { akName, now = now.ToUnixTimeMilliseconds() }, transaction) == 0)
            return false;
        Restate(connection, transaction, akName, VerdictStanding.Retired, now);
        return true;
    });

    /// <summary>Removes a node's record: its TPM may enrol anew. The feed tells its verdict as retired.</summary>
    /// <returns>False where there is no such node.</returns>
    public bool ForgetNode(string akName, DateTimeOffset now) => ChangeFeed((connection, transaction) =>
    {
        if (connection.Execute("DELETE FROM nodes WHERE ak_name = @akName", new { akName }, transaction) == 0)
            return false;
        Restate(connection, transaction, akName, VerdictStanding.Retired, now);
        ForgetEndedVerdicts(connection, transaction, now);
        return true;
    });

    private static long NodeVersionOf(SqliteConnection connection, SqliteTransaction transaction, string akName) =>
        connection.QuerySingleOrDefault<long>("SELECT version FROM nodes WHERE ak_name = @akName", new { akName }, transaction);

    private static void UpdateNode(SqliteConnection connection, SqliteTransaction transaction, Verdict verdict, JudgedNode node) => connection.Execute("""
        UPDATE nodes SET last_at = @at, last_status = @status, last_reasons = @reasons, last_appraisal = @Id,
            history = @history, version = version + 1
        WHERE ak_name = @AkName
        """,
        new
        {
            node.AkName,
            at = verdict.At.ToUnixTimeMilliseconds(),
            status = (int)verdict.Status,
            reasons = string.Join(' ', node.Reasons),
            verdict.Id,
            history = Encoding.UTF8.GetString(NodeHistoryJson.Write(node.History)),
        }, transaction);

    /// <exception cref="ServiceFailure">The stored memory is damaged: to judge without it could let a rollback pass.</exception>
    private static NodeHistory? ParseNode(string? history)
    {
        if (history is null)
            return null;
        return NodeHistoryJson.TryParse(Encoding.UTF8.GetBytes(history), out NodeHistory parsed)
            ? parsed
            : throw new ServiceFailure(ServiceReasons.RecordDamaged, "the memory of a node");
    }

    private static bool IsRetired(SqliteConnection connection, SqliteTransaction transaction, NodeClaim claim) => connection.ExecuteScalar<long>(
        "SELECT COUNT(*) FROM nodes WHERE state = 2 AND (ek_key = @EkKey OR ak_name = @AkName)", claim, transaction) > 0;

    private static bool IsNameTaken(SqliteConnection connection, SqliteTransaction transaction, NodeClaim claim) => connection.ExecuteScalar<long>(
        "SELECT COUNT(*) FROM nodes WHERE state = 0 AND node_name = @NodeName AND ek_key <> @EkKey", claim, transaction) > 0;

    private static bool IsUdsTaken(SqliteConnection connection, SqliteTransaction transaction, KnownNode node) => connection.ExecuteScalar<long>(
        "SELECT COUNT(*) FROM nodes WHERE state = 0 AND uds_key = @UdsKey AND ek_key <> @EkKey", new { node.UdsKey, node.Claim.EkKey }, transaction) > 0;

    /// <summary>
    /// The same attestation key enrolled again keeps what is remembered of it: clock, counters and IMA list go on. A revocation is of the
    /// TPM: another attestation key does not shake it off.
    /// </summary>
    private static void UpsertNode(SqliteConnection connection, SqliteTransaction transaction, KnownNode node)
    {
        NodeClaim claim = node.Claim;
        long enrolled = node.EnrolledAt.ToUnixTimeMilliseconds();
        SupersedeVerdicts(connection, transaction, node);
        var former = connection.QuerySingleOrDefault<NodeRow>("SELECT revoked, revocation FROM nodes WHERE ek_key = @EkKey AND state = 0", claim, transaction);
        connection.Execute("UPDATE nodes SET state = 1, ended = @enrolled, superseded_by = @AkName, version = version + 1 WHERE ek_key = @EkKey AND state = 0 AND ak_name <> @AkName",
            new { enrolled, claim.AkName, claim.EkKey }, transaction);
        connection.Execute("""
            INSERT INTO nodes (ak_name, ak_public, ek_name, ek_key, anchor, node_name, vendor, model, uds_key, enrolled, state, version, ek_public,
                ek_certificates, revoked, revocation)
            VALUES (@AkName, @AkPublic, @EkName, @EkKey, @Anchor, @NodeName, @vendor, @model, @UdsKey, @enrolled, 0, 1, @ekPublic, @ekCertificates, @Revoked, @Revocation)
            ON CONFLICT (ak_name) DO UPDATE SET ek_name = excluded.ek_name, ek_key = excluded.ek_key, anchor = excluded.anchor,
                node_name = excluded.node_name, vendor = excluded.vendor, model = excluded.model, uds_key = excluded.uds_key,
                enrolled = excluded.enrolled, state = 0, ended = NULL, superseded_by = NULL, version = version + 1,
                ek_public = excluded.ek_public, ek_certificates = excluded.ek_certificates, revoked = excluded.revoked, revocation = excluded.revocation
            """,
            new
            {
                claim.AkName,
                claim.AkPublic,
                claim.EkName,
                claim.EkKey,
                claim.Anchor,
                claim.NodeName,
                vendor = claim.Class?.Vendor,
                model = claim.Class?.Model,
                node.UdsKey,
                enrolled,
                ekPublic = claim.EkEvidence.EkPublic.ToArray(),
                ekCertificates = EkEvidenceColumn.Write(claim.EkEvidence),
                former?.Revoked,
                former?.Revocation,
            }, transaction);
    }

    /// <summary>Of the TPM's former key; and of this very key where it was judged under another name, which another node may hold by now.</summary>
    private static void SupersedeVerdicts(SqliteConnection connection, SqliteTransaction transaction, KnownNode node)
    {
        string[] ended = [.. connection.Query<string>("""
            SELECT node FROM verdicts JOIN nodes ON ak_name = node
            WHERE standing < 2 AND ((ek_key = @EkKey AND state = 0 AND ak_name <> @AkName) OR (ak_name = @AkName AND name IS NOT @NodeName))
            """, node.Claim, transaction)];
        foreach (string one in ended)
            Restate(connection, transaction, one, VerdictStanding.Superseded, node.EnrolledAt);
    }

    private sealed class NodeRow : ClaimRow
    {
        public string? UdsKey { get; init; }
        public long Enrolled { get; init; }
        public long State { get; init; }
        public long? Ended { get; init; }
        public string? SupersededBy { get; init; }
        public long? LastAt { get; init; }
        public long? LastStatus { get; init; }
        public string? LastReasons { get; init; }
        public string? LastAppraisal { get; init; }
        public long? Revoked { get; init; }
        public string? Revocation { get; init; }
        public long? Expires { get; init; }
        public long? Next { get; init; }
        public long? Standing { get; init; }
        public string? History { get; init; }
        public long Version { get; init; }

        public KnownNode ToNode() => new(ToClaim(), UdsKey, DateTimeOffset.FromUnixTimeMilliseconds(Enrolled))
        {
            State = (NodeState)State,
            EndedAt = Ended is { } ended ? DateTimeOffset.FromUnixTimeMilliseconds(ended) : null,
            SupersededBy = SupersededBy,
            Last = LastAt is not { } at ? null : new NodeVerdict(DateTimeOffset.FromUnixTimeMilliseconds(at), (AppraisalStatus)LastStatus!,
                LastReasons!.Split(' ', StringSplitOptions.RemoveEmptyEntries), LastAppraisal!),
            Revocation = RevocationOf(Revoked, Revocation),
            Latest = Standing is { } standing ? new LatestVerdict(Instant(Expires!.Value), Instant(Next!.Value), (VerdictStanding)standing) : null,
        };
    }
}
