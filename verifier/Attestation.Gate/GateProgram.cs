using System.CommandLine;
using Attestation.Gate.Configuration;

namespace Attestation.Gate;

/// <summary>attest-gate's commands.</summary>
internal static class GateProgram
{
    public static RootCommand CommandLine()
    {
        var file = new Argument<string>("FILE") { Description = "Settings, YAML (docs/gate-configuration.md)." };
        var check = new Command("check-config", "Reads a settings file and says whether the gate would take it.") { file };
        check.SetAction((parsed, _) => Task.FromResult(Guarded(() => Check(parsed.GetValue(file)!))));
        return new RootCommand("Lets nodes into a Kubernetes cluster, and keeps them there, only with a good attestation result.") { check };
    }

    private static int Check(string file)
    {
        GateSettings settings = GateSettings.Read(SettingsNode.Read(file));
        Console.Out.WriteLine($"{file}: good; labels, annotations and taints begin with {settings.Prefix}/");
        return 0;
    }

    private static int Guarded(Func<int> work)
    {
        try
        {
            return work();
        }
        catch (GateFailure failure)
        {
            Console.Error.WriteLine($"attest-gate: {failure.Code.Id}: {failure.Code.Sentence}");
            Console.Error.WriteLine($"  {failure.Message}");
            Console.Error.WriteLine($"  {failure.Code.Remedy}");
            return failure.ExitStatus;
        }
    }
}
