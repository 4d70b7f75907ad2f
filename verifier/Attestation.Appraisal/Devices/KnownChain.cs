using Attestation.Appraisal.Endorsements;
using Attestation.Formats.Keys;

namespace Attestation.Appraisal.Devices;

/// <summary>A chain that verified, in the words of the appraisal: what is worth remembering of it.</summary>
internal sealed class KnownChain
{
    /// <summary>The key that signs evidence.</summary>
    internal required VerificationKey Leaf { get; init; }

    /// <summary>All public keys of the chain from the device's root to <see cref="Leaf"/>.</summary>
    internal required IReadOnlyList<VerificationKey> Keys { get; init; }

    internal required string UdsKeyThumbprint { get; init; }

    /// <summary>
    /// Thumbprints, lower-case hex, of every key but the measured layers' and <see cref="Leaf"/>, anchor and UDS key included, each once: each vouches for all
    /// below it, so a revocation of any of them counts.
    /// </summary>
    internal required IReadOnlyList<string> Vouching { get; init; }

    internal required IReadOnlyList<DeviceLayer> Layers { get; init; }

    /// <summary>Vendor and model from the UDS certificate's TcbInfo; null where it has none.</summary>
    internal required DeviceClass? Class { get; init; }

    /// <summary>From the UDS certificate's UEID extension; null where it has none.</summary>
    internal required ReadOnlyMemory<byte>? Ueid { get; init; }

    /// <summary>The anchor's name; null where the chain ends in no anchor.</summary>
    internal required string? Anchor { get; init; }

    /// <summary>Every key of the chain, root first: an enrolment of any of them may decide where the chain hangs.</summary>
    internal IReadOnlyList<VerificationKey> Bearers { get; init; } = [];

    /// <summary>Which of <see cref="Bearers"/> were enrolled when this was verified: bit n for the n-th.</summary>
    internal uint Enrolled { get; init; }

    /// <summary>Latest notBefore and earliest notAfter of its certificates: in between, verification needs no second look at the clock.</summary>
    internal DateTimeOffset NotBefore { get; init; } = DateTimeOffset.MinValue;

    internal DateTimeOffset NotAfter { get; init; } = DateTimeOffset.MaxValue;
}
