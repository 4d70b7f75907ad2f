using System.CommandLine;
using System.CommandLine.Parsing;

namespace Attestation.NodeAgent.Commands;

/// <summary>
/// Where an option's value comes from: the command line; then the environment; then the configuration file; then nowhere. <c>--run-dir</c> is
/// <c>ATTEST_AGENT_RUN_DIR</c> in the environment and in the file. A name that no option has is refused in both: it would look set and be ignored.
/// </summary>
public sealed class Settings
{
    public const string DefaultFile = "/etc/attestation/agent.conf";
    private const string Prefix = "ATTEST_AGENT_";

    private readonly ParseResult arguments;
    private readonly IReadOnlyDictionary<string, string> environment;
    private readonly IReadOnlyDictionary<string, string> file;

    /// <exception cref="AgentException">Usage: the file cannot be read, or a name is unknown.</exception>
    public Settings(ParseResult arguments, IReadOnlyDictionary<string, string> environment)
    {
        this.arguments = arguments;
        this.environment = environment.Where(v => v.Key.StartsWith(Prefix, StringComparison.Ordinal)).ToDictionary();
        Check(this.environment.Keys, "the environment");
        string? named = Text(AgentOptionSet.Config);
        file = ConfigurationFile.Read(named ?? DefaultFile, mustExist: named is not null);
        Check(file.Keys, named ?? DefaultFile);
    }

    public string? Text(Option<string?> option) => arguments.GetResult(option) is { Implicit: false } ? arguments.GetValue(option) : Outside(option);

    /// <exception cref="AgentException">Usage: neither yes nor no.</exception>
    public bool Flag(Option<bool> option)
    {
        if (arguments.GetResult(option) is { Implicit: false })
            return arguments.GetValue(option);
        return Outside(option) switch
        {
            null or "" or "0" or "false" or "no" => false,
            "1" or "true" or "yes" => true,
            _ => throw AgentException.Usage($"{VariableOf(option)} is neither 1 nor 0."),
        };
    }

    /// <summary>Several values: the option repeated, or separated by spaces.</summary>
    public IReadOnlyList<string> List(Option<string[]> option) => arguments.GetResult(option) is { Implicit: false }
        ? arguments.GetValue(option) ?? []
        : (Outside(option) ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    public static string VariableOf(Option option) => Prefix + option.Name[2..].Replace('-', '_').ToUpperInvariant();

    private string? Outside(Option option)
    {
        string name = VariableOf(option);
        string? value = environment.GetValueOrDefault(name) ?? file?.GetValueOrDefault(name);
        return value is { Length: > 0 } ? value : null;
    }

    private static void Check(IEnumerable<string> names, string where)
    {
        foreach (string name in names)
        {
            if (AgentOptionSet.Everywhere.All(option => VariableOf(option) != name))
                throw AgentException.Usage($"{where} sets {name}, which is no option of the agent.");
        }
    }
}
