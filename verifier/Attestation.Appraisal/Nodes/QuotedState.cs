using Attestation.Formats.Pcrs;
using Attestation.Tpm.Wire;

namespace Attestation.Appraisal.Nodes;

/// <summary>What the quotes of one evidence say together, as far as they verified.</summary>
internal sealed class QuotedState
{
    /// <summary>Values that a verified quote's digest covers, and no others.</summary>
    internal PcrValueSet Pcrs { get; } = new();

    /// <summary>The latest verified attestation; null where no quote verified.</summary>
    internal TpmsAttest? Latest { get; set; }

    /// <summary>Every quote verified and is made for this session.</summary>
    internal bool Fresh { get; set; }
}
