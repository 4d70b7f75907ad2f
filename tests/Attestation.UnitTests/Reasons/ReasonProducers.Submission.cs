using Attestation.Formats.Corim;
using Attestation.Formats.Reasons;
using Attestation.UnitTests.Formats;
using Attestation.UnitTests.Verifier.Endorsements;
using static Attestation.UnitTests.Verifier.Endorsements.CatalogSamples;

namespace Attestation.UnitTests.Reasons;

public static partial class ReasonProducers
{
    private static Dictionary<ReasonCode, Func<IEnumerable<ReasonCode>>> Submission => new()
    {
        [SubmissionReasons.Untrusted] = () => Submitted(Signed, Sign(Release, TestKeys.P384)),
        [SubmissionReasons.Unsigned] = () => Submitted(CatalogSamples.Unsigned, Release.Encode()),
        [SubmissionReasons.Form] = () => Submitted(Signed, Release.Encode()),
        [SubmissionReasons.Outdated] = () => Submitted(Signed, Sign(Release, TestKeys.P256, new CorimValidity(0, 1))),
        [SubmissionReasons.NothingUsed] = () => Submitted(Signed, Sign(Useless, TestKeys.P256)),
    };

    private static IEnumerable<ReasonCode> Submitted(string mediaType, byte[] document) =>
        CatalogSamples.Submit(mediaType, document) is { } refusal ? [refusal.Code] : [];
}
