using System.Net;
using Attestation.Formats.Reasons;
using Attestation.Gate.Configuration;
using Attestation.Gate.Kubernetes;
using Attestation.Gate.Verdicts;

namespace Attestation.Gate.Csr;

/// <summary>
/// Judges a kubelet's certificate signing request by the request, the verdict on its node, the node's addresses and what was approved before. All the
/// checks that the signer makes are made here as well, since an approval cannot be taken back. It decides nothing by itself and asks nobody.
/// </summary>
public sealed class RequestJudge(RequestRules rules, VerdictCache verdicts, ApprovedRequests approved)
{
    public const string ClientSigner = "kubernetes.io/kube-apiserver-client-kubelet";
    public const string ServingSigner = "kubernetes.io/kubelet-serving";

    private const string NodePrefix = "system:node:", NodesGroup = "system:nodes", BootstrapGroup = "system:bootstrappers";

    /// <summary>Is the signer one whose requests the gate decides about? Any other request is left alone.</summary>
    public bool IsOurs(CertificateSigningRequest request) =>
        request.Spec.SignerName == ClientSigner || (rules.Settings.Serving && request.Spec.SignerName == ServingSigner);

    /// <param name="request">One of <see cref="IsOurs"/>.</param>
    /// <param name="node">The node's object, by its name; asked for serving certificates only.</param>
    /// <param name="now">The instant.</param>
    public Judgement Judge(CertificateSigningRequest request, Func<string, Node?> node, DateTimeOffset now)
    {
        if (!KubeletRequest.TryParse(request.Spec.Request, out KubeletRequest? asked))
            return new Judgement(null, null, new GateDenial(GateReasons.RequestMalformed, $"{request.Spec.Request.Length} bytes"));
        if (NodeOf(asked) is not { } name)
            return new Judgement(null, asked.Digest, Subject(asked));
        string common = NodePrefix + name;
        bool client = request.Spec.SignerName == ClientSigner;
        GateDenial? wrong = CheckRequester(request.Spec, common, name, client) ?? CheckUsages(request.Spec, client) ?? (client ? CheckNoNames(asked) : CheckNames(asked, node(name)));
        if (wrong is not null)
            return new Judgement(name, asked.Digest, wrong);
        if (rules.IsExempt(name))
            return new Judgement(name, asked.Digest, CheckExempt(request.Spec, common));
        GateDenial? unfit = verdicts.Check(name, now) ?? (client ? CheckKey(asked, name) : null);
        if (unfit is not null)
            return new Judgement(name, asked.Digest, unfit, MayPass: unfit.Code != GateReasons.VerdictRevoked);
        return new Judgement(name, asked.Digest, CheckReplay(request, asked));
    }

    /// <summary>Would a request for a client certificate be approved if the node of this verdict filed it? For the broker, which files it in the node's stead.</summary>
    public static GateDenial? Precheck(byte[] pem, NodeVerdict verdict, DateTimeOffset now)
    {
        if (!KubeletRequest.TryParse(pem, out KubeletRequest? asked))
            return new GateDenial(GateReasons.RequestMalformed, $"{pem.Length} bytes");
        if (NodeOf(asked) is not { } name)
            return Subject(asked);
        if (name != verdict.NodeName)
            return new GateDenial(GateReasons.RequestRequester, $"{verdict.NodeName} asks for {NodePrefix}{name}");
        return CheckNoNames(asked) ?? VerdictCheck.Of(verdict, verdict.NodeName, now) ?? (asked.KeySha256 == verdict.KubeletKeySha256 ? null : OtherKey(asked, verdict));
    }

    /// <summary>Name of the node that the subject names; null where it is not exactly a node's.</summary>
    private static string? NodeOf(KubeletRequest asked)
    {
        bool exact = asked is { Organizations: [NodesGroup], OtherSubject: false, CommonName: { } common } && common.StartsWith(NodePrefix, StringComparison.Ordinal) && common.Length > NodePrefix.Length;
        return exact ? asked.CommonName![NodePrefix.Length..] : null;
    }

    private static GateDenial Subject(KubeletRequest asked) => new(GateReasons.RequestSubject, $"O={string.Join('+', asked.Organizations)}, CN={asked.CommonName}");

    private static GateDenial OtherKey(KubeletRequest asked, NodeVerdict? verdict) =>
        new(GateReasons.RequestKey, $"SHA-256 {asked.KeySha256}, bound {verdict?.KubeletKeySha256 ?? "none"}");

    /// <summary>
    /// A node asks for itself. Whoever bootstraps asks for a client certificate only, of the node that its token was made for where it is one of the gate's.
    /// The gate asks for nodes to which it hands certificates.
    /// </summary>
    private GateDenial? CheckRequester(CertificateSigningRequestSpec spec, string common, string name, bool client)
    {
        IReadOnlyList<string> groups = spec.Groups ?? [];
        if (spec.Username == common && groups.Contains(NodesGroup))
            return null;
        bool gate = client && rules.Account is not null && spec.Username == rules.Account;
        if (gate)
            return null;
        bool bootstrapping = client && groups.Contains(BootstrapGroup) && !groups.Contains(NodesGroup);
        if (!bootstrapping)
            return new GateDenial(GateReasons.RequestRequester, $"{spec.Username} asks for {common}");
        string? made = rules.TokenNode(groups);
        if (made is not null && made != name)
            return new GateDenial(GateReasons.RequestRequester, $"{spec.Username}, whose token was made for {made}, asks for {common}");
        return made is not null || rules.Settings.BootstrapTokens == BootstrapTokens.Any
            ? null
            : new GateDenial(GateReasons.RequestRequester, $"{spec.Username}, whose token is none of the gate's, asks for {common}");
    }

    private static GateDenial? CheckUsages(CertificateSigningRequestSpec spec, bool client)
    {
        string purpose = client ? "client auth" : "server auth";
        IReadOnlyList<string> usages = spec.Usages ?? [];
        var set = usages.ToHashSet();
        bool exact = set.Count == usages.Count && (set.SetEquals(["digital signature", purpose]) || set.SetEquals(["digital signature", "key encipherment", purpose]));
        return exact ? null : new GateDenial(GateReasons.RequestUsages, string.Join(", ", usages));
    }

    private static GateDenial? CheckNoNames(KubeletRequest asked) => asked is { DnsNames: [], Addresses: [], OtherNames: false }
        ? null
        : new GateDenial(GateReasons.RequestNames, "a client certificate: " + string.Join(", ", [.. asked.DnsNames, .. asked.Addresses]));

    /// <summary>Names and addresses that the node's object states; the kubelet writes its status before it asks for a serving certificate.</summary>
    private static GateDenial? CheckNames(KubeletRequest asked, Node? node)
    {
        string[] names = [.. asked.DnsNames, .. asked.Addresses];
        if (asked.OtherNames || names.Length == 0)
            return new GateDenial(GateReasons.RequestNames, names.Length == 0 ? "no name at all" : "names of other kinds");
        HashSet<string> stated = [.. (node?.Status.Addresses ?? []).Select(a => Normal(a.Address))];
        string[] foreign = [.. names.Where(name => !stated.Contains(Normal(name)))];
        return foreign.Length == 0 ? null : new GateDenial(GateReasons.RequestNames, "not of this node: " + string.Join(", ", foreign));
    }

    /// <summary>Nobody vouches for the key of a node that is exempt, so only a node that has a certificate gets another one.</summary>
    private static GateDenial? CheckExempt(CertificateSigningRequestSpec spec, string common) =>
        spec.Username == common ? null : new GateDenial(GateReasons.RequestExempt, $"{spec.Username} asks for {common}");

    private GateDenial? CheckKey(KubeletRequest asked, string name)
    {
        NodeVerdict? verdict = verdicts.Find(name);
        if (asked.KeySha256 == verdict?.KubeletKeySha256)
            return null;
        return verdicts.FindByKubeletKey(asked.KeySha256) is { } other && other.NodeName != name
            ? new GateDenial(GateReasons.RequestOtherNode, $"{name} asks with the key of {other.NodeName}")
            : OtherKey(asked, verdict);
    }

    private GateDenial? CheckReplay(CertificateSigningRequest request, KubeletRequest asked) => approved.IsReplay(asked.Digest, request.Metadata.Uid)
        ? new GateDenial(GateReasons.RequestReplayed, $"posted by {request.Spec.Username}")
        : null;

    /// <summary>One text for each address; names compare without case.</summary>
    private static string Normal(string name) => IPAddress.TryParse(name, out IPAddress? address) ? address.ToString() : name.ToLowerInvariant();
}
