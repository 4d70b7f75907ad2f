using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Serialization.Metadata;
using Attestation.Formats.Reasons;
using Attestation.NodeAgent.Verifiers;

namespace Attestation.NodeAgent.Joining;

/// <summary>What a node asks of the API server before it is one: certificate signing requests, with a bootstrap token or with its old certificate.</summary>
internal sealed class ClusterClient : IDisposable
{
    private const string Requests = "apis/certificates.k8s.io/v1/certificatesigningrequests";
    private const string Signer = "kubernetes.io/kube-apiserver-client-kubelet";

    /// <summary>
    /// Key encipherment says nothing for a key that cannot encipher, but older signers (seen: Kubernetes 1.20) issue for exactly these three, and later ones
    /// take them too.
    /// </summary>
    private static readonly string[] Usages = ["digital signature", "key encipherment", "client auth"];

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    private readonly HttpChannel channel;
    private readonly string? token;
    private readonly X509Certificate2? shown;

    private ClusterClient(ClusterAddress cluster, string? token, X509Certificate2? shown)
    {
        (this.token, this.shown) = (token, shown);
        channel = new HttpChannel(cluster.Server, "API server", Timeout, cluster.Tls(shown));
    }

    public static ClusterClient WithToken(ClusterAddress cluster, string token) => new(cluster, token, null);

    public static ClusterClient WithCertificate(ClusterAddress cluster, X509Certificate2 certificate) => new(cluster, null, certificate);

    /// <summary>Files a request, or finds the one of this name that was filed before.</summary>
    /// <param name="name">Of the object.</param>
    /// <param name="request">PKCS #10, PEM.</param>
    /// <param name="cancellation">Cancels the wait.</param>
    /// <exception cref="JoinFailure">join.cluster.</exception>
    public async Task<(SigningRequest Request, bool WasThere)> FileAsync(string name, string request, CancellationToken cancellation)
    {
        var wanted = new SigningRequest(
            "certificates.k8s.io/v1", "CertificateSigningRequest", new(name), new(Encoding.ASCII.GetBytes(request), Signer, Usages));
        Answer answer = await AskedAsync(() => channel.PostAsync(Requests, wanted, JoinJson.Default.SigningRequest, cancellation, token));
        return answer.Status == HttpStatusCode.Conflict && await FindAsync(name, cancellation) is { } found
            ? (found, true)
            : (Read(answer, JoinJson.Default.SigningRequest, HttpStatusCode.Created), false);
    }

    /// <returns>Null where there is none of this name.</returns>
    /// <exception cref="JoinFailure">join.cluster.</exception>
    public async Task<SigningRequest?> FindAsync(string name, CancellationToken cancellation)
    {
        Answer answer = await AskedAsync(() => channel.GetAsync($"{Requests}/{name}", cancellation, token));
        return answer.Status == HttpStatusCode.NotFound ? null : Read(answer, JoinJson.Default.SigningRequest, HttpStatusCode.OK);
    }

    public void Dispose()
    {
        channel.Dispose();
        shown?.Dispose();
    }

    private static async Task<Answer> AskedAsync(Func<Task<Answer>> ask)
    {
        try
        {
            return await ask();
        }
        catch (VerifierFailure e)
        {
            throw new JoinFailure(JoinReasons.Cluster, e.Message, e);
        }
    }

    private static T Read<T>(Answer answer, JsonTypeInfo<T> type, HttpStatusCode expected) where T : class
    {
        if (answer.Status == expected && answer.TryParse(type) is { } read)
            return read;
        string said = answer.TryParse(JoinJson.Default.ApiStatus)?.Message ?? "nothing more";
        throw new JoinFailure(JoinReasons.Cluster, $"It answered HTTP {(int)answer.Status}: {Answer.Printable(said)}.")
        {
            IsUnauthorized = answer.Status == HttpStatusCode.Unauthorized,
        };
    }
}
