using Attestation.Factory.Lots;
using Attestation.Factory.Stations;
using Attestation.Formats.Lots;
using Attestation.Formats.Reasons;

namespace Attestation.Factory.Line;

/// <summary>One place on the line: takes the devices of a source one after another and says of each how it ended.</summary>
/// <param name="tools">What it works with.</param>
/// <param name="retryFailed">Try devices again that failed in this lot before.</param>
public sealed class LineStation(LineTools tools, bool retryFailed = false)
{
    /// <summary>What is not the device's fault stops the line, with the device open in the journal.</summary>
    private static readonly ReasonCode[] OfTheStation =
    [
        LineReasons.VerifierUnavailable, LineReasons.EndorsementRefused, LineReasons.JournalBroken, FactoryReasons.WriteFailed, FactoryReasons.KeyUnusable,
        FactoryReasons.TokenGone, FactoryReasons.TokenRefused,
    ];

    /// <exception cref="FactoryException">The station cannot go on.</exception>
    public async Task<DeviceOutcome> ProcessAsync(IFactoryDevice device, CancellationToken cancellation)
    {
        long start = tools.Clock.GetTimestamp();
        string id = "";
        try
        {
            tools.Progress.Step(LineStep.Greeting, "");
            DeviceGreeting greeting = await device.HelloAsync(cancellation);
            id = RequireId(greeting);
            tools.Progress.Step(LineStep.Greeting, id);
            DevicePhase phase = tools.Lot.Standing.PhaseOf(id);
            if (phase == DevicePhase.Passed || (phase == DevicePhase.Failed && !retryFailed))
                return End(DeviceEnd.Repeated);
            if (phase == DevicePhase.Failed)
                tools.Lot.Begin(id);
            DeviceRecord record = await new DeviceWork(tools, device, greeting).RunAsync(cancellation);
            tools.Progress.Step(LineStep.Recording);
            tools.Lot.Pass(record, tools.Authority.CorimKey);
            return End(DeviceEnd.Passed);
        }
        catch (FactoryException e) when (!OfTheStation.Contains(e.Reason))
        {
            return id.Length == 0 || e.Reason == LineReasons.DeviceLost ? End(DeviceEnd.Interrupted, e) : Fail(e);
        }

        DeviceOutcome Fail(FactoryException e)
        {
            if (tools.Lot.Standing.PhaseOf(id) != DevicePhase.Open)
                tools.Lot.Begin(id);
            tools.Lot.Fail(id, e.Reason, e.Detail);
            return End(DeviceEnd.Failed, e);
        }

        DeviceOutcome End(DeviceEnd end, FactoryException? e = null)
        {
            var outcome = new DeviceOutcome(end, id, e?.Reason, e?.Detail ?? "", tools.Clock.GetElapsedTime(start));
            tools.Progress.End(outcome);
            return outcome;
        }
    }

    private static string RequireId(DeviceGreeting greeting) => greeting.Serial.Length is >= 1 and <= 32
        ? greeting.DeviceId
        : throw new FactoryException(LineReasons.DeviceAnswer, $"A serial number of {greeting.Serial.Length} bytes.");
}
