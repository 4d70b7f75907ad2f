namespace Attestation.Formats;

/// <summary>Media types that this project reads and writes, in one place.</summary>
public static class MediaTypes
{
    /// <summary>Profile of the device evidence (docs/formats/device-evidence.cddl), as claim 265 and as media type parameter.</summary>
    public const string DeviceEvidenceProfile = "urn:uuid:8f1c5f6e-6c1b-5b0e-9d57-2a3f9c7e4b10";

    /// <summary>RFC 9782 section 3: an EAT as CWT with its profile.</summary>
    public const string DeviceEvidence = "application/eat+cwt; eat_profile=\"" + DeviceEvidenceProfile + "\"";

    /// <summary>RFC 9782.</summary>
    public const string EatCwt = "application/eat+cwt";

    /// <summary>RFC 9782.</summary>
    public const string EatJwt = "application/eat+jwt";

    /// <summary>Evidence of a worker node with a TPM (docs/formats/node-evidence.cddl).</summary>
    public const string NodeEvidence = "application/vnd.attestation.node-evidence+cbor";

    /// <summary>draft-ietf-rats-ear: a result as JWT.</summary>
    public const string EarJwt = "application/ear+jwt";

    /// <summary>draft-ietf-rats-ear: a result as CWT.</summary>
    public const string EarCwt = "application/ear+cwt";

    /// <summary>draft-ietf-rats-corim: the payload of a signed CoRIM, and an unsigned CoRIM.</summary>
    public const string CorimUnsigned = "application/rim+cbor";

    /// <summary>draft-ietf-rats-corim: a signed CoRIM.</summary>
    public const string CorimSigned = "application/rim+cose";

    /// <summary>draft-ietf-rats-msg-wrap.</summary>
    public const string CmwCbor = "application/cmw+cbor";

    /// <summary>draft-ietf-rats-msg-wrap.</summary>
    public const string CmwJson = "application/cmw+json";
}
