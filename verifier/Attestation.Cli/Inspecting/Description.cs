using System.Text.Json.Nodes;

namespace Attestation.Cli.Inspecting;

/// <summary>What a file is and what stands in it.</summary>
/// <param name="Kind">For people: <c>X.509 certificate</c>.</param>
/// <param name="Facts">Its content; nothing in it is verified unless it says so.</param>
/// <param name="Lint">Accepted deviations from the format's text, each a sentence with its place.</param>
internal sealed record Description(string Kind, JsonObject Facts, IReadOnlyList<string> Lint)
{
    internal Description(string kind, JsonObject facts) : this(kind, facts, [])
    {
    }
}
