using Attestation.Formats.Reasons;

namespace Attestation.SystemTests.Reasons;

/// <summary>
/// For every reason of a running service: something that is really wrong, done to a real process, and the reason id that comes back. The
/// other areas have theirs in the unit tests. One partial file per area.
/// </summary>
internal static partial class ServiceReasonProducers
{
    public static IReadOnlyDictionary<ReasonCode, Func<Task<string>>> All { get; } = Collect();

    private static Dictionary<ReasonCode, Func<Task<string>>> Collect()
    {
        var all = new Dictionary<ReasonCode, Func<Task<string>>>();
        foreach (var area in (IReadOnlyDictionary<ReasonCode, Func<Task<string>>>[])[Http, Session, Enrolment, Feed, Start, Running])
        {
            foreach (var (reason, producer) in area)
                all.Add(reason, producer);
        }
        return all;
    }

    /// <summary>Runs a request against a fresh verifier.</summary>
    private static async Task<string> With(Func<VerifierProcess, Task<string>> request, params string[] options)
    {
        using var folder = new TemporaryFolder();
        await using VerifierProcess verifier = await VerifierProcess.StartAsync(folder["data"], options);
        return await request(verifier);
    }
}
