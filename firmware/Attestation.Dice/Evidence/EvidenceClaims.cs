namespace Attestation.Dice.Evidence;

/// <summary>What the device says about itself, besides what its chain says. RFC 9711 section 4.</summary>
public sealed class EvidenceClaims
{
    /// <param name="nonce">The verifier's challenge, 8 to 64 bytes.</param>
    public EvidenceClaims(byte[] nonce) => Nonce = nonce;

    public byte[] Nonce { get; }

    public DebugStatus DebugStatus { get; set; } = DebugStatus.Absent;

    /// <summary>True when <see cref="BootCount"/> is to be written.</summary>
    public bool HasBootCount { get; set; }

    public ulong BootCount { get; set; }

    /// <summary>A value that is new at every boot, 32 to 64 bytes; null leaves the claim out.</summary>
    public byte[] BootSeed { get; set; }

    /// <summary>True when every claim has the size that RFC 9711 gives it.</summary>
    public bool IsValid() =>
        Nonce != null
        && Nonce.Length >= EvidenceProfile.MinimumNonceSize
        && Nonce.Length <= EvidenceProfile.MaximumNonceSize
        && (BootSeed == null || (BootSeed.Length >= 32 && BootSeed.Length <= 64))
        && DebugStatus >= DebugStatus.Absent
        && DebugStatus <= DebugStatus.DisabledFullyAndPermanently;
}
