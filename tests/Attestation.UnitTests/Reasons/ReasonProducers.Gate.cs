using Attestation.Formats.Reasons;
using Attestation.Gate;
using Attestation.Gate.Configuration;
using Attestation.Gate.Csr;
using Attestation.Gate.Kubernetes;
using Attestation.Gate.Verdicts;
using Attestation.UnitTests.Formats;
using Attestation.UnitTests.Gate;
using Attestation.UnitTests.Gate.Csr;
using Attestation.UnitTests.Gate.Verdicts;

namespace Attestation.UnitTests.Reasons;

public static partial class ReasonProducers
{
    private static Dictionary<ReasonCode, Func<IEnumerable<ReasonCode>>> Gate => new()
    {
        [GateReasons.Configuration] = () => [Failure(() => GateSettings.Read(SettingsNode.Parse("gate.yaml", new StringReader("prefix: a.example\nlader: {}\n"))))],
        [GateReasons.KubernetesCredentials] = () => [Failure(() => Kubeconfig.Read("/no/such/kubeconfig"))],
        [GateReasons.RequestMalformed] = () => Denied(new Asked { Pem = "none" }),
        [GateReasons.RequestSubject] = () => Denied(new Asked { Subject = "O=system:masters, CN=system:node:worker-1" }),
        [GateReasons.RequestRequester] = () => Denied(new Asked { Username = "system:node:worker-2" }),
        [GateReasons.RequestUsages] = () => Denied(new Asked { Usages = ["digital signature", "client auth", "server auth"] }),
        [GateReasons.RequestNames] = () => Denied(new Asked { DnsNames = ["worker-1"] }),
        [GateReasons.RequestKey] = () => Denied(new Asked(), Asked.Bound() with { KubeletKeySha256 = new string('0', 64) }),
        [GateReasons.RequestReplayed] = Replayed,
        [GateReasons.RequestOtherNode] = () => Denied(new Asked(), Asked.Bound() with { KubeletKeySha256 = null }, Asked.Bound("worker-2", '2')),
        [GateReasons.RequestExempt] = () => Asked.Bootstrapping().Judge(exempt: "worker-1").Denial is { } denial ? [denial.Code] : [],
        [GateReasons.VerdictMissing] = () => Denied(new Asked(), Asked.Bound("worker-2")),
        [GateReasons.VerdictRefused] = () => DeniedBy(Asked.Bound() with { Status = VerdictStatus.Contraindicated }),
        [GateReasons.VerdictExpired] = () => DeniedBy(Asked.Bound() with { Expires = VerdictSamples.Now }),
        [GateReasons.VerdictRevoked] = () => DeniedBy(Asked.Bound() with { State = VerdictState.Revoked }),
        [GateReasons.VerdictEnded] = () => DeniedBy(Asked.Bound() with { State = VerdictState.Superseded }),
        [GateReasons.VerdictWarning] = () => DeniedBy(Asked.Bound() with { Status = VerdictStatus.Warning }),
        [GateReasons.VerdictAmbiguous] = () => VerdictSamples.TwoOfOneName().Check("worker-1", VerdictSamples.Now) is { } denial ? [denial.Code] : [],
        [GateReasons.Listen] = () => [GateSamples.StartOnATakenPort().GetAwaiter().GetResult()],
        [GateReasons.State] = () => [Failure(() => ResultKey.Pin(GateSamples.Settings("state: /proc/no-such-folder"), TestKeys.P256.PublicKey))],
        [GateReasons.VerifierKey] = () => [UnreadableKey()],
        [GateReasons.ResultSignature] = () => Refused(VerdictSamples.Line(TestKeys.P384)),
        [GateReasons.ResultClaims] = () => Refused(VerdictSamples.Line(TestKeys.P256) with { Node = "000bff" }),
        [GateReasons.VerifierUnknown] = () => new VerdictCache(TimeProvider.System).Check("worker-1", VerdictSamples.Now) is { } denial ? [denial.Code] : [],
    };

    private static ReasonCode Failure(Action work) => Assert.Throws<GateFailure>(work).Code;

    private static ReasonCode UnreadableKey()
    {
        using var folder = new TemporaryFolder();
        return Failure(() => ResultKey.Pinned(GateSamples.WithResultKey(folder, "no key")));
    }

    private static IEnumerable<ReasonCode> Refused(FeedVerdict line) =>
        FeedReader.TryRead(line, TestKeys.P256.PublicKey, acceptWarning: false, VerdictSamples.Now, out _, out GateDenial? denial) ? [] : [denial.Code];

    private static IEnumerable<ReasonCode> Denied(Asked asked, params NodeVerdict[] verdicts) =>
        asked.Judge(verdicts: verdicts.Length == 0 ? null : VerdictSamples.Loaded(verdicts)).Denial is { } denial ? [denial.Code] : [];

    private static IEnumerable<ReasonCode> DeniedBy(NodeVerdict verdict) => Denied(new Asked(), verdict);

    private static IEnumerable<ReasonCode> Replayed()
    {
        var approved = new ApprovedRequests();
        CertificateSigningRequest request = new Asked().Object();
        approved.Note(Asked.Judge(request).Digest!, request.Metadata.Uid!);
        CertificateSigningRequest again = request with { Metadata = request.Metadata with { Name = "csr-2", Uid = "uid-2" } };
        return Asked.Judge(again, approved: approved).Denial is { } denial ? [denial.Code] : [];
    }
}
