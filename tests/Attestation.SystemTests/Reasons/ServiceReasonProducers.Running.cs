using Attestation.Formats.Reasons;
using Attestation.SystemTests.Verifier;
using static Attestation.SystemTests.Verifier.Requests;

namespace Attestation.SystemTests.Reasons;

internal static partial class ServiceReasonProducers
{
    /// <summary>What breaks under a running verifier.</summary>
    private static Dictionary<ReasonCode, Func<Task<string>>> Running => new()
    {
        [ServiceReasons.StoreUnavailable] = async () =>
        {
            using var folder = new TemporaryFolder();
            await using VerifierProcess verifier = await VerifierProcess.StartAsync(folder["data"], "--store-patience", "1");
            using IDisposable held = Database.Lock(folder["data/verifier.db"]);
            return await CodeAsync(verifier.Client.GetAsync("readyz"));
        },
        [ServiceReasons.Internal] = () => AfterChange("UPDATE sessions SET evidence = NULL", (v, session) => CodeAsync(v.Client.GetAsync(session))),
        [ServiceReasons.RecordDamaged] = () => AfterChange(
            "INSERT INTO devices VALUES ('d0', NULL, NULL, NULL, 0, 0, 2, 'a0', '{', 1)", (v, _) => CodeAsync(v.Client.GetAsync("api/v1/devices/d0"))),
    };

    /// <summary>Answers a session, changes the database behind the verifier's back, and asks again.</summary>
    private static async Task<string> AfterChange(string sql, Func<VerifierProcess, Uri, Task<string>> ask)
    {
        using var folder = new TemporaryFolder();
        await using VerifierProcess verifier = await VerifierProcess.StartAsync(folder["data"]);
        (Uri session, _) = await verifier.OpenAsync();
        using (await verifier.PostAsync(session.ToString(), [0], "application/eat+cwt"))
            Database.Execute(folder["data/verifier.db"], sql);
        return await ask(verifier, session);
    }
}
