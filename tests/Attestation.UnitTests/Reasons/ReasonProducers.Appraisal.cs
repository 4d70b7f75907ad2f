using System.Text;
using Attestation.Appraisal;
using Attestation.Appraisal.Devices;
using Attestation.Appraisal.Endorsements;
using Attestation.Appraisal.Policies;
using Attestation.Formats.Cose;
using Attestation.Formats.Keys;
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
        [AppraisalReasons.NonceMissing] = () => Checked(r => DeviceChecks.Nonce([], new byte[32], r)),
        [AppraisalReasons.Nonce] = () => Checked(r => DeviceChecks.Nonce([new byte[31]], new byte[32], r)),
        [AppraisalReasons.UeidMissing] = () => Checked(r => DeviceChecks.Ueid(null, Chain(), null, Policy.Default, r)),
        [AppraisalReasons.Ueid] = () => Checked(r => DeviceChecks.Ueid(new byte[17], Chain(), null, Policy.Default, r)),
        [AppraisalReasons.Class] = () => Checked(r => DeviceChecks.Class(Chain(), null, r)),
        [AppraisalReasons.Replayed] = () => Checked(r => HistoryStep.Check(Past(3), new BootClaims(3, null), [], "e1", r)),
        [AppraisalReasons.BootCount] = () => Checked(r => HistoryStep.Check(Past(3), new BootClaims(2, null), [], "e2", r)),
        [AppraisalReasons.Clone] = () => Checked(r => HistoryStep.Check(Past(3), new BootClaims(3, null), [Layer(0)], "e2", r)),
        [AppraisalReasons.Revoked] = () => Checked(r => DeviceChecks.Revocation(Chain(), _ => "revoked 2026-11-21T12:00:00Z: sold", r)),
        [AppraisalReasons.PolicyAlgorithm] = () => Checked(r => DeviceChecks.Key(Key, 0, Policy.Default with { Algorithms = ["EdDSA"] }, r)),
        [AppraisalReasons.PolicyStrength] = () => Checked(r => DeviceChecks.Key(Key, 0, Policy.Default with { MinimumStrength = 192 }, r)),
        [AppraisalReasons.UnsignedCorim] = () => Checked(r => DeviceChecks.References(Class, Unsigned(), Policy.Default, r)),
        [AppraisalReasons.ChainMissing] = () => Judge(TokenWithoutChain(), "application/eat+cwt", Policy.Default),
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
        [LayerReasons.Tampered] = () => Checked(r => DeviceChecks.Tamper([TamperTests.Opened()], Policy.Default, r)),
        [LayerReasons.Missing] = () => Checked(r => DeviceChecks.LayerCount(1, null, Policy.Default with { RequiredLayers = 2 }, r)),
        [LayerReasons.UdsZero] = () => Checked(r => DeviceChecks.Provisioned(UnprovisionedIdentity.Zeros[1], r)),
    };

    private static byte[] TokenWithoutChain()
    {
        (_, Func<byte[], byte[]> finish) = new CoseSign1Writer().Prepare(SignatureAlgorithm.Es256, [0xA0]);
        return finish(new byte[64]);
    }

    private static VerificationKey Key => Chain().Leaf;

    private static KnownChain Chain()
    {
        // the base point of P-256 is as good a public key as any
        byte[] point = Convert.FromHexString(
            "6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c2964fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5");
        Assert.True(VerificationKey.TryFromPoint(KeyKind.P256, point, out VerificationKey key, out _));
        return new KnownChain
        {
            Leaf = key,
            Keys = [key],
            UdsKeyThumbprint = Convert.ToHexStringLower(key.Thumbprint.Span),
            Vouching = [Convert.ToHexStringLower(key.Thumbprint.Span)],
            Layers = [],
            Class = null,
            Ueid = null,
            Anchor = null,
        };
    }

    private static DeviceHistory Past(ulong bootCount) => DeviceHistory.Empty("uds") with { BootCount = bootCount, RecentEvidence = ["e1"] };

    private static EndorsementSet Unsigned() => new EndorsementSetBuilder().Add(Reference(0, signer: "")).Build();

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
