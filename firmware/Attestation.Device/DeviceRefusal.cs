namespace Attestation.Device;

/// <summary>Every way in which a device says no. The number goes over the wire (docs/formats/device-protocol.md); hosts have the sentence and the
/// remedy (reasons <c>device.*</c>). 1-19 boot, 20-39 manifest and update, 40-59 protocol, 60-69 application and sealing, 70-89 provisioning,
/// 90-99 board.</summary>
public enum DeviceRefusal
{
    None = 0,

    /// <summary>The UDS source is latched, not programmed, or its hardware failed.</summary>
    UdsUnavailable = 1,

    /// <summary>The UDS is all 00 or all FF: nobody programmed it.</summary>
    UdsBlank = 2,

    /// <summary>The resident image, or the digest that stands for it, cannot be read.</summary>
    ResidentUnreadable = 3,

    /// <summary>A DICE operation failed: hash, KDF, key pair or signature.</summary>
    DiceFailed = 4,

    /// <summary>The boot plan, identity or condition of the board is incomplete.</summary>
    PlanIncomplete = 5,

    /// <summary>A slot holds no manifest.</summary>
    NoRelease = 6,

    /// <summary>A file that the manifest names is missing.</summary>
    FileMissing = 7,

    /// <summary>A file has another size than the manifest says.</summary>
    FileSize = 8,

    /// <summary>The release's security version is above the product's sealing ceiling.</summary>
    VersionAboveCeiling = 9,

    /// <summary>There is not enough memory for the release.</summary>
    OutOfMemory = 10,

    /// <summary>A measured file is no program that this board can load.</summary>
    LayerNotLoadable = 11,

    /// <summary>The application's entry is missing, or ended with an exception.</summary>
    ApplicationFailed = 12,

    /// <summary>Boot code ended with an exception that is none of the above.</summary>
    BootFailed = 13,

    /// <summary>The device has no identity yet: nothing is booted.</summary>
    NotProvisioned = 14,

    /// <summary>The records of the identity or of the owner are damaged: nothing is booted, and nothing is taken for absent.</summary>
    RecordsDamaged = 15,

    /// <summary>The device was decommissioned: its secret is given to nobody.</summary>
    Decommissioned = 16,

    /// <summary>A signed message is empty or longer than its kind may be.</summary>
    MessageSize = 20,

    /// <summary>It is no COSE_Sign1 with tag 18, an algorithm as its only header, a payload and 64 bytes of signature.</summary>
    MessageEnvelope = 21,

    /// <summary>Its algorithm is not that of the key that has to verify it.</summary>
    MessageAlgorithm = 22,

    /// <summary>Its signature is not by that key over these bytes.</summary>
    MessageSignature = 23,

    /// <summary>The manifest is not in the one encoding of its format: a key missing, unknown or out of order, another type, bytes left over.</summary>
    ManifestStructure = 24,

    /// <summary>A version of the manifest's format that this firmware does not know.</summary>
    ManifestFormat = 25,

    /// <summary>A name in the manifest that is no name.</summary>
    ManifestName = 26,

    /// <summary>Two layers or two files of one name.</summary>
    ManifestNameTwice = 27,

    /// <summary>No layer, a layer without files, or more of either than a board takes.</summary>
    ManifestCount = 28,

    /// <summary>A file of no bytes or of more than 1 MiB.</summary>
    ManifestFileSize = 29,

    /// <summary>Made for another vendor, model or board.</summary>
    ManifestClass = 30,

    /// <summary>Its security version is below what this board still runs.</summary>
    ManifestSvn = 31,

    /// <summary>It needs a newer resident image than this one.</summary>
    ManifestResident = 32,

    /// <summary>The running firmware is on trial: it has to be confirmed, or to fall back, before another one takes the place of its predecessor.</summary>
    UpdateOnTrial = 33,

    /// <summary>No update has begun, or nothing runs that could be confirmed.</summary>
    UpdateNotBegun = 34,

    /// <summary>Not the file or the offset that comes next: ask for the status.</summary>
    UpdateOffset = 35,

    /// <summary>Files are missing or not whole.</summary>
    UpdateIncomplete = 36,

    /// <summary>A file of a slot has not the digest that the manifest states.</summary>
    FileDigest = 37,

    /// <summary>The storage failed to read or write.</summary>
    StorageFailed = 38,

    /// <summary>The rollback counter cannot be read or advanced.</summary>
    RollbackCounter = 39,

    /// <summary>A request is no array of a command and its arguments in the one encoding of CBOR.</summary>
    RequestMalformed = 40,

    /// <summary>The command is unknown, or not there in the device's present state.</summary>
    CommandUnknown = 41,

    /// <summary>An argument is missing, too many, or not of its kind and size.</summary>
    ArgumentInvalid = 42,

    /// <summary>The request does not fit the buffer.</summary>
    RequestTooLong = 43,

    /// <summary>No answer from the verifier in any of the tries, or only that it cannot answer now.</summary>
    VerifierUnreachable = 44,

    /// <summary>The verifier does not take the request: nothing was judged.</summary>
    VerifierRefused = 45,

    /// <summary>The verifier's answer is no session: no address, or no nonce of 8 to 64 bytes.</summary>
    SessionUnreadable = 46,

    /// <summary>The verifier's answer is no result in its CBOR form.</summary>
    ResultMalformed = 47,

    /// <summary>The result is not signed by the verifier's known key.</summary>
    ResultSignature = 48,

    /// <summary>The result answers another challenge.</summary>
    ResultForAnother = 49,

    /// <summary>A nonce has 8 to 64 bytes.</summary>
    NonceSize = 60,

    /// <summary>The evidence could not be signed.</summary>
    EvidenceFailed = 61,

    /// <summary>Data to seal has more than 65,536 bytes, or its purpose more than 255.</summary>
    SealArgument = 62,

    /// <summary>A sealing key could not be derived or used.</summary>
    SealingFailed = 63,

    /// <summary>These bytes are no sealed blob.</summary>
    SealedMalformed = 64,

    /// <summary>The blob was changed, or sealed by another device, authority, mode or owner, or for another purpose.</summary>
    SealedForAnother = 65,

    /// <summary>The blob was sealed by a firmware with a higher security version.</summary>
    SealedByNewerFirmware = 66,

    /// <summary>The blob counts versions, and this product does not.</summary>
    SealedVersionsUnknown = 67,

    /// <summary>The identity was stopped: its secrets are wiped.</summary>
    IdentityStopped = 68,

    /// <summary>No firmware runs that could answer; hello says why.</summary>
    NothingRuns = 69,

    /// <summary>The step needs a secret, and none was written.</summary>
    SecretMissing = 70,

    /// <summary>Another secret stands already, or the device is past this step.</summary>
    SecretWritten = 71,

    /// <summary>The secret to be written is all 00 or all FF.</summary>
    SecretBlank = 72,

    /// <summary>This board's scheme takes the other command: its UDS is written, or its entropy.</summary>
    SchemeOther = 73,

    /// <summary>The board has no random source that it vouches for, or that source failed.</summary>
    RandomFailed = 74,

    /// <summary>What was written was not read back, or the storage of the secret failed.</summary>
    SecretNotKept = 75,

    /// <summary>The step needs an identity, and none was written.</summary>
    IdentityMissing = 76,

    /// <summary>Another identity stands already.</summary>
    IdentityWritten = 77,

    /// <summary>The UEID is not that of this device's UDS key.</summary>
    IdentityForAnother = 78,

    /// <summary>A lock was read back open.</summary>
    LocksOpen = 79,

    /// <summary>The device is locked: secret and identity are never written again, and no probe is given.</summary>
    DeviceLocked = 80,

    /// <summary>The device works with another algorithm; hello names its own.</summary>
    AlgorithmOther = 81,

    /// <summary>The probe's DICE computation failed.</summary>
    ProbeFailed = 82,

    /// <summary>The device is with its manufacturer: it takes a rotation first.</summary>
    DeviceReturned = 83,

    /// <summary>The authorisation is not in the one encoding of its format.</summary>
    AuthorisationMalformed = 84,

    /// <summary>The authorisation is for another device.</summary>
    AuthorisationForAnother = 85,

    /// <summary>The authorisation's counter is not above that of the last one carried out.</summary>
    AuthorisationUsed = 86,

    /// <summary>The authorisation is for another action than the command's.</summary>
    AuthorisationAction = 87,

    /// <summary>Signed by the manufacturer, where the device has an owner whose signature it takes.</summary>
    AuthorisationOwner = 88,

    /// <summary>The TPM or secure element does not answer, or not in its protocol.</summary>
    TpmSilent = 90,

    /// <summary>The TPM or secure element refuses to define or to write the secret's place.</summary>
    TpmRefused = 91,
}
