using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Attestation.Formats.Reasons;
using Attestation.Gate;
using Attestation.Gate.Configuration;
using Attestation.Gate.Csr;
using Attestation.Gate.Kubernetes;
using Attestation.Gate.Verdicts;
using Attestation.UnitTests.Formats;
using Attestation.UnitTests.Gate;
using Attestation.UnitTests.Gate.Verdicts;

namespace Attestation.UnitTests.Reasons;

public static partial class ReasonProducers
{
    private static readonly DateTimeOffset GateNow = new(2026, 11, 21, 9, 0, 0, TimeSpan.Zero);

    private static Dictionary<ReasonCode, Func<IEnumerable<ReasonCode>>> Gate => new()
    {
        [GateReasons.Configuration] = () => [Failure(() => GateSettings.Read(SettingsNode.Parse("gate.yaml", new StringReader("prefix: a.example\nlader: {}\n"))))],
        [GateReasons.KubernetesCredentials] = () => [Failure(() => Kubeconfig.Read("/no/such/kubeconfig"))],
        [GateReasons.RequestMalformed] = () => Denied(new Asked { Pem = "none" }),
        [GateReasons.RequestSubject] = () => Denied(new Asked { Subject = "O=system:masters, CN=system:node:worker-1" }),
        [GateReasons.RequestRequester] = () => Denied(new Asked { Username = "system:node:worker-2" }),
        [GateReasons.RequestUsages] = () => Denied(new Asked { Usages = ["digital signature", "client auth", "server auth"] }),
        [GateReasons.RequestNames] = () => Denied(new Asked { DnsName = "worker-1" }),
        [GateReasons.RequestKey] = () => Denied(new Asked { BoundKey = new string('0', 64) }),
        [GateReasons.VerdictMissing] = () => Denied(new Asked { HasVerdict = false }),
        [GateReasons.VerdictRefused] = () => Denied(new Asked { Status = VerdictStatus.Contraindicated }),
        [GateReasons.VerdictExpired] = () => Denied(new Asked { Expires = GateNow }),
        [GateReasons.VerdictRevoked] = () => Denied(new Asked { State = VerdictState.Revoked }),
        [GateReasons.VerdictEnded] = () => Denied(new Asked { State = VerdictState.Superseded }),
        [GateReasons.VerdictWarning] = () => Denied(new Asked { Status = VerdictStatus.Warning }),
        [GateReasons.VerdictAmbiguous] = () => VerdictSamples.TwoOfOneName().Check("worker-1", VerdictSamples.Now) is { } denial ? [denial.Code] : [],
        [GateReasons.Listen] = () => [GateSamples.StartOnATakenPort().GetAwaiter().GetResult()],
        [GateReasons.State] = () => [Failure(() => ResultKey.Pin(GateSamples.Settings("state: /proc/no-such-folder"), TestKeys.P256.PublicKey))],
        [GateReasons.VerifierKey] = () => [UnreadableKey()],
        [GateReasons.ResultSignature] = () => Refused(VerdictSamples.Line(TestKeys.P384)),
        [GateReasons.ResultClaims] = () => Refused(VerdictSamples.Line(TestKeys.P256) with { Node = "000bff" }),
        [GateReasons.VerifierUnknown] = () => new VerdictCache(TimeProvider.System).Check("worker-1", GateNow) is { } denial ? [denial.Code] : [],
    };

    private static ReasonCode Failure(Action work) => Assert.Throws<GateFailure>(work).Code;

    private static ReasonCode UnreadableKey()
    {
        using var folder = new TemporaryFolder();
        return Failure(() => ResultKey.Pinned(GateSamples.WithResultKey(folder, "no key")));
    }

    private static IEnumerable<ReasonCode> Refused(FeedVerdict line) =>
        FeedReader.TryRead(line, TestKeys.P256.PublicKey, acceptWarning: false, VerdictSamples.Now, out _, out GateDenial? denial) ? [] : [denial.Code];

    private static IEnumerable<ReasonCode> Denied(Asked asked)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateSigningRequest
        {
            Metadata = new ObjectMeta { Name = "csr-1" },
            Spec = new CertificateSigningRequestSpec
            {
                SignerName = RequestJudge.ClientSigner,
                Request = Encoding.ASCII.GetBytes(asked.Pem ?? Pem(key, asked)),
                Username = asked.Username,
                Groups = ["system:nodes", "system:authenticated"],
                Usages = asked.Usages,
            },
        };
        string hash = asked.BoundKey ?? Convert.ToHexStringLower(SHA256.HashData(key.ExportSubjectPublicKeyInfo()));
        NodeVerdict? verdict = asked.HasVerdict
            ? new NodeVerdict("worker-1", "000b00", asked.Status, GateNow.AddMinutes(-1), asked.Expires, hash, null, ["boot.kernel"], "01", 1, asked.State)
            : null;
        return RequestJudge.Judge(request, _ => verdict, _ => [], GateNow) is { } denial ? [denial.Code] : [];
    }

    private static string Pem(ECDsa key, Asked asked)
    {
        var request = new CertificateRequest(asked.Subject, key, HashAlgorithmName.SHA256);
        if (asked.DnsName is { } name)
        {
            var names = new SubjectAlternativeNameBuilder();
            names.AddDnsName(name);
            request.CertificateExtensions.Add(names.Build());
        }
        return request.CreateSigningRequestPem();
    }

    /// <summary>A request that would be approved, but for what a test changes.</summary>
    private sealed record Asked
    {
        public string? Pem { get; init; }

        public string Subject { get; init; } = "O=system:nodes, CN=system:node:worker-1";

        public string Username { get; init; } = "system:node:worker-1";

        public string[] Usages { get; init; } = ["digital signature", "client auth"];

        public string? DnsName { get; init; }

        public string? BoundKey { get; init; }

        public bool HasVerdict { get; init; } = true;

        public VerdictStatus Status { get; init; } = VerdictStatus.Affirming;

        public DateTimeOffset Expires { get; init; } = GateNow.AddMinutes(5);

        public VerdictState State { get; init; } = VerdictState.Current;
    }
}
