using System.Text;
using Attestation.Formats.Reasons;
using Attestation.SystemTests.Verifier;
using static Attestation.SystemTests.Verifier.Requests;

namespace Attestation.SystemTests.Reasons;

internal static partial class ServiceReasonProducers
{
    private const string Verdicts = "api/v1/verdicts";

    private static Dictionary<ReasonCode, Func<Task<string>>> Feed => new()
    {
        [FeedReasons.Store] = () => With(v => CodeAsync(v.Client.GetAsync(Verdicts + "?store=00000000-0000-4000-8000-000000000000"))),
        [FeedReasons.Sequence] = () => With(v => CodeAsync(v.Client.GetAsync(Verdicts + "?after=7"))),
        [FeedReasons.Waiting] = () => With(async v =>
        {
            using var enough = new CancellationTokenSource();
            Task<HttpResponseMessage>[] readers = [v.Client.GetAsync(Verdicts + "?wait=60", enough.Token), v.Client.GetAsync(Verdicts + "?wait=60", enough.Token)];
            string code = await CodeAsync(await Task.WhenAny(readers)); // one of them has the only place
            await enough.CancelAsync();
            return code;
        }, "--max-feed-waits", "1"),
        [FeedReasons.Revocation] = () => With(v => CodeAsync(
            v.PostAsync("api/v1/nodes/00/revocation", Encoding.UTF8.GetBytes("{\"why\":\"stolen\"}"), "application/json"))),
        [FeedReasons.Ambiguous] = () => AfterChange(
            "INSERT INTO devices VALUES ('d0', '01aa', NULL, NULL, 0, 0, 2, 'a0', NULL, 1), ('d1', '01aa', NULL, NULL, 0, 0, 2, 'a1', NULL, 1)",
            (v, _) => CodeAsync(v.Client.DeleteAsync("api/v1/devices/01aa/revocation"))),
    };
}
