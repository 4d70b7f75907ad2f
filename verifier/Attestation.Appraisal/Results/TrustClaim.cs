namespace Attestation.Appraisal.Results;

/// <summary>draft-ietf-rats-ar4si section 2.3.4; the numbers are the keys of the CBOR form.</summary>
public enum TrustClaim
{
    InstanceIdentity = 0,
    Configuration = 1,
    Executables = 2,
    FileSystem = 3,
    Hardware = 4,
    RuntimeOpaque = 5,
    StorageOpaque = 6,
    SourcedData = 7,
}
