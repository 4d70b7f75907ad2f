using System.Text.Json.Nodes;

namespace Attestation.Cli.Output;

/// <summary>What a command found: the same facts as text and as JSON.</summary>
/// <param name="ExitCode">One of <see cref="ExitCodes"/>.</param>
/// <param name="Text">For people; ends with a line break.</param>
/// <param name="Document">For programs.</param>
public sealed record Answer(int ExitCode, string Text, JsonObject Document);
