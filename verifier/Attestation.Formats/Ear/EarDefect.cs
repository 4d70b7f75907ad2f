using Attestation.Formats.Reasons;

namespace Attestation.Formats.Ear;

/// <summary>How the JSON reader of results unwinds; it never leaves <see cref="EarJson.TryParse"/>.</summary>
internal sealed class EarDefect(ReasonCode code, string path) : Exception(code.Id)
{
    public ReasonCode Code { get; } = code;

    public string Path { get; } = path;

    public static void Unless(bool condition, ReasonCode code, string path)
    {
        if (!condition)
            throw new EarDefect(code, path);
    }
}
