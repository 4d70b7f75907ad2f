using Attestation.Appraisal.Endorsements;

namespace Attestation.Appraisal.Devices;

/// <summary>What one verified DICE certificate says about its layer, whatever form the certificate has (Open Profile, Android profile, TCG TcbInfo).</summary>
public sealed class DeviceLayer
{
    private string? codeText;

    /// <summary>Position in the chain: 0 is the first certificate made from a CDI.</summary>
    public required int Index { get; init; }

    /// <summary>Measurements of code: one for the DICE profiles, one per FWID for TcbInfo.</summary>
    public required IReadOnlyList<ReferenceDigest> Code { get; init; }

    /// <summary>All of <see cref="Code"/> in lower-case hex, spelled out once: a known chain's layers live longer than one appraisal.</summary>
    internal string CodeText => codeText ??= string.Concat(Code.Select(digest => digest.ToString()));

    /// <summary>Digest of the configuration descriptor; null where the configuration is inline or absent.</summary>
    public ReferenceDigest? Config { get; init; }

    /// <summary>The configuration input: descriptor or inline value; null where absent.</summary>
    public ReadOnlyMemory<byte>? RawConfig { get; init; }

    /// <summary>The configuration says that the tamper input has tripped (label -71001).</summary>
    public bool IsTampered { get; init; }

    /// <summary>Of a tampered layer: <see cref="RawConfig"/> with tamper state 0. It says whether anything else of the configuration differs from the release's.</summary>
    public ReadOnlyMemory<byte>? IntactConfig { get; init; }

    public ReferenceDigest? Authority { get; init; }

    public required LayerMode Mode { get; init; }

    /// <summary>Operational flags as reported: by TcbInfo, or derived from <see cref="Mode"/>.</summary>
    public required ModeFlags Flags { get; init; }

    /// <summary>Security version that the certificate states: TcbInfo svn, or the Android profile's security version; null where it states none.</summary>
    public ulong? Svn { get; init; }
}
