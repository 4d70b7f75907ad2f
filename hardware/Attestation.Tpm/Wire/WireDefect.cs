namespace Attestation.Tpm.Wire;

/// <summary>The closed list of ways in which bytes are not the TPM structure they are taken for.</summary>
public enum WireDefect
{
    /// <summary>The input ends inside a field, or a size field points beyond the input.</summary>
    Truncated = 1,

    /// <summary>Bytes follow the structure.</summary>
    TrailingBytes,

    /// <summary>A sized structure (TPM2B) is longer or shorter than what it holds.</summary>
    SizeMismatch,

    /// <summary>A selector (algorithm, structure tag, capability, curve) is not one that this union or type allows.</summary>
    UnknownSelector,

    /// <summary>A list claims more elements than the input or the specification can hold.</summary>
    TooMany,

    /// <summary>A value is outside the range that its type allows.</summary>
    OutOfRange,

    /// <summary>TPMS_ATTEST does not begin with TPM_GENERATED_VALUE.</summary>
    NotGeneratedByTpm,
}
