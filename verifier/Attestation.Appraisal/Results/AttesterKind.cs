namespace Attestation.Appraisal.Results;

/// <summary>What was judged.</summary>
public enum AttesterKind
{
    /// <summary>A DICE device.</summary>
    Device,

    /// <summary>A worker node with a TPM.</summary>
    Node,
}
