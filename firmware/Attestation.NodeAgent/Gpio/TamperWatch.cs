using Attestation.NodeAgent.Running;

namespace Attestation.NodeAgent.Gpio;

/// <summary>Watches the tamper input while the service runs. An opening is written into the record at once, and measured at the next boot.</summary>
/// <param name="tamper">The input.</param>
/// <param name="log">Where an opening is told, once.</param>
public sealed class TamperWatch(NodeTamper tamper, AgentLog log)
{
    /// <summary>Also without an edge: one may be lost while nobody listens, and the service must be able to stop.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private bool isTold;

    /// <summary>True since an opening was seen or remembered.</summary>
    public bool IsTripped => isTold;

    /// <summary>Runs until cancelled, on a thread of its own: waiting for an edge blocks.</summary>
    public Task RunAsync(CancellationToken cancellation) =>
        Task.Factory.StartNew(() => Watch(cancellation), cancellation, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>One look.</summary>
    internal void Look()
    {
        if (!tamper.IsTripped() || isTold)
            return;
        isTold = true;
        log.Write(AgentEvent.Tampered, "The tamper input has tripped, or its record is missing. It is measured at the next boot; attest-agent tamper --clear forgets it.");
    }

    private void Watch(CancellationToken cancellation)
    {
        try
        {
            while (!cancellation.IsCancellationRequested)
            {
                Look();
                tamper.WaitForEdge(Patience);
            }
        }
        catch (IOException e)
        {
            log.Write(AgentEvent.TamperInputFailed, e.Message);
        }
    }
}
