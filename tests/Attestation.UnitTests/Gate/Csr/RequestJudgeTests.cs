using Attestation.Formats.Reasons;
using Attestation.Gate.Configuration;
using Attestation.Gate.Csr;
using Attestation.Gate.Kubernetes;
using Attestation.Gate.Verdicts;
using Attestation.UnitTests.Gate.Verdicts;
using static Attestation.UnitTests.Gate.Csr.Asked;

namespace Attestation.UnitTests.Gate.Csr;

public sealed class RequestJudgeTests
{
    private const string GateAccount = "system:serviceaccount:attestation:attest-gate";
    private const string TokenOfWorker1 = "system:bootstrappers:attestation:worker-1";
    private const string TokenOfWorker2 = "system:bootstrappers:attestation:worker-2";

    public static TheoryData<string, object> Approved => new()
    {
        { "a node that renews itself", new Asked() },
        { "with key encipherment, as servers before 1.27 demand", new Asked { Usages = ["key encipherment", "client auth", "digital signature"] } },
        { "a bootstrap token", Bootstrapping() },
        { "a token of the gate's for this node", Bootstrapping(TokenOfWorker1) },
        { "another bootstrapping user", Bootstrapping() with { Username = "kubelet-bootstrap" } },
        { "the gate in the node's stead", new Asked { Username = GateAccount, Groups = ["system:serviceaccounts"] } },
        { "the subject the other way round", new Asked { Subject = "CN=system:node:worker-1, O=system:nodes" } },
    };

    [Theory]
    [MemberData(nameof(Approved))]
    public void Is_approved(string description, object asked) => Assert.True(((Asked)asked).Judge().Denial is null, $"{description}: {((Asked)asked).Judge().Denial?.Message}");

    public static TheoryData<string, object, string> Denied => new()
    {
        { "an organisation more", new Asked { Subject = "O=system:nodes, O=system:masters, CN=system:node:worker-1" }, "gate.csr.subject" },
        { "another organisation", new Asked { Subject = "O=system:masters, CN=system:node:worker-1" }, "gate.csr.subject" },
        { "no organisation", new Asked { Subject = "CN=system:node:worker-1" }, "gate.csr.subject" },
        { "two common names", new Asked { Subject = "O=system:nodes, CN=system:node:worker-2, CN=system:node:worker-1" }, "gate.csr.subject" },
        { "something more in the subject", new Asked { Subject = "O=system:nodes, OU=x, CN=system:node:worker-1" }, "gate.csr.subject" },
        { "two names in one part", new Asked { Subject = "O=system:nodes + CN=system:node:worker-1" }, "gate.csr.subject" },
        { "no node's name", new Asked { Subject = "O=system:nodes, CN=system:node:" }, "gate.csr.subject" },
        { "another kind of user", new Asked { Subject = "O=system:nodes, CN=system:kube-scheduler" }, "gate.csr.subject" },
        { "another node", new Asked { Username = "system:node:worker-2" }, "gate.csr.requester" },
        { "the node's name without its group", new Asked { Groups = ["system:authenticated"] }, "gate.csr.requester" },
        { "anybody", new Asked { Username = "alice", Groups = ["system:masters"] }, "gate.csr.requester" },
        { "a node that is a bootstrapper too", new Asked { Username = "system:node:worker-2", Groups = ["system:nodes", "system:bootstrappers"] }, "gate.csr.requester" },
        { "a token of the gate's for another node", Bootstrapping(TokenOfWorker2), "gate.csr.requester" },
        { "a bootstrap token for a serving certificate", Serving("worker-1") with { Username = "system:bootstrap:d24642", Groups = ["system:bootstrappers"] }, "gate.csr.requester" },
        { "the gate for a serving certificate", Serving("worker-1") with { Username = GateAccount, Groups = [] }, "gate.csr.requester" },
        { "no usages", new Asked { Usages = [] }, "gate.csr.usages" },
        { "a usage more", new Asked { Usages = ["digital signature", "client auth", "server auth"] }, "gate.csr.usages" },
        { "a usage less", new Asked { Usages = ["client auth"] }, "gate.csr.usages" },
        { "a usage twice", new Asked { Usages = ["digital signature", "digital signature", "client auth"] }, "gate.csr.usages" },
        { "serving usages for a client certificate", new Asked { Usages = ["digital signature", "server auth"] }, "gate.csr.usages" },
        { "a name in a client certificate", new Asked { DnsNames = ["worker-1"] }, "gate.csr.names" },
        { "an address in a client certificate", new Asked { Addresses = ["192.0.2.1"] }, "gate.csr.names" },
        { "a URI in a client certificate", new Asked { HasOtherName = true }, "gate.csr.names" },
        { "another extension in a client certificate", new Asked { HasOtherExtension = true }, "gate.csr.names" },
        { "a serving certificate without a name", Serving(), "gate.csr.names" },
        { "a serving certificate with a URI", Serving("worker-1") with { HasOtherName = true }, "gate.csr.names" },
        { "a serving certificate of an authority", Serving("worker-1") with { HasOtherExtension = true }, "gate.csr.names" },
        { "a serving certificate for a foreign name", Serving("worker-1", "kubernetes.default.svc"), "gate.csr.names" },
        { "a serving certificate for a foreign address", Serving("worker-1") with { Addresses = ["192.0.2.2"] }, "gate.csr.names" },
    };

    [Theory]
    [MemberData(nameof(Denied))]
    public void Is_denied(string description, object asked, string reason)
    {
        Judgement judgement = ((Asked)asked).Judge(node: NodeWith("worker-1", "192.0.2.1"));
        Assert.True(judgement.Denial?.Code.Id == reason, $"{description}: {judgement.Denial?.Message}");
        Assert.False(judgement.MayPass, description);
    }

    [Theory]
    [InlineData("its name and address", "worker-1", "192.0.2.1")]
    [InlineData("its name in capitals", "WORKER-1", "192.0.2.1")]
    [InlineData("an IPv6 address written otherwise", "worker-1", "2001:db8:0:0::1")]
    public void A_serving_certificate_for_names_of_the_node(string description, string name, string address)
    {
        Asked asked = Serving(name) with { Addresses = [address] };
        Assert.True(asked.Judge(node: NodeWith("worker-1", "192.0.2.1", "2001:db8::1")).Denial is null, description);
        Assert.Equal(GateReasons.RequestNames, asked.Judge(node: null).Denial?.Code);
    }

    [Fact]
    public void A_serving_certificate_needs_a_verdict_too() =>
        Assert.Equal(GateReasons.VerdictMissing, Serving("worker-1").Judge(verdicts: VerdictSamples.Loaded(), node: NodeWith("worker-1")).Denial?.Code);

    [Fact]
    public void Where_only_the_gates_tokens_count_others_do_not()
    {
        Assert.Equal(GateReasons.RequestRequester, Bootstrapping().Judge(BootstrapTokens.Gate).Denial?.Code);
        Assert.Equal(GateReasons.RequestRequester, Bootstrapping(TokenOfWorker2).Judge(BootstrapTokens.Gate).Denial?.Code);
        Assert.Null(Bootstrapping(TokenOfWorker1).Judge(BootstrapTokens.Gate).Denial);
        Assert.Null(new Asked().Judge(BootstrapTokens.Gate).Denial);
    }

    [Fact]
    public void An_exempt_node_renews_itself_without_a_verdict_and_nobody_bootstraps_it()
    {
        VerdictCache none = VerdictSamples.Loaded();
        Assert.Null(new Asked().Judge(exempt: "worker-1", verdicts: none).Denial);
        Assert.Null(Serving("worker-1").Judge(exempt: "worker-1", verdicts: none, node: NodeWith("worker-1")).Denial);
        Assert.Equal(GateReasons.RequestExempt, Bootstrapping().Judge(exempt: "worker-1").Denial?.Code);
        Assert.Equal(GateReasons.RequestRequester, new Asked { Username = "system:node:worker-2" }.Judge(exempt: "worker-1").Denial?.Code);
    }

    [Fact]
    public void What_a_later_verdict_could_change_may_pass_and_a_revocation_may_not()
    {
        Assert.True(new Asked().Judge(verdicts: new VerdictCache(TimeProvider.System)).MayPass);
        Assert.True(new Asked().Judge(verdicts: VerdictSamples.Loaded()).MayPass);
        Assert.True(new Asked().Judge(verdicts: VerdictSamples.Loaded(Bound() with { KubeletKeySha256 = null })).MayPass);
        Assert.False(new Asked().Judge(verdicts: VerdictSamples.Loaded(Bound() with { State = VerdictState.Revoked })).MayPass);
    }

    [Fact]
    public void The_same_request_under_its_own_object_is_no_replay()
    {
        var approved = new ApprovedRequests();
        CertificateSigningRequest request = new Asked().Object();
        approved.Note(Asked.Judge(request).Digest!, request.Metadata.Uid!);
        Assert.Null(Asked.Judge(request, approved: approved).Denial);
    }

    [Fact]
    public void A_serving_request_is_left_alone_where_that_is_set()
    {
        RequestRules rules = Asked.Rules();
        var judge = new RequestJudge(rules with { Settings = rules.Settings with { Serving = false } }, VerdictSamples.Loaded(), new ApprovedRequests());
        Assert.False(judge.IsOurs(Serving("worker-1").Object()));
        Assert.True(judge.IsOurs(new Asked().Object()));
        Assert.False(judge.IsOurs(new Asked { Signer = "kubernetes.io/kube-apiserver-client" }.Object()));
        Assert.False(judge.IsOurs(new Asked { Signer = "kubernetes.io/legacy-unknown" }.Object()));
    }

    [Fact]
    public void The_broker_asks_beforehand_what_would_be_judged()
    {
        byte[] good = new Asked().Object().Spec.Request;
        Assert.Null(RequestJudge.Precheck(good, Bound(), VerdictSamples.Now));
        Assert.Equal(GateReasons.RequestRequester, RequestJudge.Precheck(good, Bound("worker-2"), VerdictSamples.Now)?.Code);
        Assert.Equal(GateReasons.RequestKey, RequestJudge.Precheck(good, Bound() with { KubeletKeySha256 = null }, VerdictSamples.Now)?.Code);
        Assert.Equal(GateReasons.VerdictExpired, RequestJudge.Precheck(good, Bound(), VerdictSamples.Now.AddHours(1))?.Code);
        Assert.Equal(GateReasons.RequestMalformed, RequestJudge.Precheck([], Bound(), VerdictSamples.Now)?.Code);
    }
}
