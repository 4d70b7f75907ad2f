using Attestation.Formats.Reasons;
using Attestation.Gate.Kubernetes;
using Attestation.Gate.Verdicts;

namespace Attestation.Gate.Csr;

/// <summary>
/// Judges a kubelet's certificate signing request: a pure function of the request, the verdict on its node and the node's addresses. All the checks that
/// the signer makes are made here as well, since an approval cannot be taken back.
/// </summary>
public static class RequestJudge
{
    public const string ClientSigner = "kubernetes.io/kube-apiserver-client-kubelet";
    public const string ServingSigner = "kubernetes.io/kubelet-serving";

    private const string NodePrefix = "system:node:", NodesGroup = "system:nodes", BootstrapGroup = "system:bootstrappers";

    /// <summary>Is the request one that the gate decides about? Any other is left alone.</summary>
    public static bool IsOurs(CertificateSigningRequest request) =>
        (request.Spec.SignerName is ClientSigner or ServingSigner) && (request.Status.Conditions is null or []) && request.Status.Certificate is null;

    /// <param name="request">One of <see cref="IsOurs"/>.</param>
    /// <param name="verdict">Finds the current verdict of a node by its name in the cluster.</param>
    /// <param name="addresses">Names and addresses that the node's object states; asked for serving certificates only.</param>
    /// <param name="now">The instant.</param>
    /// <returns>Null where it is to be approved.</returns>
    public static GateDenial? Judge(CertificateSigningRequest request, Func<string, NodeVerdict?> verdict, Func<string, IReadOnlyCollection<string>> addresses, DateTimeOffset now)
    {
        if (!KubeletRequest.TryParse(request.Spec.Request, out KubeletRequest? asked))
            return new GateDenial(GateReasons.RequestMalformed, $"{request.Spec.Request.Length} bytes");
        if (asked is not { Organizations: [NodesGroup], OtherSubject: false, CommonName: { } common } || !common.StartsWith(NodePrefix, StringComparison.Ordinal) || common.Length == NodePrefix.Length)
            return new GateDenial(GateReasons.RequestSubject, $"O={string.Join('+', asked.Organizations)}, CN={asked.CommonName}");
        string node = common[NodePrefix.Length..];
        bool client = request.Spec.SignerName == ClientSigner;
        return CheckRequester(request.Spec, common, client)
            ?? CheckUsages(request.Spec, client)
            ?? (client ? CheckNoNames(asked) : CheckNames(asked, addresses(node)))
            ?? VerdictCheck.Of(verdict(node), node, now)
            ?? (client ? CheckKey(asked, verdict(node)!) : null);
    }

    /// <summary>A node asks for itself; whoever holds a bootstrap token asks for a node that has no certificate yet, and for a client certificate only.</summary>
    private static GateDenial? CheckRequester(CertificateSigningRequestSpec spec, string common, bool client)
    {
        IReadOnlyList<string> groups = spec.Groups ?? [];
        bool itself = spec.Username == common && groups.Contains(NodesGroup);
        bool bootstrapping = client && groups.Contains(BootstrapGroup) && spec.Username?.StartsWith(NodePrefix, StringComparison.Ordinal) != true;
        return itself || bootstrapping ? null : new GateDenial(GateReasons.RequestRequester, $"{spec.Username} asks for {common}");
    }

    private static GateDenial? CheckUsages(CertificateSigningRequestSpec spec, bool client)
    {
        string purpose = client ? "client auth" : "server auth";
        var usages = (spec.Usages ?? []).ToHashSet();
        bool exact = usages.SetEquals(["digital signature", purpose]) || usages.SetEquals(["digital signature", "key encipherment", purpose]);
        return exact ? null : new GateDenial(GateReasons.RequestUsages, string.Join(", ", usages.Order()));
    }

    private static GateDenial? CheckNoNames(KubeletRequest asked) => asked is { DnsNames: [], Addresses: [], OtherNames: false }
        ? null
        : new GateDenial(GateReasons.RequestNames, "a client certificate: " + string.Join(", ", [.. asked.DnsNames, .. asked.Addresses]));

    private static GateDenial? CheckNames(KubeletRequest asked, IReadOnlyCollection<string> addresses)
    {
        string[] names = [.. asked.DnsNames, .. asked.Addresses];
        string[] foreign = [.. names.Where(name => !addresses.Contains(name, StringComparer.OrdinalIgnoreCase))];
        if (asked.OtherNames || names.Length == 0)
            return new GateDenial(GateReasons.RequestNames, names.Length == 0 ? "no name at all" : "names of other kinds");
        return foreign.Length == 0 ? null : new GateDenial(GateReasons.RequestNames, "not of this node: " + string.Join(", ", foreign));
    }

    private static GateDenial? CheckKey(KubeletRequest asked, NodeVerdict verdict) => asked.KeySha256 == verdict.KubeletKeySha256
        ? null
        : new GateDenial(GateReasons.RequestKey, $"SHA-256 {asked.KeySha256}, bound {verdict.KubeletKeySha256 ?? "none"}");
}
