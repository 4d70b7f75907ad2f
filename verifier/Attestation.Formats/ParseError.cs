using Attestation.Formats.Reasons;

namespace Attestation.Formats;

/// <summary>Why bytes could not be read: the reason, where in the input, and where in the structure.</summary>
/// <param name="Code">The reason; never null in an error that a parser returned with <c>false</c>.</param>
/// <param name="Offset">Byte offset into the input that was handed to the parser, as near to the defect as is known.</param>
/// <param name="Path">Path in the structure, outermost first: <c>evidence/x5chain[1]/extensions</c>. Empty at the top.</param>
public readonly record struct ParseError(ReasonCode Code, int Offset, string Path)
{
    /// <summary>The same error seen from an enclosing structure.</summary>
    /// <param name="outer">Path of the inner input in the outer structure.</param>
    /// <param name="offset">Offset of the inner input in the outer one.</param>
    public ParseError Within(string outer, int offset = 0) =>
        this with { Offset = Offset + offset, Path = Path.Length == 0 ? outer : outer + "/" + Path };

    public override string ToString() => Code is null ? "no error" : Path.Length == 0 ? $"{Code} at byte {Offset}" : $"{Code} at byte {Offset} ({Path})";
}
