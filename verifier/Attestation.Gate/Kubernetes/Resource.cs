using System.Text.Json.Serialization.Metadata;

namespace Attestation.Gate.Kubernetes;

/// <summary>Where a kind of object lives in the API, and how it is read.</summary>
/// <param name="Path">Collection without a leading slash: <c>api/v1/nodes</c>.</param>
public sealed record Resource<T>(string Path, JsonTypeInfo<T> One, JsonTypeInfo<ObjectList<T>>? List = null, JsonTypeInfo<WatchEvent<T>>? Event = null)
    where T : IKubernetesObject;

/// <summary>The kinds that the gate uses.</summary>
public static class Resources
{
    public static readonly Resource<Node> Nodes =
        new("api/v1/nodes", KubernetesJson.Default.Node, KubernetesJson.Default.ObjectListNode, KubernetesJson.Default.WatchEventNode);

    public static readonly Resource<CertificateSigningRequest> SigningRequests = new("apis/certificates.k8s.io/v1/certificatesigningrequests",
        KubernetesJson.Default.CertificateSigningRequest, KubernetesJson.Default.ObjectListCertificateSigningRequest, KubernetesJson.Default.WatchEventCertificateSigningRequest);

    public static Resource<Lease> Leases(string @namespace) => new($"apis/coordination.k8s.io/v1/namespaces/{@namespace}/leases", KubernetesJson.Default.Lease);

    public static Resource<Secret> Secrets(string @namespace) => new($"api/v1/namespaces/{@namespace}/secrets", KubernetesJson.Default.Secret);
}
