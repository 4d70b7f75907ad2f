using Attestation.Tpm.Wire;

namespace Attestation.Tpm.Commands;

/// <summary>A command's table in Part 3, as far as framing, authorization and error messages need it.</summary>
/// <param name="Code">commandCode.</param>
/// <param name="Handles">Names in the handle area; '@' marks a handle that needs an authorization, as in Part 3.</param>
/// <param name="Parameters">Names in the parameter area, in order.</param>
/// <param name="ResponseHandle">The response begins with a handle.</param>
public sealed record CommandShape(TpmCc Code, string[] Handles, string[] Parameters, bool ResponseHandle = false)
{
    /// <summary>Name in Part 3, for messages.</summary>
    public string Name => Code.SpecName();

    /// <summary>How many handles need an authorization; they come first.</summary>
    public int AuthHandles => Handles.Count(h => h.StartsWith('@'));

    /// <summary>Says in words what a response code means for this command.</summary>
    public string Explain(TpmRc code)
    {
        string where = Where(code) is { } what ? $": {what}" : "";
        return $"{Name} answered {code}{where}: {TpmRcTable.SentenceOf(code)}";
    }

    private string? Where(TpmRc code)
    {
        if (code.Parameter is { } parameter)
            return Named("parameter", parameter, Parameters);
        if (code.Handle is { } handle and > 0)
            return Named("handle", handle, [.. Handles.Select(h => h.TrimStart('@'))]);
        return code.Session is { } session ? $"session {session}" : null;
    }

    private static string Named(string kind, int number, string[] names) =>
        number >= 1 && number <= names.Length ? $"{kind} {number} ({names[number - 1]})" : $"{kind} {number}";
}
