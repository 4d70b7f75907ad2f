using Attestation.Appraisal.Endorsements;
using Attestation.Verifier.Nodes;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Attestation.Verifier.Storage;

public sealed partial class SqliteStore
{
    private const string ClaimColumns =
        "ak_name AS AkName, ak_public AS AkPublic, ek_name AS EkName, ek_key AS EkKey, anchor, node_name AS NodeName, vendor, model, "
        + "ek_public AS EkPublic, ek_certificates AS EkCertificates";

    /// <summary>Stores an open enrolment, after removing those that ended long ago.</summary>
    /// <param name="enrolment">Not yet answered.</param>
    /// <param name="now">Enrolments that expire after it are open.</param>
    /// <param name="forgetBefore">Enrolments that expired before it are removed.</param>
    /// <param name="maxOpen">Bound on open enrolments.</param>
    public EnrolmentOpening OpenEnrolment(Enrolment enrolment, DateTimeOffset now, DateTimeOffset forgetBefore, int maxOpen) =>
        Write((connection, transaction) =>
        {
            connection.Execute("DELETE FROM enrolments WHERE expires < @before", new { before = forgetBefore.ToUnixTimeMilliseconds() }, transaction);
            long open = connection.ExecuteScalar<long>("SELECT COUNT(*) FROM enrolments WHERE used = 0 AND expires > @now",
                new { now = now.ToUnixTimeMilliseconds() }, transaction);
            if (open >= maxOpen)
                return EnrolmentOpening.TooMany;
            if (IsRetired(connection, transaction, enrolment.Claim))
                return EnrolmentOpening.Retired;
            if (IsNameTaken(connection, transaction, enrolment.Claim))
                return EnrolmentOpening.NameTaken;
            InsertEnrolment(connection, transaction, enrolment);
            return EnrolmentOpening.Opened;
        });

    public Enrolment? FindEnrolment(string id) => Read(connection => connection.QuerySingleOrDefault<EnrolmentRow>(
        $"SELECT id, secret_hash AS SecretHash, expires, used, {ClaimColumns} FROM enrolments WHERE id = @id", new { id })?.ToEnrolment());

    /// <summary>Uses up an enrolment and stores its node, which supersedes the TPM's former attestation keys, all in one transaction.</summary>
    /// <param name="id">The enrolment.</param>
    /// <param name="node">Null where the answer was wrong.</param>
    /// <param name="now">The enrolment must expire after it.</param>
    public EnrolmentClosing CloseEnrolment(string id, KnownNode? node, DateTimeOffset now) => ChangeFeed((connection, transaction) =>
    {
        var row = connection.QuerySingleOrDefault<EnrolmentRow>("SELECT expires, used FROM enrolments WHERE id = @id", new { id }, transaction);
        if (row is null)
            return EnrolmentClosing.Unknown;
        if (row.Used != 0)
            return EnrolmentClosing.Used;
        connection.Execute("UPDATE enrolments SET used = 1 WHERE id = @id", new { id }, transaction);
        if (row.Expires <= now.ToUnixTimeMilliseconds())
            return EnrolmentClosing.Expired;
        return node is null ? EnrolmentClosing.Closed : Admit(connection, transaction, node);
    });

    private static EnrolmentClosing Admit(SqliteConnection connection, SqliteTransaction transaction, KnownNode node)
    {
        if (IsRetired(connection, transaction, node.Claim))
            return EnrolmentClosing.Retired;
        if (IsNameTaken(connection, transaction, node.Claim))
            return EnrolmentClosing.NameTaken;
        if (IsUdsTaken(connection, transaction, node))
            return EnrolmentClosing.UdsTaken;
        UpsertNode(connection, transaction, node);
        return EnrolmentClosing.Closed;
    }

    private static void InsertEnrolment(SqliteConnection connection, SqliteTransaction transaction, Enrolment enrolment) => connection.Execute("""
        INSERT INTO enrolments (id, secret_hash, expires, used, ak_name, ak_public, ek_name, ek_key, anchor, node_name, vendor, model, ek_public, ek_certificates)
        VALUES (@Id, @SecretHash, @expires, 0, @AkName, @AkPublic, @EkName, @EkKey, @Anchor, @NodeName, @vendor, @model, @ekPublic, @ekCertificates)
        """,
        new
        {
            enrolment.Id,
            enrolment.SecretHash,
            expires = enrolment.Expires.ToUnixTimeMilliseconds(),
            enrolment.Claim.AkName,
            enrolment.Claim.AkPublic,
            enrolment.Claim.EkName,
            enrolment.Claim.EkKey,
            enrolment.Claim.Anchor,
            enrolment.Claim.NodeName,
            vendor = enrolment.Claim.Class?.Vendor,
            model = enrolment.Claim.Class?.Model,
            ekPublic = enrolment.Claim.EkEvidence.EkPublic.ToArray(),
            ekCertificates = EkEvidenceColumn.Write(enrolment.Claim.EkEvidence),
        }, transaction);

    /// <summary>What enrolments and nodes have in common; names are the columns'.</summary>
    private class ClaimRow
    {
        public string AkName { get; init; } = "";
        public byte[] AkPublic { get; init; } = [];
        public string EkName { get; init; } = "";
        public string EkKey { get; init; } = "";
        public string Anchor { get; init; } = "";
        public string? NodeName { get; init; }
        public string? Vendor { get; init; }
        public string? Model { get; init; }
        public byte[] EkPublic { get; init; } = [];
        public string EkCertificates { get; init; } = "[]";

        public NodeClaim ToClaim() => new(AkName, AkPublic, EkName, EkKey, Anchor, NodeName, Vendor is null ? null : new DeviceClass(Vendor, Model!))
        {
            EkEvidence = EkEvidenceColumn.Read(EkPublic, EkCertificates),
        };
    }

    private sealed class EnrolmentRow : ClaimRow
    {
        public string Id { get; init; } = "";
        public byte[] SecretHash { get; init; } = [];
        public long Expires { get; init; }
        public long Used { get; init; }

        public Enrolment ToEnrolment() => new(Id, SecretHash, DateTimeOffset.FromUnixTimeMilliseconds(Expires), ToClaim()) { IsUsed = Used != 0 };
    }
}
