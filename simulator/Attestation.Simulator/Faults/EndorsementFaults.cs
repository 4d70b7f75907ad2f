using Attestation.Factory.Endorsements;
using Attestation.Formats;
using Attestation.Formats.Keys;
using Attestation.Simulator.Boards;
using Attestation.Simulator.Worlds;

namespace Attestation.Simulator.Faults;

/// <summary>Faults of endorsements on their way to the verifier.</summary>
internal static class EndorsementFaults
{
    public static IReadOnlyList<Fault> All { get; } =
    [
    ];
}
