using Attestation.Simulator.Boards;
using Attestation.Simulator.Faults;
using Attestation.Simulator.Verifiers;

namespace Attestation.Simulator.Demonstration;

/// <summary>The main job: one genuine device for every algorithm and form, then one device for every fault.</summary>
public sealed class DemonstrationRun(ProvingGround ground, FaultCatalogue faults)
{
    public int Count => CryptoSuite.All.Count + faults.All.Count;

    /// <summary>Runs all, one after the other.</summary>
    /// <param name="started">Told the name of each device before it is made.</param>
    /// <param name="finished">Told each row as it comes.</param>
    public async Task<IReadOnlyList<DeviceOutcome>> RunAsync(Action<string> started, Action<DeviceOutcome> finished, CancellationToken cancellation)
    {
        var rows = new List<DeviceOutcome>();
        foreach (CryptoSuite suite in CryptoSuite.All)
        {
            string name = "genuine-" + suite.Name;
            await AddAsync(name, "nothing", VerifierAnswer.Affirming,
                () => ground.AttestGenuineAsync(name, suite, cancellation), answer => answer.Verdict == VerifierAnswer.Affirming);
        }
        foreach (Fault fault in faults.All)
            await AddAsync(fault.Name, fault.Description, fault.ExpectedReason, () => ground.RunAsync(fault, cancellation), fault.IsExpected);
        return rows;

        async Task AddAsync(string device, string done, string expected, Func<Task<VerifierAnswer>> run, Func<VerifierAnswer, bool> isExpected)
        {
            cancellation.ThrowIfCancellationRequested();
            started(device);
            DeviceOutcome row = await OutcomeAsync(device, done, expected, run, isExpected);
            rows.Add(row);
            finished(row);
        }
    }

    private static async Task<DeviceOutcome> OutcomeAsync(
        string device, string done, string expected, Func<Task<VerifierAnswer>> run, Func<VerifierAnswer, bool> isExpected)
    {
        try
        {
            VerifierAnswer answer = await run();
            return new DeviceOutcome(device, done, answer.Verdict, answer.Reasons, expected, isExpected(answer));
        }
        catch (VerifierUnavailableException e)
        {
            return new DeviceOutcome(device, done, DeviceOutcome.Failed, [e.Message], expected, false);
        }
    }
}
