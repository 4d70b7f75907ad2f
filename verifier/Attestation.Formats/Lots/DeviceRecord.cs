namespace Attestation.Formats.Lots;

/// <summary>What a line proved of one device before it was shipped (docs/formats/device-record.cddl). All public.</summary>
public sealed record DeviceRecord
{
    /// <summary>Content type of the signed record.</summary>
    public const string MediaType = "application/vnd.attestation.device-record+cbor";

    public required LotName Lot { get; init; }

    /// <summary>The device's serial number in lower-case hex.</summary>
    public required string DeviceId { get; init; }

    /// <summary>RFC 9711 section 4.2.1, type RAND, 33 bytes.</summary>
    public required ReadOnlyMemory<byte> Ueid { get; init; }

    /// <summary>X.509 by the manufacturer's CA, DER. With scheme 3 the device itself does not hold it.</summary>
    public required ReadOnlyMemory<byte> UdsCertificate { get; init; }

    /// <summary>Signed CoRIM with the device's identity triple.</summary>
    public required ReadOnlyMemory<byte> Endorsement { get; init; }

    /// <summary>The locks that were read back in force.</summary>
    public required IReadOnlyList<string> Locks { get; init; }

    /// <summary>The challenge, and SHA-256 of the evidence that answered it.</summary>
    public required ReadOnlyMemory<byte> Nonce { get; init; }

    public required ReadOnlyMemory<byte> EvidenceDigest { get; init; }

    /// <summary>The verifier's result, an EAR as JWT.</summary>
    public required string Result { get; init; }

    /// <summary>The key that the line trusted to sign results: SubjectPublicKeyInfo, DER.</summary>
    public required ReadOnlyMemory<byte> VerifierKey { get; init; }

    /// <summary>When it passed, seconds since 1970.</summary>
    public required long PassedAt { get; init; }

    /// <summary>What the device said of its firmware; null where it said nothing.</summary>
    public string? FirmwareVersion { get; init; }

    public ulong? Svn { get; init; }
}
