using System.Text;
using Attestation.Appraisal;
using Attestation.Appraisal.Devices;
using Attestation.Appraisal.Endorsements;
using Attestation.Appraisal.Policies;
using Attestation.Formats.Reasons;
using Attestation.UnitTests.Appraisal.Devices;
using static Attestation.UnitTests.Appraisal.Devices.Layers;

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

    internal static Dictionary<ReasonCode, Func<IEnumerable<ReasonCode>>> LayerRules => new()
    {
        [LayerReasons.Code] = () => Compare(Layer(0, "evil"), Reference(0)),
        [LayerReasons.Config] = () => Compare(Layer(0, config: "evil"), Reference(0)),
        [LayerReasons.Authority] = () => Compare(Layer(0, authority: "evil"), Reference(0)),
        [LayerReasons.Mode] = () => Compare(WithFlags(new ModeFlags(true, false, false, false)), Reference(0)),
        [LayerReasons.Debug] = () => Compare(Layer(0, mode: LayerMode.Debug), Reference(0)),
        [LayerReasons.Recovery] = () => Compare(Layer(0, mode: LayerMode.Recovery), Reference(0)),
        [LayerReasons.NotConfigured] = () => Compare(Layer(0, mode: LayerMode.NotConfigured), Reference(0)),
        [LayerReasons.Rollback] = () => Compare(Layer(0, "old"), Reference(0, "old", svn: 1), Reference(0, "new", svn: 2)),
        [LayerReasons.RollbackDevice] = () => Layers.Compare(Layer(0), Policy.Default, 2, Reference(0)).Findings.Select(f => f.Code),
        [LayerReasons.Svn] = () => Compare(Layer(0, svn: 3), Reference(0, svn: 2, floor: false)),
        [LayerReasons.Swapped] = () => Compare(Layer(0, "app"), Reference(0), Reference(1, "app")),
        [LayerReasons.Unknown] = () => Compare(Layer(1, "app"), Reference(0)),
        [LayerReasons.NoReference] = () => Compare(Layer(0), Reference(0, config: null)),
        [LayerReasons.NotMeasured] = () => Compare(Layer(0, authority: null), Reference(0)),
        [LayerReasons.ReferenceExpired] = () => Compare(Layer(0), Reference(0, until: Now.AddDays(-1))),
        [LayerReasons.Missing] = () => Checked(r => DeviceChecks.LayerCount(1, null, Policy.Default with { RequiredLayers = 2 }, r)),
        [LayerReasons.UdsZero] = () => Checked(r => DeviceChecks.Provisioned(UnprovisionedIdentity.Zeros[1], r)),
    };

    private static IEnumerable<ReasonCode> Compare(DeviceLayer layer, params LayerReference[] references) =>
        Layers.Compare(layer, Policy.Default, 0, references).Findings.Select(f => f.Code);

    private static DeviceLayer WithFlags(ModeFlags flags) => new()
    {
        Index = 0,
        Code = [Digest("boot")],
        Config = Digest("cfg"),
        Authority = Digest("key"),
        Mode = LayerMode.Normal,
        Flags = flags,
    };

    private static IEnumerable<ReasonCode> Checked(Action<AppraisalRecord> check)
    {
        var record = new AppraisalRecord();
        check(record);
        return record.Findings.Select(f => f.Code);
    }

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
