using Attestation.Formats.Reasons;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Attestation.Verifier.Storage;

/// <summary>
/// The tables, as a list of steps from one schema version to the next; a database is brought up to date when it is opened.
/// All times are milliseconds since 1970-01-01 UTC.
/// </summary>
internal static class Schema
{
    /// <summary>"Atst": tells our databases from those of other programs (PRAGMA application_id).</summary>
    private const long ApplicationId = 0x41747374;

    private static readonly string[] Steps =
    [
        """
        CREATE TABLE sessions (
            id          TEXT PRIMARY KEY,
            nonce       BLOB NOT NULL UNIQUE,
            expires     INTEGER NOT NULL,
            state       INTEGER NOT NULL,           -- 0 waiting, 1 complete
            media_type  TEXT,
            evidence    BLOB,
            result      TEXT,
            appraisal   TEXT) WITHOUT ROWID;
        CREATE INDEX sessions_by_expiry ON sessions (state, expires);

        CREATE TABLE appraisals (
            id          TEXT PRIMARY KEY,
            nonce       BLOB NOT NULL UNIQUE,       -- what makes a nonce one-time, also after its session is gone
            at          INTEGER NOT NULL,
            device      TEXT,
            status      INTEGER NOT NULL,           -- EAR status, 2 affirming, 32 warning, 96 contraindicated
            document    TEXT NOT NULL) WITHOUT ROWID;
        CREATE INDEX appraisals_by_device ON appraisals (device, at);

        CREATE TABLE devices (
            id          TEXT PRIMARY KEY,           -- thumbprint of the UDS public key
            ueid        TEXT,
            vendor      TEXT,
            model       TEXT,
            first_seen  INTEGER NOT NULL,
            last_seen   INTEGER NOT NULL,
            last_status INTEGER NOT NULL,
            last_appraisal TEXT NOT NULL,
            history     TEXT,                       -- anti-rollback memory, JSON; replaced as a whole
            version     INTEGER NOT NULL) WITHOUT ROWID;
        CREATE INDEX devices_by_ueid ON devices (ueid);

        CREATE TABLE endorsements (
            sequence    INTEGER PRIMARY KEY,
            digest      TEXT NOT NULL UNIQUE,       -- SHA-256 of the bytes: the same document is stored once
            media_type  TEXT NOT NULL,
            document    BLOB NOT NULL,
            at          INTEGER NOT NULL);
        """,
        """
        CREATE TABLE enrolments (
            id          TEXT PRIMARY KEY,
            secret_hash BLOB NOT NULL,              -- SHA-256 of the secret in the credential
            expires     INTEGER NOT NULL,
            used        INTEGER NOT NULL,           -- 1 once an answer was taken, right or wrong
            ak_name     TEXT NOT NULL,
            ak_public   BLOB NOT NULL,              -- TPM2B_PUBLIC
            ek_name     TEXT NOT NULL,
            ek_key      TEXT NOT NULL,              -- SHA-256 of the EK's SubjectPublicKeyInfo: which TPM
            anchor      TEXT NOT NULL,
            node_name   TEXT,
            vendor      TEXT,
            model       TEXT) WITHOUT ROWID;
        CREATE INDEX enrolments_by_expiry ON enrolments (expires);

        CREATE TABLE nodes (
            ak_name     TEXT PRIMARY KEY,           -- Name of the attestation key, hex
            ak_public   BLOB NOT NULL,
            ek_name     TEXT NOT NULL,
            ek_key      TEXT NOT NULL,
            anchor      TEXT NOT NULL,
            node_name   TEXT,
            vendor      TEXT,
            model       TEXT,
            uds_key     TEXT,                       -- thumbprint of the UDS public key
            enrolled    INTEGER NOT NULL,
            state       INTEGER NOT NULL,           -- 0 enrolled, 1 superseded, 2 retired
            ended       INTEGER,
            superseded_by TEXT,
            last_at     INTEGER,
            last_status INTEGER,
            last_reasons TEXT,                      -- ids, a space between them
            last_appraisal TEXT,
            history     TEXT,                       -- clock, counters, IMA state; JSON, replaced as a whole
            version     INTEGER NOT NULL) WITHOUT ROWID;
        CREATE UNIQUE INDEX nodes_enrolled_by_ek ON nodes (ek_key) WHERE state = 0;
        CREATE UNIQUE INDEX nodes_enrolled_by_name ON nodes (node_name) WHERE state = 0 AND node_name IS NOT NULL;
        CREATE INDEX nodes_by_ek ON nodes (ek_key);
        """,
        """
        ALTER TABLE sessions ADD COLUMN evidence_form INTEGER NOT NULL DEFAULT 0; -- 0 as it came, 1 Brotli, 2 not kept
        ALTER TABLE sessions ADD COLUMN evidence_size INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE sessions ADD COLUMN evidence_digest TEXT NOT NULL DEFAULT '';  -- SHA-256
        ALTER TABLE sessions ADD COLUMN next_interval INTEGER;                    -- NULL for devices
        ALTER TABLE sessions ADD COLUMN next_ima_offset INTEGER;
        ALTER TABLE sessions ADD COLUMN next_ima_entries INTEGER;
        """,
        """
        ALTER TABLE enrolments ADD COLUMN ek_public BLOB NOT NULL DEFAULT x'';             -- TPM2B_PUBLIC
        ALTER TABLE enrolments ADD COLUMN ek_certificates TEXT NOT NULL DEFAULT '[]';      -- JSON, base64 each, the key's own first
        ALTER TABLE nodes ADD COLUMN ek_public BLOB NOT NULL DEFAULT x'';
        ALTER TABLE nodes ADD COLUMN ek_certificates TEXT NOT NULL DEFAULT '[]';
        """,
        """
        ALTER TABLE nodes ADD COLUMN revoked INTEGER;       -- since when; NULL where it is not revoked
        ALTER TABLE nodes ADD COLUMN revocation TEXT;       -- why

        CREATE TABLE verdicts (                     -- the latest of each node, as the feed tells it
            node        TEXT PRIMARY KEY,           -- Name of the attestation key, hex; outlives the node's record
            sequence    INTEGER NOT NULL UNIQUE,    -- of the last change: one of changes
            name        TEXT,                       -- the cluster's, at the appraisal
            status      INTEGER NOT NULL,
            reasons     TEXT NOT NULL,              -- ids, a space between them, refusing ones first
            at          INTEGER NOT NULL,
            expires     INTEGER NOT NULL,
            next        INTEGER NOT NULL,           -- when the node is to attest again
            standing    INTEGER NOT NULL,           -- 0 current, 1 revoked, 2 retired, 3 superseded
            appraisal   TEXT NOT NULL,
            result      TEXT NOT NULL) WITHOUT ROWID;

        CREATE TABLE changes (sequence INTEGER PRIMARY KEY);    -- every sequence number of the last day, and the latest

        CREATE TABLE identity (store TEXT NOT NULL);            -- UUID: tells this database from others
        INSERT INTO identity SELECT lower(substr(h, 1, 8) || '-' || substr(h, 9, 4) || '-4' || substr(h, 14, 3) || '-a' || substr(h, 18, 3) || '-' || substr(h, 21))
            FROM (SELECT hex(randomblob(16)) AS h);
        """,
        """
        CREATE INDEX enrolments_open ON enrolments (expires) WHERE used = 0;            -- counted at every new one: used ones are many when a fleet enrols
        CREATE INDEX nodes_enrolled_by_uds ON nodes (uds_key) WHERE state = 0 AND uds_key IS NOT NULL;
        """,
        """
        CREATE TABLE device_revocations (
            device      TEXT PRIMARY KEY,           -- thumbprint of the UDS public key; of devices never judged too
            at          INTEGER NOT NULL,           -- since when
            reason      TEXT NOT NULL) WITHOUT ROWID;
        """,
    ];

    public static int Version => Steps.Length;

    /// <exception cref="ServiceFailure">The database is newer than this program, or of another program.</exception>
    public static void BringUpToDate(SqliteConnection connection)
    {
        long version = connection.ExecuteScalar<long>("PRAGMA user_version");
        RefuseForeign(connection, version);
        if (version > Version)
            throw new ServiceFailure(ServiceReasons.StoreNewer, $"the database has schema version {version}, this program knows {Version}");
        for (long step = version; step < Version; step++)
        {
            using SqliteTransaction transaction = connection.BeginTransaction(deferred: false);
            connection.Execute(Steps[step], transaction: transaction);
            connection.Execute($"PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {step + 1}", transaction: transaction);
            transaction.Commit();
        }
    }

    private static void RefuseForeign(SqliteConnection connection, long version)
    {
        long application = connection.ExecuteScalar<long>("PRAGMA application_id");
        bool empty = connection.ExecuteScalar<long>("SELECT COUNT(*) FROM sqlite_master") == 0;
        if (application == ApplicationId || (empty && application == 0 && version == 0))
            return;
        throw new ServiceFailure(ServiceReasons.StoreUnreadable, "the database was written by another program");
    }
}
