using Attestation.Appraisal.Nodes.Ima;
using Attestation.Appraisal.Policies;
using Attestation.Cli.Inputs;
using Attestation.Formats.Pcrs;

namespace Attestation.Cli.Ima;

/// <summary>What <c>attest ima</c> was asked.</summary>
/// <param name="File">The list.</param>
/// <param name="Pcrs">PCR values to compare with; empty where none were given.</param>
/// <param name="Bank">The bank in which PCR 10 is compared, or replayed where none was given.</param>
/// <param name="References">Reference values; null where entries are not to be judged.</param>
/// <param name="Policy">How to judge them.</param>
/// <param name="Now">When.</param>
internal sealed record ImaQuestion(InputFile File, PcrValueSet Pcrs, PcrBank Bank, ImaReferences? References, Policy Policy, DateTimeOffset Now)
{
    /// <summary>The value that a beginning of the list must replay to; null where there is none.</summary>
    internal ReadOnlyMemory<byte>? Quoted => Pcrs.TryGet(Bank, 10, out ReadOnlyMemory<byte> value) ? value : default(ReadOnlyMemory<byte>?);
}
