using System.Text.Json.Nodes;
using Attestation.Formats.Dice.Linting;

namespace Attestation.Cli.Inspecting;

/// <summary>What a file is and what stands in it.</summary>
/// <param name="Kind">For people: <c>X.509 certificate</c>.</param>
/// <param name="Facts">Its content; nothing in it is verified unless it says so.</param>
/// <param name="Lint">Accepted deviations from the format's text, each a sentence with its place.</param>
internal sealed record Description(string Kind, JsonObject Facts, IReadOnlyList<string> Lint)
{
    internal Description(string kind, JsonObject facts) : this(kind, facts, (string[])[])
    {
    }

    /// <summary>Something with DICE certificates in it.</summary>
    internal Description(string kind, JsonObject facts, IReadOnlyList<LintFinding> findings) : this(kind, facts, (string[])[]) => Findings = findings;

    /// <summary>What is unusual or wrong about its certificates.</summary>
    internal IReadOnlyList<LintFinding> Findings { get; } = [];
}
