namespace Attestation.Simulator.Faults;

/// <summary>Where the attacker stands.</summary>
public enum FaultStage
{
    /// <summary>At the factory or its keys.</summary>
    Factory,

    /// <summary>At the board: flash, pins, fuses.</summary>
    Board,

    /// <summary>At the certificates of the chain.</summary>
    Chain,

    /// <summary>At the evidence and the session it answers.</summary>
    Session,

    /// <summary>At the endorsements on their way to the verifier.</summary>
    Endorsement,
}
