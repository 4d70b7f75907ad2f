using Attestation.Formats.EventLog;
using Attestation.Formats.Pcrs;

namespace Attestation.Appraisal.Nodes.Boot;

/// <summary>One event of a boot and what became of it.</summary>
/// <param name="Component">The event.</param>
/// <param name="Digest">Its digest in the report's bank.</param>
/// <param name="Matched">Id of the CoRIM with the value that matched; null where none did or none was looked for.</param>
public sealed record JudgedComponent(BootComponent Component, ReadOnlyMemory<byte> Digest, string? Matched);

/// <summary>What a boot was made of, as far as a quote covers it.</summary>
/// <param name="Bank">The bank in which it was compared.</param>
/// <param name="SecureBoot">Null where no quoted event says it.</param>
/// <param name="CommandLine">The kernel's command line, where its event's digest is over it.</param>
/// <param name="Authorities">What authorised images, in the order of use.</param>
/// <param name="Components">All events of quoted PCRs.</param>
public sealed record BootReport(
    PcrBank Bank, bool? SecureBoot, string? CommandLine, IReadOnlyList<string> Authorities, IReadOnlyList<JudgedComponent> Components);
