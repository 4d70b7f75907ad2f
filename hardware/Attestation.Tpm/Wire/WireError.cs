namespace Attestation.Tpm.Wire;

/// <summary>Why bytes could not be read as a TPM structure.</summary>
/// <param name="Defect">The kind of defect; the default value 0 means "no error".</param>
/// <param name="Offset">Byte offset into the input that was handed to the parser.</param>
/// <param name="Path">Field names of Part 2, outermost first: <c>attested/pcrSelect/count</c>.</param>
public readonly record struct WireError(WireDefect Defect, int Offset, string Path)
{
    /// <summary>One sentence for an operator.</summary>
    public string Sentence => Defect switch
    {
        WireDefect.Truncated => $"the input ends inside '{Path}', which begins at byte {Offset}",
        WireDefect.TrailingBytes => $"bytes follow the structure from byte {Offset} on",
        WireDefect.SizeMismatch => $"the size of '{Path}' does not fit what it holds (byte {Offset})",
        WireDefect.UnknownSelector => $"'{Path}' at byte {Offset} selects nothing that is allowed there",
        WireDefect.TooMany => $"'{Path}' at byte {Offset} claims more elements than there can be",
        WireDefect.OutOfRange => $"'{Path}' at byte {Offset} is outside its range",
        WireDefect.NotGeneratedByTpm => $"'{Path}' at byte {Offset} is not TPM_GENERATED_VALUE",
        _ => "no error",
    };

    public override string ToString() => Sentence;
}
