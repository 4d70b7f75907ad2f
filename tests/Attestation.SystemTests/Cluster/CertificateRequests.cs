using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Attestation.SystemTests.Cluster;

/// <summary>CertificateSigningRequest objects as a kubelet posts them, and what becomes of them.</summary>
internal static class CertificateRequests
{
    public const string Path = "apis/certificates.k8s.io/v1/certificatesigningrequests";
    public const string ClientSigner = "kubernetes.io/kube-apiserver-client-kubelet";
    public const string ServingSigner = "kubernetes.io/kubelet-serving";

    public static readonly string[] ClientUsages = ["digital signature", "key encipherment", "client auth"];
    public static readonly string[] ServingUsages = ["digital signature", "key encipherment", "server auth"];

    /// <summary>The object for a client certificate.</summary>
    /// <param name="request">PKCS#10, PEM.</param>
    /// <param name="signer">Another signer than a kubelet's.</param>
    /// <param name="usages">Other usages than a kubelet's.</param>
    public static JsonObject Object(string request, string signer = ClientSigner, params string[] usages)
    {
        string[] wanted = usages.Length > 0 ? usages : signer == ServingSigner ? ServingUsages : ClientUsages;
        string name = "node-csr-" + Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)).TrimEnd('=').Replace('+', '-').Replace('/', '_');
        return new JsonObject
        {
            ["apiVersion"] = "certificates.k8s.io/v1",
            ["kind"] = "CertificateSigningRequest",
            ["metadata"] = new JsonObject { ["name"] = name.TrimEnd('-', '_') + "x" },
            ["spec"] = new JsonObject
            {
                ["request"] = Convert.ToBase64String(Encoding.ASCII.GetBytes(request)),
                ["signerName"] = signer,
                ["usages"] = new JsonArray([.. wanted.Select(u => (JsonNode)u)]),
            },
        };
    }

    /// <summary>Posts a request.</summary>
    /// <returns>Its name.</returns>
    public static async Task<string> AskAsync(this KubeClient who, JsonObject request) =>
        (await who.PostAsync(Path, request)).Document.GetProperty("metadata").GetProperty("name").GetString()!;

    public static Task<string> AskForClientAsync(this KubeClient who, string request) => who.AskAsync(Object(request));

    public static Task<string> AskForServingAsync(this KubeClient who, string request) => who.AskAsync(Object(request, ServingSigner));

    /// <summary>Waits for the condition Approved or Denied.</summary>
    public static async Task<Decision> DecisionAsync(this KubeClient admin, string name, int seconds = 150) =>
        Of(await admin.UntilAsync($"{Path}/{name}", r => Of(r) is not null, "decided", seconds))!;

    /// <summary>Waits for the signer.</summary>
    /// <returns>The certificate, PEM.</returns>
    public static async Task<string> CertificateAsync(this KubeClient admin, string name, int seconds = 150)
    {
        JsonElement issued = await admin.UntilAsync($"{Path}/{name}", r => Certificate(r) is not null, "issued", seconds);
        return Encoding.ASCII.GetString(Certificate(issued)!);
    }

    /// <summary>What was decided so far; null while nothing is.</summary>
    public static Decision? Of(JsonElement request)
    {
        if (!request.GetProperty("status").TryGetProperty("conditions", out JsonElement conditions))
            return null;
        return conditions.EnumerateArray().Where(c => Text(c, "type") is "Approved" or "Denied")
            .Select(c => new Decision(Text(c, "type"), Text(c, "reason"), Text(c, "message"))).FirstOrDefault();
    }

    /// <summary>The key of a posted request: SubjectPublicKeyInfo.</summary>
    public static byte[] KeyOf(JsonElement request)
    {
        string pem = Encoding.ASCII.GetString(request.GetProperty("spec").GetProperty("request").GetBytesFromBase64());
        return CertificateRequest.LoadSigningRequestPem(pem, HashAlgorithmName.SHA256, CertificateRequestLoadOptions.SkipSignatureValidation).PublicKey.ExportSubjectPublicKeyInfo();
    }

    private static byte[]? Certificate(JsonElement request) =>
        request.GetProperty("status").TryGetProperty("certificate", out JsonElement certificate) ? certificate.GetBytesFromBase64() : null;

    private static string Text(JsonElement condition, string member) => condition.TryGetProperty(member, out JsonElement value) ? value.GetString()! : "";
}

/// <summary>A condition of a certificate request.</summary>
/// <param name="Type">Approved or Denied.</param>
/// <param name="Reason">One word.</param>
/// <param name="Message">The sentence.</param>
internal sealed record Decision(string Type, string Reason, string Message);
