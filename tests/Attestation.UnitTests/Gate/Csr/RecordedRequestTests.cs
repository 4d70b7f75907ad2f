using System.Text.Json;
using Attestation.Gate.Csr;
using Attestation.Gate.Kubernetes;
using Attestation.Gate.Verdicts;
using Attestation.UnitTests.Gate.Verdicts;

namespace Attestation.UnitTests.Gate.Csr;

/// <summary>Requests as they were recorded from real API servers and a real kubelet, judged with a good verdict on exactly their key.</summary>
public sealed class RecordedRequestTests
{
    private const string Folder = "../k8s-samples/1.20";

    [PublicVectorTheory(Folder)]
    [InlineData("posted by curl with a bootstrap token", "csr-created.json", null)]
    [InlineData("posted by a kubelet", "kubelet/kubelet-csr-pending.json", null)]
    [InlineData("posted by a kubelet that rotates", "kubelet-rotate/kubelet-csr-pending.json", null)]
    [InlineData("a node that renews itself", "edge-renewal-by-node.json", null)]
    [InlineData("a node that asks for another one", "edge-cross-node.json", "gate.csr.requester")]
    [InlineData("another common name", "edge-bad-cn.json", "gate.csr.subject")]
    [InlineData("another organisation", "edge-bad-org.json", "gate.csr.subject")]
    public void Is_judged(string description, string file, string? reason)
    {
        CertificateSigningRequest request = Read(file);
        Assert.True(KubeletRequest.TryParse(request.Spec.Request, out KubeletRequest? asked), description);
        string name = asked.CommonName!.StartsWith("system:node:", StringComparison.Ordinal) ? asked.CommonName["system:node:".Length..] : "none";
        VerdictCache verdicts = VerdictSamples.Loaded(VerdictSamples.Verdict(name) with { KubeletKeySha256 = asked.KeySha256 });
        Assert.Equal(reason, Asked.Judge(request, verdicts: verdicts).Denial?.Code.Id);
        if (reason is null)
            Assert.Equal("gate.verdict.missing", Asked.Judge(request, verdicts: VerdictSamples.Loaded()).Denial?.Code.Id);
    }

    [PublicVectorFact(Folder)]
    public void A_serving_request_of_a_node_is_judged_by_the_nodes_addresses()
    {
        CertificateSigningRequest request = Read("edge-serving-by-node.json");
        Assert.True(KubeletRequest.TryParse(request.Spec.Request, out KubeletRequest? asked));
        VerdictCache verdicts = VerdictSamples.Loaded(VerdictSamples.Verdict(asked.CommonName!["system:node:".Length..]));
        Assert.Null(Asked.Judge(request, verdicts: verdicts, node: Asked.NodeWith([.. asked.DnsNames, .. asked.Addresses])).Denial);
        Assert.Equal("gate.csr.names", Asked.Judge(request, verdicts: verdicts, node: Asked.NodeWith("192.0.2.77")).Denial?.Code.Id);
    }

    [PublicVectorFact(Folder)]
    public void Every_line_of_a_recorded_watch_is_read()
    {
        string[] lines = [.. File.ReadLines(PublicVectors.PathOf($"{Folder}/watch-csr.jsonl")).Where(l => l.Length > 0)];
        Assert.NotEmpty(lines);
        Assert.All(lines, line =>
        {
            WatchEvent<CertificateSigningRequest> read = JsonSerializer.Deserialize(line, KubernetesJson.Default.WatchEventCertificateSigningRequest)!;
            Assert.NotEmpty(read.Object.Metadata.Name);
            Assert.NotEmpty(read.Object.Metadata.ResourceVersion!);
            Assert.NotEmpty(read.Object.Spec.SignerName);
        });
    }

    private static CertificateSigningRequest Read(string file)
    {
        CertificateSigningRequest request = JsonSerializer.Deserialize(PublicVectors.Bytes($"{Folder}/{file}"), KubernetesJson.Default.CertificateSigningRequest)!;
        return request with { Status = new CertificateSigningRequestStatus() };
    }
}
