using Attestation.Appraisal.Nodes.References;
using Attestation.Appraisal.Policies;
using Attestation.Formats.EventLog;
using Attestation.Formats.Pcrs;

namespace Attestation.Appraisal.Nodes.Boot;

/// <summary>What a boot is judged by: the log that replays to the quoted values, the values, the references of the node's class.</summary>
internal sealed record BootEvidence
{
    /// <summary>Null where there is none; what only a log can tell is then refused or unknown.</summary>
    public required BootEventLog? Log { get; init; }

    /// <summary>systemd's own log; null where there is none.</summary>
    public SystemdMeasureLog? Systemd { get; init; }

    /// <summary>Values that a verified quote covers.</summary>
    public required PcrValueSet Quoted { get; init; }

    /// <summary>Null where the class has none that count, which the caller tells.</summary>
    public required NodeReferences? References { get; init; }

    public required Policy Policy { get; init; }

    public required DateTimeOffset Now { get; init; }

    internal NodePolicy Node => Policy.Node;

    internal bool Requires(BootClass @class) => Node.Require.Contains(@class.Name());
}
