using Attestation.Formats.Reasons;

namespace Attestation.Formats.Der;

/// <summary>
/// A defect found deep inside a DER structure. It never leaves this project: every TryParse catches it and returns its <see cref="ParseError"/>.
/// </summary>
internal sealed class DerDefect(ReasonCode code, int offset, string path) : Exception
{
    public ParseError Error { get; } = new(code, offset, path);

    /// <summary>The same defect seen from an enclosing structure. Paths are put together on failure only: reading good input costs no string.</summary>
    public DerDefect Within(string outer) => new(Error.Code, Error.Offset, Error.Within(outer).Path);
}
