namespace Attestation.Factory.Ownership;

/// <summary>What an authorisation lets a board do. docs/formats/owner-authorisation.cddl, action.</summary>
public enum OwnerAction
{
    /// <summary>A new hidden input: every CDI, key and seal of the old owner is gone at the next boot.</summary>
    Rotate,

    /// <summary>The same, no owner afterwards, and DICE mode Recovery until the next rotation: the board is with the manufacturer.</summary>
    Return,

    /// <summary>The UDS gate refuses from then on, for ever.</summary>
    Decommission,
}
