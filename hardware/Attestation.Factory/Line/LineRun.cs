using Attestation.Factory.Stations;
using Attestation.Formats.Reasons;

namespace Attestation.Factory.Line;

/// <summary>The loop of a line: the next device, until there are enough, none comes, or somebody asks to stop; the device under work is finished first.</summary>
/// <param name="station">Does the work.</param>
/// <param name="source">Brings the devices.</param>
/// <param name="told">Gets every outcome, in order.</param>
public sealed class LineRun(LineStation station, IDeviceSource source, Action<DeviceOutcome> told)
{
    /// <summary>Failures and interruptions one after another after which the line stops; 0: never.</summary>
    public int MaxFailuresInRow { get; init; } = 10;

    /// <param name="enough">Asked before each device.</param>
    /// <param name="stop">Asked for by the operator: no device is begun any more.</param>
    /// <exception cref="FactoryException">The station cannot go on, or <c>factory.failures-in-row</c>.</exception>
    public async Task RunAsync(Func<bool> enough, CancellationToken stop)
    {
        int failures = 0;
        while (!enough() && !stop.IsCancellationRequested)
        {
            IFactoryDevice? next = await NextAsync(stop);
            if (next is null)
                return;
            await using IFactoryDevice device = next;
            DeviceOutcome outcome = await station.ProcessAsync(device, CancellationToken.None);
            await LeaveAsync(device, outcome);
            told(outcome);
            failures = outcome.End switch { DeviceEnd.Passed => 0, DeviceEnd.Repeated => failures, _ => failures + 1 };
            if (MaxFailuresInRow > 0 && failures >= MaxFailuresInRow)
                throw new FactoryException(LineReasons.FailuresInRow, $"{failures}, the last one {outcome.Reason?.Id}: {outcome.Detail}");
        }
    }

    /// <summary>A device that goes away before it is told is done all the same: it is known when it comes back.</summary>
    private static async Task LeaveAsync(IFactoryDevice device, DeviceOutcome outcome)
    {
        if (outcome.End == DeviceEnd.Interrupted)
            return;
        try
        {
            await device.LeaveAsync(outcome, CancellationToken.None);
        }
        catch (FactoryException e) when (e.Reason == LineReasons.DeviceLost)
        {
            // the journal has it, and that is what counts
        }
    }

    private async Task<IFactoryDevice?> NextAsync(CancellationToken stop)
    {
        try
        {
            return await source.NextAsync(stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return null;
        }
    }
}
