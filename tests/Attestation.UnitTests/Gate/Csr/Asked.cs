using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Attestation.Gate.Configuration;
using Attestation.Gate.Csr;
using Attestation.Gate.Kubernetes;
using Attestation.Gate.Verdicts;
using Attestation.UnitTests.Gate.Verdicts;

namespace Attestation.UnitTests.Gate.Csr;

/// <summary>A request of worker-1 that would be approved, but for what a test changes.</summary>
internal sealed record Asked
{
    /// <summary>The bound key of worker-1.</summary>
    public static readonly ECDsa Key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public string Name { get; init; } = "csr-1";

    public string? Pem { get; init; }

    public string Subject { get; init; } = "O=system:nodes, CN=system:node:worker-1";

    public string Signer { get; init; } = RequestJudge.ClientSigner;

    public string Username { get; init; } = "system:node:worker-1";

    public string[] Groups { get; init; } = ["system:nodes", "system:authenticated"];

    public string[] Usages { get; init; } = ["digital signature", "client auth"];

    public string[] DnsNames { get; init; } = [];

    public string[] Addresses { get; init; } = [];

    public bool HasOtherName { get; init; }

    public bool HasOtherExtension { get; init; }

    public ECDsa AskedKey { get; init; } = Key;

    public static string Hash(ECDsa key) => Convert.ToHexStringLower(SHA256.HashData(key.ExportSubjectPublicKeyInfo()));

    /// <summary>A good verdict that binds a key.</summary>
    public static NodeVerdict Bound(string name = "worker-1", char node = '0', ECDsa? key = null) => VerdictSamples.Verdict(name, node) with { KubeletKeySha256 = Hash(key ?? Key) };

    public static Asked Bootstrapping(params string[] more) => new() { Username = "system:bootstrap:d24642", Groups = ["system:bootstrappers", "system:authenticated", .. more] };

    public static Asked Serving(params string[] dnsNames) => new()
    {
        Signer = RequestJudge.ServingSigner, Usages = ["digital signature", "key encipherment", "server auth"], DnsNames = dnsNames,
    };

    public static Node NodeWith(params string[] addresses) => new()
    {
        Metadata = new ObjectMeta { Name = "worker-1" },
        Status = new NodeStatus { Addresses = [.. addresses.Select(a => new NodeAddress("InternalIP", a))] },
    };

    public CertificateSigningRequest Object() => new()
    {
        Metadata = new ObjectMeta { Name = Name, Uid = "uid-" + Name, ResourceVersion = "1" },
        Spec = new CertificateSigningRequestSpec
        {
            SignerName = Signer, Request = Encoding.ASCII.GetBytes(Pem ?? Make()), Username = Username, Groups = Groups, Usages = Usages,
        },
    };

    /// <summary>The judgement where worker-1 has a good verdict that binds its key.</summary>
    public Judgement Judge(BootstrapTokens tokens = BootstrapTokens.Any, string exempt = "", VerdictCache? verdicts = null, Node? node = null, ApprovedRequests? approved = null) =>
        Judge(Object(), tokens, exempt, verdicts, node, approved);

    public static Judgement Judge(CertificateSigningRequest request, BootstrapTokens tokens = BootstrapTokens.Any, string exempt = "", VerdictCache? verdicts = null, Node? node = null, ApprovedRequests? approved = null) =>
        new RequestJudge(Rules(tokens, exempt), verdicts ?? VerdictSamples.Loaded(Bound()), approved ?? new ApprovedRequests()).Judge(request, _ => node, VerdictSamples.Now);

    public static RequestRules Rules(BootstrapTokens tokens = BootstrapTokens.Any, string exempt = "") => new(
        new CsrSettings { Enabled = true, Serving = true, BootstrapTokens = tokens, Patience = TimeSpan.FromSeconds(10) },
        "system:serviceaccount:attestation:attest-gate",
        groups => groups.FirstOrDefault(g => g.StartsWith("system:bootstrappers:attestation:", StringComparison.Ordinal))?["system:bootstrappers:attestation:".Length..],
        name => name == exempt);

    private string Make()
    {
        var request = new CertificateRequest(Subject, AskedKey, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        foreach (string name in DnsNames)
            names.AddDnsName(name);
        foreach (string address in Addresses)
            names.AddIpAddress(System.Net.IPAddress.Parse(address));
        if (HasOtherName)
            names.AddUri(new Uri("spiffe://example.com/node"));
        if (DnsNames.Length + Addresses.Length > 0 || HasOtherName)
            request.CertificateExtensions.Add(names.Build());
        if (HasOtherExtension)
            request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        return request.CreateSigningRequestPem();
    }
}
