using Attestation.Appraisal.Results;
using Attestation.Formats.Pcrs;
using Attestation.Formats.Reasons;

namespace Attestation.Appraisal.Nodes.Ima;

/// <summary>The answer of <see cref="ImaAppraisal"/>.</summary>
public sealed record ImaVerdict
{
    /// <summary>What is wrong, in the order of the list: at most <see cref="ImaFindings.MaxListed"/> and the first of every reason beyond.</summary>
    public required IReadOnlyList<Finding> Findings { get; init; }

    /// <summary>How many findings of each reason are not in <see cref="Findings"/>.</summary>
    public required IReadOnlyDictionary<ReasonCode, long> Unlisted { get; init; }

    /// <summary>
    /// What to keep for the node: moved forward where every entry was accepted, as it was where one was refused, null where the node must send
    /// its list from the start.
    /// </summary>
    public NodeImaState? State { get; init; }

    /// <summary>The bank whose PCR 10 was compared; null where none could be.</summary>
    public PcrBank? Bank { get; init; }

    /// <summary>Does a prefix of the list replay to the quoted PCR 10? Where not, no entry was judged.</summary>
    public bool Matched { get; init; }

    /// <summary>Entries that the quote covers, in this evidence.</summary>
    public long Judged { get; init; }

    /// <summary>The same since the start of the list.</summary>
    public long Covered { get; init; }

    /// <summary>Entries behind them.</summary>
    public long Unquoted { get; init; }

    /// <summary>Entries whose digest reference values know.</summary>
    public long ByDigest { get; init; }

    /// <summary>Entries that only a signature let pass.</summary>
    public long BySigner { get; init; }

    /// <summary>Entries that only <see cref="Policies.NodeImaPolicy.Exclude"/> or <see cref="Policies.NodeImaPolicy.Violations"/> let pass.</summary>
    public long Excluded { get; init; }

    /// <summary>The same since the start of the list.</summary>
    public long ExcludedSinceStart { get; init; }

    /// <summary>Buffers and keys that only a name in the policy let pass.</summary>
    public long ByName { get; init; }

    public long Violations { get; init; }

    /// <summary>Was anything compared with reference values, now or when the node's state was made?</summary>
    public bool Compared { get; init; }

    /// <summary>No finding refuses.</summary>
    public bool IsAccepted => !Findings.Any(f => f.Severity == Severity.Refuse);
}
