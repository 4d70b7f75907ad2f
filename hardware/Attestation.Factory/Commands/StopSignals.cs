using System.Runtime.InteropServices;
using Attestation.Factory.Line.Showing;

namespace Attestation.Factory.Commands;

/// <summary>Ctrl-C and SIGTERM: the first one lets the line finish the device in hand, the second one ends it at once, which the journal survives.</summary>
internal sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource _asked = new();
    private readonly PosixSignalRegistration[] _registrations;
    private readonly LineSummary _summary;
    private int _signals;

    public StopSignals(LineSummary summary)
    {
        _summary = summary;
        _registrations = [PosixSignalRegistration.Create(PosixSignal.SIGINT, Take), PosixSignalRegistration.Create(PosixSignal.SIGTERM, Take)];
    }

    public CancellationToken Asked => _asked.Token;

    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations)
            registration.Dispose();
        _asked.Dispose();
    }

    private void Take(PosixSignalContext context)
    {
        context.Cancel = true;
        if (Interlocked.Increment(ref _signals) > 1)
            Environment.Exit(ExitCode.Failed);
        _summary.IsStopping = true;
        _asked.Cancel();
    }
}
