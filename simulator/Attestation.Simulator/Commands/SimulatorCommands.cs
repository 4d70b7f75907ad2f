using System.CommandLine;
using Attestation.Factory;
using Attestation.Factory.Commands;
using Attestation.Simulator.Boards;
using Attestation.Simulator.Nodes;
using Attestation.Simulator.Verifiers;
using Attestation.Tpm.Sessions;
using Spectre.Console;

namespace Attestation.Simulator.Commands;

/// <summary>All commands of <c>attest-sim</c>, and how their failures reach the caller.</summary>
internal static class SimulatorCommands
{
    private const int Interrupted = 130; // 128 + SIGINT, as shells have it

    /// <summary>Progress and notes go here, so that standard output holds the result only.</summary>
    public static IAnsiConsole ErrorConsole { get; } = AnsiConsole.Create(new AnsiConsoleSettings
    {
        Out = new AnsiConsoleOutput(Console.Error),
        ColorSystem = NoColor ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
    });

    /// <summary>no-color.org: set and not empty.</summary>
    private static bool NoColor => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));

    public static RootCommand Build()
    {
        if (NoColor)
            AnsiConsole.Profile.Capabilities.ColorSystem = ColorSystem.NoColors;
        var root = new RootCommand("Virtual boards with real firmware images, and virtual worker nodes: boot, attest, attack.")
        {
            BootCommand.Build(), AttestCommand.Build(), FaultCommand.Build(), DemoCommand.Build(), NodeCommand.Build(), DevicesCommand.Build(),
        };
        root.Options.Add(CommandOutput.Json);
        return root;
    }

    /// <summary>Runs a command; failures become a message on standard error and an exit code.</summary>
    public static async Task<int> GuardAsync(Func<Task<int>> command)
    {
        try
        {
            return await command();
        }
        catch (FactoryException e)
        {
            return Say(e.Reason.Id + ": " + e.Message, ExitCode.Of(e.Reason));
        }
        catch (BootRefusedException e)
        {
            return Say($"{e.Reason.Id}: {e.Message} {e.Reason.Remedy}", ExitCode.Refused);
        }
        catch (UsageException e)
        {
            return Say(e.Message, ExitCode.Usage);
        }
        catch (NodeException e)
        {
            return Say(e.Message, ExitCode.Failed);
        }
        catch (Exception e) when (e is TpmException or IOException or System.Net.Sockets.SocketException)
        {
            return Say("the node's TPM: " + e.Message, ExitCode.Failed);
        }
        catch (VerifierUnavailableException e)
        {
            return Say(e.Message, ExitCode.Failed);
        }
        catch (OperationCanceledException)
        {
            return Say("interrupted", Interrupted);
        }
    }

    private static int Say(string message, int exitCode)
    {
        Console.Error.WriteLine("attest-sim: " + message);
        return exitCode;
    }
}
