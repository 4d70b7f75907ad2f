using Attestation.Simulator.Verifiers;

namespace Attestation.Simulator.Faults;

/// <summary>One way in which a device, its evidence or its endorsement is wrong, and what a verifier must say to it.</summary>
/// <param name="Name">Lower case with dashes; unique in a catalogue; also the name of the artefact folder.</param>
/// <param name="Stage">Where the attacker stands.</param>
/// <param name="Description">What was done, for the table.</param>
/// <param name="ExpectedReason">Id of the reason that the verifier must give (docs/reasons.md), whatever else it also finds.</param>
/// <param name="Attack">Does it, and returns the verifier's answer to the last request.</param>
public sealed record Fault(string Name, FaultStage Stage, string Description, string ExpectedReason, Func<FaultBench, Task<VerifierAnswer>> Attack)
{
    /// <summary>True when an answer is the one that this fault must get.</summary>
    public bool IsExpected(VerifierAnswer answer) => !answer.IsGood && answer.Reasons.Contains(ExpectedReason);
}
