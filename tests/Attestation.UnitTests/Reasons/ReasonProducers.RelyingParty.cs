using Attestation.Formats.Ear;
using Attestation.Formats.Reasons;
using Attestation.RelyingParty.Keys;
using Attestation.RelyingParty.Results;
using Attestation.UnitTests.Formats;
using Attestation.UnitTests.RelyingParty.Keys;
using Attestation.UnitTests.RelyingParty.Results;
using static Attestation.UnitTests.RelyingParty.Results.SampleResult;

namespace Attestation.UnitTests.Reasons;

public static partial class ReasonProducers
{
    private static Dictionary<ReasonCode, Func<IEnumerable<ReasonCode>>> RelyingParties => new()
    {
        [RelyingPartyReasons.Expired] = () => Refused(Check(Claims, now: Noon.AddDays(1))),
        [RelyingPartyReasons.NotYet] = () => Refused(Check(Claims, now: Noon.AddDays(-1))),
        [RelyingPartyReasons.TooOld] = () => Refused(Check(Claims, new ResultRequirement { MaxAge = TimeSpan.FromSeconds(1) }, now: Noon.AddSeconds(2))),
        [RelyingPartyReasons.NoExpiry] = () => Refused(Check(Claims with { Expiration = null })),
        [RelyingPartyReasons.Status] = () => Refused(Check(WithStatus(EarStatus.Warning))),
        [RelyingPartyReasons.Nonce] = () => Refused(Check(Claims, expected: new ResultExpectation { Nonce = new byte[32] })),
        [RelyingPartyReasons.Subject] = () => Refused(Check(Claims, expected: new ResultExpectation { Subject = "worker-2" })),
        [RelyingPartyReasons.Submodule] = () => Refused(Check(Claims, new ResultRequirement { Submodules = ["dpu"] })),
        [RelyingPartyReasons.Verifier] = () => Refused(Check(Claims, new ResultRequirement { VerifierBuild = "2" })),
        [RelyingPartyReasons.Profile] = () => Refused(Check(Claims, new ResultRequirement { Dialect = EarDialect.Deployed })),
        [RelyingPartyReasons.Key] = () => Refused(new ResultCheck(SampleResult.Keys, new ResultRequirement()).Check(EarWriter.SignJwt(Claims, TestKeys.P384), Noon)),
        [RelyingPartyReasons.Form] = () => Refused(new ResultCheck(SampleResult.Keys, new ResultRequirement()).Check("?", Noon)),
        [RelyingPartyReasons.HeldKey] = () => Refused(Check(Claims, expected: new ResultExpectation { HeldKey = TestKeys.P256.PublicKey })),
        [RelyingPartyReasons.Discovery] = () => Fetching(keys => keys.LoadAsync(), null),
        [RelyingPartyReasons.Pin] = () => Fetching(keys => keys.ConfirmAsync(SampleResult.Keys), PublishedKey.Of(TestKeys.P384.PublicKey)),
    };

    private static ReasonCode[] Refused(ResultCheckOutcome outcome) => outcome.Reason is { } reason ? [reason] : [];

    private static ReasonCode[] Fetching(Func<VerifierKeys, Task> work, string? published)
    {
        using var http = new HttpClient(new PublishedKey(published));
        ResultKeysFailure failure = Assert.ThrowsAsync<ResultKeysFailure>(() => work(new VerifierKeys(http, new Uri("https://verifier.example/"), null))).GetAwaiter().GetResult();
        return [failure.Code];
    }
}
