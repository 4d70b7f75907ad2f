using System.Text;
using Attestation.Appraisal;
using Attestation.Appraisal.Endorsements;
using Attestation.Appraisal.Policies;
using Attestation.Formats.Reasons;

namespace Attestation.UnitTests.Reasons;

public static partial class ReasonProducers
{
    internal static Dictionary<ReasonCode, Func<IEnumerable<ReasonCode>>> Appraisal => new()
    {
        [AppraisalReasons.MediaType] = () => Judge([0xA0], "text/plain", Policy.Default),
        [AppraisalReasons.Size] = () => Judge(new byte[AppraisalRequest.MaxEvidence + 1], "application/eat+cwt", Policy.Default),
        [AppraisalReasons.Vacuous] = () => Judge([0xA0], "application/eat+cwt", Policy.Default with { Required = Comparisons.None }),
        [AppraisalReasons.PolicySyntax] = () => ReadPolicy("{\"id\":\"a\","),
        [AppraisalReasons.PolicyMember] = () => ReadPolicy("{\"id\":\"a\",\"requires\":[]}"),
        [AppraisalReasons.PolicyValue] = () => ReadPolicy("{\"id\":\"a\",\"modes\":[\"fast\"]}"),
    };

    private static IEnumerable<ReasonCode> Judge(byte[] evidence, string mediaType, Policy policy) =>
        Appraiser.Appraise(new AppraisalRequest
        {
            Evidence = evidence,
            MediaType = mediaType,
            Nonce = new byte[32],
            Endorsements = EndorsementSet.Empty,
            Policy = policy,
            Now = DateTimeOffset.UnixEpoch,
        }).Findings.Select(f => f.Code);

    private static ReasonCode[] ReadPolicy(string json)
    {
        Assert.False(PolicyReader.TryParse(Encoding.UTF8.GetBytes(json), out _, out var error));
        return [error.Code];
    }
}
