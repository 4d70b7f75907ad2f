using System.CommandLine;
using System.CommandLine.Parsing;
using Attestation.NodeAgent.Joining;
using Attestation.NodeAgent.Verifiers;
using Attestation.Tpm.Sessions;

namespace Attestation.NodeAgent.Commands;

/// <summary>All commands of <c>attest-agent</c>, and how their failures reach the caller.</summary>
public static class AgentCommands
{
    private const int Interrupted = 130; // 128 + SIGINT, as shells have it

    /// <summary>SIGTERM ends the agent in less than a second, whatever it waits for.</summary>
    private static readonly TimeSpan TerminationPatience = TimeSpan.FromMilliseconds(800);

    public static RootCommand Build()
    {
        var root = new RootCommand("Attests this machine to a verifier: TPM 2.0 quotes, measured boot, IMA, and the node's own DICE identity.")
        {
            LatchCommand.Build(), EnrolCommand.Build(), AttestCommand.Build(), JoinCommand.Build(), RunCommand.Build(), StatusCommand.Build(), TamperCommand.Build(),
        };
        foreach (Option option in AgentOptionSet.Everywhere)
        {
            option.Recursive = true;
            root.Options.Add(option);
        }
        return root;
    }

    /// <summary>Parses and runs; wrong usage is told on standard error and ends with 2.</summary>
    /// <param name="root">All commands.</param>
    /// <param name="arguments">As the program got them.</param>
    public static async Task<int> RunAsync(RootCommand root, string[] arguments)
    {
        ParseResult parsed = root.Parse(arguments);
        if (parsed.Errors.Count == 0 || parsed.Action is System.CommandLine.Help.HelpAction)
            return await GuardAsync(() => parsed.InvokeAsync(new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TerminationPatience,
            }));
        foreach (ParseError problem in parsed.Errors)
            await Console.Error.WriteLineAsync(problem.Message);
        await Console.Error.WriteLineAsync($"See {root.Name} {string.Concat(PathOf(parsed.CommandResult))}--help");
        return ExitCode.Usage;
    }

    private static async Task<int> GuardAsync(Func<Task<int>> command)
    {
        try
        {
            return await command();
        }
        catch (AgentException e)
        {
            return Say(e.Message, e.ExitCode);
        }
        catch (JoinFailure e)
        {
            return Say(e.Message, e.ExitCode);
        }
        catch (VerifierFailure e)
        {
            return Say(e.Message, e.IsRefusal ? ExitCode.Refused : ExitCode.Failed);
        }
        catch (Exception e) when (e is TpmException or TpmProtocolException or IOException or UnauthorizedAccessException)
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
        Console.Error.WriteLine("attest-agent: " + message);
        return exitCode;
    }

    private static IEnumerable<string> PathOf(CommandResult command) =>
        command.Parent is CommandResult parent ? [.. PathOf(parent), command.Command.Name + " "] : [];
}
