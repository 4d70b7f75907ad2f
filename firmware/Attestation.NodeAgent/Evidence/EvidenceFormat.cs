namespace Attestation.NodeAgent.Evidence;

/// <summary>The constants of docs/formats/node-evidence.cddl, on the side that writes. The verifier has its own copy of each.</summary>
public static class EvidenceFormat
{
    public const string MediaType = "application/vnd.attestation.node-evidence+cbor";

    /// <summary>ASCII tag at the head of what every quote's qualifying data hashes.</summary>
    public const string QualifyingTag = "attestation-node-evidence-v1";

    /// <summary>ASCII tag at the head of what the quote over the node's UDS key hashes.</summary>
    public const string IdentityTag = "attestation-node-identity-v1";

    public const int Version = 1;

    /// <summary>Longest evidence and logs in bytes.</summary>
    public const int MostBytes = 68 << 20, MostBootLog = 16 << 20, MostImaLog = 64 << 20, MostUserspaceLog = 4 << 20;

    /// <summary>UEFI variables: how many, and how long each.</summary>
    public const int MostVariables = 256, MostVariable = 64 << 10;

    /// <summary>Longest bindings and device evidence in bytes.</summary>
    public const int MostBindings = 4 << 10, MostDeviceEvidence = 1 << 20;

    /// <summary>Keys of the outer map.</summary>
    public const int KeyVersion = 1, KeyAttestationKey = 2, KeyQuotes = 3, KeyPcrs = 4, KeyBootLog = 5, KeyImaLog = 6, KeyUserspaceLog = 7,
        KeyVariables = 8, KeyBindings = 9, KeyDeviceEvidence = 10;

    /// <summary>Keys of the bindings.</summary>
    public const int BindingNodeName = 1, BindingKubeletKey = 2, BindingDeviceEvidence = 3, BindingSecretsKey = 4;
}

/// <summary>Why a log is not in the evidence; the numbers of docs/formats/node-evidence.cddl, absent.</summary>
public enum Absence
{
    /// <summary>It is there.</summary>
    None = 0,
    NotThere = 1,
    NotReadable = 2,
    Empty = 3,

    /// <summary>Larger than the agent sends.</summary>
    TooLarge = 4,

    /// <summary>The operator turned it off.</summary>
    TurnedOff = 5,
}
