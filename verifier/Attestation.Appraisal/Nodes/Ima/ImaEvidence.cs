using Attestation.Appraisal.Policies;
using Attestation.Formats.Pcrs;

namespace Attestation.Appraisal.Nodes.Ima;

/// <summary>Everything that <see cref="ImaAppraisal"/> judges a list by.</summary>
public sealed record ImaEvidence
{
    /// <summary>The list, or the part of it behind <see cref="Offset"/>.</summary>
    public required ReadOnlyMemory<byte> List { get; init; }

    /// <summary>Bytes of the whole list before the first byte of <see cref="List"/>; 0 with <see cref="Entries"/> 0: from the start.</summary>
    public long Offset { get; init; }

    /// <summary>Entries of the whole list before the first one of <see cref="List"/>.</summary>
    public long Entries { get; init; }

    /// <summary>Bank of the template digests in the list, where the node says; null: looked up by the list itself (sha1 unless its first entry says otherwise).</summary>
    public PcrBank? ListBank { get; init; }

    /// <summary>The values of verified quotes, and of nothing else.</summary>
    public required PcrValueSet Pcrs { get; init; }

    /// <summary>TPMS_CLOCK_INFO of the quote: which boot it is.</summary>
    public uint ResetCount { get; init; }

    /// <summary>Suspends and resumes of that boot.</summary>
    public uint RestartCount { get; init; }

    public required ImaReferences References { get; init; }

    /// <summary>The policy requires the list: it must hold something, and something of it must be compared.</summary>
    public bool Required { get; init; } = true;

    public NodeImaPolicy Policy { get; init; } = NodeImaPolicy.Default;

    /// <summary>Unsigned reference values count (<see cref="Policies.Policy.AcceptUnsignedCorim"/>).</summary>
    public bool AcceptUnsigned { get; init; }

    public required DateTimeOffset Now { get; init; }

    public TimeSpan ClockSkew { get; init; }

    /// <summary>What was accepted before; null where nothing was.</summary>
    public NodeImaState? State { get; init; }
}
