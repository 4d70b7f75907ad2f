namespace Attestation.Formats.Reasons;

/// <summary>
/// Reasons that are the verifier's own failure, events 1800-1849. They refuse, but are never recorded as bad evidence: the evidence was
/// not judged. Those of the start stand on standard error and the process ends with status 2.
/// </summary>
public static class ServiceReasons
{
    private const string Operation = "docs/verifier-api.md, operation";

    public static readonly ReasonCode Internal = new(1800, "service.internal",
        "The verifier failed on its own account.",
        "Look for the request id in the verifier's log and report what stands there.", Operation);

    public static readonly ReasonCode StoreUnavailable = new(1801, "service.store-unavailable",
        "The store cannot be read or written.",
        "Look at the disk and at other programs that hold the database; then send the request again.", Operation);

    public static readonly ReasonCode StoreNewer = new(1802, "service.store-newer",
        "The database was written by a newer version of this program.",
        "Start the newer version, or restore the backup from before the update.", Operation);

    public static readonly ReasonCode StoreUnreadable = new(1803, "service.store-unreadable",
        "The database file is damaged or belongs to another program.",
        "Point --data to the right folder, or restore a backup.", Operation);

    public static readonly ReasonCode DataInUse = new(1804, "service.data-in-use",
        "Another verifier works on this data folder.",
        "Stop the other process, or give each its own --data.", Operation);

    public static readonly ReasonCode DataFolder = new(1805, "service.data-folder",
        "The data folder cannot be made or written.",
        "Give --data a folder that the verifier's account may write.", Operation);

    public static readonly ReasonCode KeyPermissions = new(1806, "service.key-permissions",
        "Others than its owner may read or write the signing key's file.",
        "Find out who could read it; make a new key, or take the rights away (chmod 600).", Operation);

    public static readonly ReasonCode KeyUnreadable = new(1807, "service.key-unreadable",
        "The signing key's file holds no P-256 private key.",
        "Restore the key from its backup; moving the file away makes a new key at the next start.", Operation);

    public static readonly ReasonCode ListenInsecure = new(1808, "service.listen-insecure",
        "The verifier was asked to listen beyond this machine without TLS.",
        "Give --tls-cert and --tls-key and an https address, or --insecure-listen where something in front of the verifier does TLS.",
        Operation);

    public static readonly ReasonCode Listen = new(1809, "service.listen",
        "The address cannot be listened on.",
        "Choose a free port and an address of this machine.", Operation);

    public static readonly ReasonCode Tls = new(1810, "service.tls",
        "The TLS certificate or its key cannot be used.",
        "Give --tls-cert and --tls-key as PEM files that belong together.", Operation);

    public static readonly ReasonCode Option = new(1811, "service.option",
        "An option has a value outside its range, or lacks its partner.",
        "Compare with attest-verifier --help.", Operation);

    public static readonly ReasonCode Anchors = new(1812, "service.anchors",
        "A file in the folder of anchors is neither a certificate, a public key nor a key's hash.",
        "Remove or replace the file named.", Operation);

    public static readonly ReasonCode CorimKeys = new(1813, "service.corim-keys",
        "A file in the folder of CoRIM keys is no public key.",
        "Remove or replace the file named.", Operation);

    public static readonly ReasonCode PolicyFile = new(1814, "service.policy-file",
        "The policy file cannot be read.",
        "Correct the file at the place named; a verifier without a readable policy does not start.", Operation);

    public static readonly ReasonCode TokenFile = new(1815, "service.token-file",
        "The submission token's file is missing, too short, or readable by others.",
        "Give a file with at least 16 characters that only its owner may read (chmod 600).", Operation);

    public static readonly ReasonCode RecordDamaged = new(1816, "service.record-damaged",
        "A record in the store cannot be read back.",
        "Restore the database from a backup; until then what depends on the record is refused.", Operation);

    public static readonly ReasonCode EkAllowList = new(1817, "service.ek-allow-list",
        "The list of endorsement keys cannot be read.",
        "Correct the line named; docs/endorsement-keys.md says how a line looks.", Operation);

    public static readonly ReasonCode EkRoots = new(1818, "service.ek-roots",
        "A file in the folder of TPM manufacturers' certificates cannot be read as certificates.",
        "Remove or replace the file named; attest tpm roots shows what each file holds.", Operation);

    public static readonly ReasonCode EkRevocationLists = new(1819, "service.ek-crls",
        "A file in the folder of TPM manufacturers' revocation lists is none.",
        "Remove or replace the file named.", Operation);

    internal static readonly ReasonCode[] All =
    [
        Internal, StoreUnavailable, StoreNewer, StoreUnreadable, DataInUse, DataFolder, KeyPermissions, KeyUnreadable, ListenInsecure,
        Listen, Tls, Option, Anchors, CorimKeys, PolicyFile, TokenFile, RecordDamaged, EkAllowList, EkRoots, EkRevocationLists,
    ];
}
