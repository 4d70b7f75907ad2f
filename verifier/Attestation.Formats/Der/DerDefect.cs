using Attestation.Formats.Reasons;

namespace Attestation.Formats.Der;

/// <summary>
/// A defect found deep inside a DER structure. It never leaves this project: every TryParse catches it and returns its <see cref="ParseError"/>.
/// </summary>
internal sealed class DerDefect(ReasonCode code, int offset, string path) : Exception
{
    public ParseError Error { get; } = new(code, offset, path);
}
