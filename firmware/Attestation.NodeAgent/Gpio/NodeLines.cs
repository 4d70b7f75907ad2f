using Attestation.NodeAgent.Running;
using Attestation.NodeAgent.State;

namespace Attestation.NodeAgent.Gpio;

/// <summary>What the service does with GPIO while it runs: watches the tamper input, and keeps the light blinking. Either, both or none.</summary>
internal sealed class NodeLines : IDisposable
{
    private readonly CancellationTokenSource end = new();
    private readonly NodeTamper? tamper;
    private readonly TamperWatch? watch;
    private readonly StatusLight? light;
    private readonly Task work;

    private NodeLines(AgentOptions options, AgentLog log, TimeProvider time)
    {
        tamper = options.Tamper is { } input ? NodeTamper.Open(input, options.Folders) : null;
        watch = tamper is null ? null : new TamperWatch(tamper, log);
        light = options.StatusLed is { } output ? StatusLight.Open(output) : null;
        work = Task.WhenAll(watch?.RunAsync(end.Token) ?? Task.CompletedTask, light?.RunAsync(time, end.Token) ?? Task.CompletedTask);
    }

    /// <exception cref="AgentException">A line that is named cannot be taken.</exception>
    public static NodeLines Open(AgentOptions options, AgentLog log, TimeProvider time) => new(options, log, time);

    /// <summary>An attempt ended.</summary>
    public void Show(AttemptOutcome outcome) => light?.Show(outcome, watch?.IsTripped ?? false);

    public void Dispose()
    {
        end.Cancel();
        try
        {
            work.Wait();
        }
        catch (AggregateException e) when (e.InnerExceptions.All(inner => inner is OperationCanceledException))
        {
            // cancelled before it began
        }
        light?.Dispose();
        tamper?.Dispose();
        end.Dispose();
    }
}
