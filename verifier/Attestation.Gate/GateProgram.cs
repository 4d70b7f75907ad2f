using System.CommandLine;
using Attestation.Gate.Configuration;
using Attestation.Gate.Doctor;
using Attestation.Gate.Hosting;
using Attestation.Gate.Taints;

namespace Attestation.Gate;

/// <summary>attest-gate's commands. An option may also be set in the environment: <c>--config</c> is <c>ATTEST_GATE_CONFIG</c>; the command line wins.</summary>
internal static class GateProgram
{
    private static readonly Option<string?> Config = Setting("--config", "Settings, YAML (docs/gate-configuration.md).");
    private static readonly Option<string?> KubeconfigFile = Setting("--kubeconfig", "kubectl's configuration file, instead of kubernetes.kubeconfig; without either the pod's account is used.");

    private static readonly Option<string?> Log = Setting("--log-format", "Log lines on standard error: json (default) or text.");

    public static RootCommand CommandLine()
    {
        var root = new RootCommand("Lets nodes into a Kubernetes cluster, and keeps them there, only with a good attestation result.") { Config, KubeconfigFile, Log };
        Config.Recursive = KubeconfigFile.Recursive = Log.Recursive = true;
        root.SetAction((parsed, cancel) => GuardedAsync(() => RunAsync(parsed)));
        root.Subcommands.Add(CheckConfig());
        root.Subcommands.Add(DoctorCommand.Create());
        root.Subcommands.Add(StormCommand.Create());
        return root;
    }

    /// <summary>The settings that the command line names.</summary>
    /// <exception cref="GateFailure">gate.configuration</exception>
    internal static GateSettings Settings(ParseResult parsed)
    {
        string file = parsed.GetValue(Config) ?? throw new GateFailure(Formats.Reasons.GateReasons.Configuration, "neither --config nor ATTEST_GATE_CONFIG names a file");
        GateSettings settings = GateSettings.Read(SettingsNode.Read(file));
        return parsed.GetValue(KubeconfigFile) is { } kubeconfig ? settings with { Kubernetes = settings.Kubernetes with { Kubeconfig = kubeconfig } } : settings;
    }

    /// <summary>Runs a command, and tells a failure of the gate itself as sentence, detail and remedy.</summary>
    internal static async Task<int> GuardedAsync(Func<Task<int>> work)
    {
        try
        {
            return await work();
        }
        catch (GateFailure failure)
        {
            Console.Error.WriteLine($"attest-gate: {failure.Code.Id}: {failure.Code.Sentence}");
            Console.Error.WriteLine($"  {failure.Message}");
            Console.Error.WriteLine($"  {failure.Code.Remedy}");
            return failure.ExitStatus;
        }
    }

    private static async Task<int> RunAsync(ParseResult parsed)
    {
        await using GateService gate = GateService.Build(Settings(parsed), Format(parsed), TimeProvider.System);
        await gate.StartAsync();
        foreach (Listener listener in gate.Listeners)
            Console.Out.WriteLine($"attest-gate listening for {listener.Name} on {listener.Url}");
        await gate.WaitAsync();
        return 0;
    }

    private static Command CheckConfig()
    {
        var file = new Argument<string>("FILE") { Description = "Settings, YAML (docs/gate-configuration.md)." };
        var keys = new Option<bool>("--keys") { Description = "Also lists every key with its default." };
        var check = new Command("check-config", "Reads a settings file and says whether the gate would take it.") { file, keys };
        check.SetAction((parsed, _) => GuardedAsync(() =>
        {
            SettingsNode root = SettingsNode.Read(parsed.GetValue(file)!);
            GateSettings settings = GateSettings.Read(root);
            foreach ((string key, string fallback) in parsed.GetValue(keys) ? root.Known : new Dictionary<string, string>())
                Console.Out.WriteLine($"{key} = {(fallback.Length == 0 ? "-" : fallback)}");
            Console.Out.WriteLine($"{parsed.GetValue(file)}: good; labels, annotations and taints begin with {settings.Prefix}/");
            return Task.FromResult(0);
        }));
        return check;
    }

    private static LogFormat Format(ParseResult parsed) => parsed.GetValue(Log) switch
    {
        null or "json" => LogFormat.Json,
        "text" => LogFormat.Text,
        var other => throw new GateFailure(Formats.Reasons.GateReasons.Configuration, $"--log-format {other} is neither json nor text"),
    };

    private static Option<string?> Setting(string name, string description) => new(name)
    {
        Description = description,
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable("ATTEST_GATE_" + name[2..].Replace('-', '_').ToUpperInvariant()),
    };
}
