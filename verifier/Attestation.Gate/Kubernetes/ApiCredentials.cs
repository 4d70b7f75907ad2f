using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Security.Cryptography;
using Attestation.Formats.Reasons;

namespace Attestation.Gate.Kubernetes;

/// <summary>Where the API server is, whom to believe that it is the one, and who the gate is there.</summary>
public sealed class ApiCredentials
{
    private const string ServiceAccount = "/var/run/secrets/kubernetes.io/serviceaccount";

    /// <summary>A mounted token is replaced by the kubelet long before it ends; reading it once a minute is often enough.</summary>
    private static readonly TimeSpan TokenAge = TimeSpan.FromMinutes(1);

    private readonly X509Certificate2Collection authorities;
    private readonly X509Certificate2? client;
    private readonly string? tokenFile;
    private readonly Lock reading = new();
    private string? token;
    private long readAt;

    internal ApiCredentials(Uri server, X509Certificate2Collection authorities, X509Certificate2? client, string? token, string? tokenFile)
    {
        Server = server;
        this.authorities = authorities;
        this.client = client;
        this.token = token;
        this.tokenFile = tokenFile;
    }

    /// <summary>With a slash at its end.</summary>
    public Uri Server { get; }

    /// <summary>The gate's own user name at the API server; null where neither certificate nor token tell it.</summary>
    /// <exception cref="ApiFailure">The token's file cannot be read.</exception>
    public string? Account => client is not null ? AccountName.Of(client) : BearerToken() is { } sent ? AccountName.Of(sent) : null;

    /// <summary>Whom to believe that it is the API server: certificates in PEM; empty where that is left to the machine's own list.</summary>
    public string AuthoritiesPem => authorities.ExportCertificatePems();

    /// <summary>Namespace of the pod that the gate runs in; null outside a cluster.</summary>
    public static string? PodNamespace =>
        File.Exists(ServiceAccount + "/namespace") ? File.ReadAllText(ServiceAccount + "/namespace").Trim() : null;

    /// <summary>The account that Kubernetes mounts into a pod.</summary>
    /// <exception cref="GateFailure">gate.kubernetes.credentials</exception>
    public static ApiCredentials InCluster()
    {
        string? host = Environment.GetEnvironmentVariable("KUBERNETES_SERVICE_HOST");
        string? port = Environment.GetEnvironmentVariable("KUBERNETES_SERVICE_PORT");
        if (string.IsNullOrEmpty(host) || string.IsNullOrEmpty(port))
            throw new GateFailure(GateReasons.KubernetesCredentials, "neither --kubeconfig was given nor is this a pod");
        try
        {
            var authorities = new X509Certificate2Collection();
            authorities.ImportFromPemFile(ServiceAccount + "/ca.crt");
            string name = host.Contains(':') ? $"[{host}]" : host;
            return new ApiCredentials(new Uri($"https://{name}:{port}/"), authorities, null, null, ServiceAccount + "/token");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException or UriFormatException)
        {
            throw new GateFailure(GateReasons.KubernetesCredentials, e.Message, e);
        }
    }

    /// <summary>The token to send; null where a client certificate speaks for the gate.</summary>
    internal string? BearerToken()
    {
        if (tokenFile is null)
            return token;
        lock (reading)
        {
            if (token is null || Environment.TickCount64 - readAt > TokenAge.TotalMilliseconds)
            {
                try
                {
                    token = File.ReadAllText(tokenFile).Trim();
                    readAt = Environment.TickCount64;
                }
                catch (Exception e) when (e is IOException or UnauthorizedAccessException)
                {
                    throw new ApiFailure(0, null, $"the account's token: {e.Message}", e);
                }
            }
            return token;
        }
    }

    internal SocketsHttpHandler Handler()
    {
        var tls = new SslClientAuthenticationOptions();
        if (client is not null)
            tls.ClientCertificates = [client];
        if (authorities.Count > 0)
        {
            var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            policy.CustomTrustStore.AddRange(authorities);
            tls.CertificateChainPolicy = policy;
        }
        return new SocketsHttpHandler
        {
            SslOptions = tls,
            AllowAutoRedirect = false,
            ConnectTimeout = TimeSpan.FromSeconds(10),
            PooledConnectionLifetime = TimeSpan.FromMinutes(10),
            ConnectCallback = ConnectAsync,
        };
    }

    /// <summary>A watch may be silent for a minute; a server that vanished without a word is noticed by TCP within half of that.</summary>
    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancel)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, 15);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, 5);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, 3);
            await socket.ConnectAsync(context.DnsEndPoint, cancel);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
