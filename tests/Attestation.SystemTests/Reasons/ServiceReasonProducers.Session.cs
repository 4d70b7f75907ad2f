using Attestation.Factory.Releases;
using Attestation.Formats.Reasons;
using Attestation.Simulator.Demonstration;
using Attestation.Simulator.Faults;
using Attestation.Simulator.Verifiers;
using Attestation.SystemTests.Verifier;
using static Attestation.SystemTests.Verifier.Requests;

namespace Attestation.SystemTests.Reasons;

internal static partial class ServiceReasonProducers
{
    private static Dictionary<ReasonCode, Func<Task<string>>> Session => new()
    {
        [SessionReasons.Unknown] = () => With(v => CodeAsync(v.Client.GetAsync("challenge-response/v1/session/0123456789abcdef0123456789abcdef"))),
        [SessionReasons.Expired] = () => With(async v =>
        {
            (Uri session, _) = await v.OpenAsync();
            await Task.Delay(TimeSpan.FromSeconds(1.1));
            return await CodeAsync(v.Client.GetAsync(session));
        }, "--session-ttl", "1"),
        [SessionReasons.Used] = () => With(async v =>
        {
            (Uri session, _) = await v.OpenAsync();
            using (await v.PostAsync(session.ToString(), [0], "application/eat+cwt"))
                return await CodeAsync(v.PostAsync(session.ToString(), [0], "application/eat+cwt"));
        }),
        [SessionReasons.TooMany] = () => With(async v =>
        {
            await v.OpenAsync();
            return await CodeAsync(v.Client.PostAsync(NewSession, null));
        }, "--max-sessions", "1"),
        [SessionReasons.NonceSize] = () => With(v => CodeAsync(v.Client.PostAsync(NewSession + "?nonceSize=65", null))),
        [SessionReasons.NonceEncoding] = () => With(v => CodeAsync(v.Client.PostAsync(NewSession + "?nonce=AAAAAAAAAAAA*AAA", null))),
        [SessionReasons.NonceConflict] = () => With(v => CodeAsync(v.Client.PostAsync(NewSession + "?nonceSize=8&nonce=AAAAAAAAAAAAAAAA", null))),
        [SessionReasons.NonceReused] = () => With(async v =>
        {
            await v.OpenAsync("?nonce=AAAAAAAAAAAAAAAA");
            return await CodeAsync(v.Client.PostAsync(NewSession + "?nonce=AAAAAAAAAAAAAAAA", null));
        }),
        [SessionReasons.NonceOther] = () => Faulty("nonce-of-another-session", SessionReasons.NonceOther),
        [SessionReasons.NonceReplayed] = () => Faulty("replayed-evidence", SessionReasons.NonceReplayed),
        [SessionReasons.NonceForeign] = () => Faulty("foreign-nonce", SessionReasons.NonceForeign),
    };

    /// <summary>A fault of the simulator against a real verifier.</summary>
    /// <returns>The id asked for where it is among the answer's reasons; all of them otherwise.</returns>
    private static async Task<string> Faulty(string fault, ReasonCode asked)
    {
        using var folder = new TemporaryFolder();
        FirmwareImage[] images = [new("boot.bin", [1, 2, 3]), new("application.bin", [4, 5, 6])];
        await using ProvingGround ground = await ProvingGround.StartAsync(folder["world"], VerifierProcess.Executable, 1, images, CancellationToken.None);
        VerifierAnswer answer = await ground.RunAsync(FaultCatalogue.BuiltIn().Find(fault)!, CancellationToken.None);
        return answer.Reasons.Contains(asked.Id) ? asked.Id : string.Join(' ', answer.Reasons);
    }
}
