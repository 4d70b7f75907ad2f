-- A database of schema version 4, as the verifier of commit 2a66164 made it (sqlite3 verifier.db .dump), with one node and its appraisal.
PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE sessions (
    id          TEXT PRIMARY KEY,
    nonce       BLOB NOT NULL UNIQUE,
    expires     INTEGER NOT NULL,
    state       INTEGER NOT NULL,           -- 0 waiting, 1 complete
    media_type  TEXT,
    evidence    BLOB,
    result      TEXT,
    appraisal   TEXT, evidence_form INTEGER NOT NULL DEFAULT 0, evidence_size INTEGER NOT NULL DEFAULT 0, evidence_digest TEXT NOT NULL DEFAULT '', next_interval INTEGER, next_ima_offset INTEGER, next_ima_entries INTEGER) WITHOUT ROWID;
CREATE TABLE appraisals (
    id          TEXT PRIMARY KEY,
    nonce       BLOB NOT NULL UNIQUE,       -- what makes a nonce one-time, also after its session is gone
    at          INTEGER NOT NULL,
    device      TEXT,
    status      INTEGER NOT NULL,           -- EAR status, 2 affirming, 32 warning, 96 contraindicated
    document    TEXT NOT NULL) WITHOUT ROWID;
INSERT INTO appraisals VALUES('a1',X'0102',1795262460000,NULL,2,'{"id":"a1"}');
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
CREATE TABLE endorsements (
    sequence    INTEGER PRIMARY KEY,
    digest      TEXT NOT NULL UNIQUE,       -- SHA-256 of the bytes: the same document is stored once
    media_type  TEXT NOT NULL,
    document    BLOB NOT NULL,
    at          INTEGER NOT NULL);
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
    model       TEXT, ek_public BLOB NOT NULL DEFAULT x'', ek_certificates TEXT NOT NULL DEFAULT '[]') WITHOUT ROWID;
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
    version     INTEGER NOT NULL, ek_public BLOB NOT NULL DEFAULT x'', ek_certificates TEXT NOT NULL DEFAULT '[]') WITHOUT ROWID;
INSERT INTO nodes VALUES('ak1',X'01','ek1-name','ek1','CN=root','worker-1','Example','Worker',NULL,1795262400000,0,NULL,NULL,1795262460000,2,'node.rebooted','a1',NULL,2,X'','[]');
CREATE INDEX sessions_by_expiry ON sessions (state, expires);
CREATE INDEX appraisals_by_device ON appraisals (device, at);
CREATE INDEX devices_by_ueid ON devices (ueid);
CREATE INDEX enrolments_by_expiry ON enrolments (expires);
CREATE UNIQUE INDEX nodes_enrolled_by_ek ON nodes (ek_key) WHERE state = 0;
CREATE UNIQUE INDEX nodes_enrolled_by_name ON nodes (node_name) WHERE state = 0 AND node_name IS NOT NULL;
CREATE INDEX nodes_by_ek ON nodes (ek_key);
COMMIT;
PRAGMA application_id = 1098150772;
PRAGMA user_version = 4;
