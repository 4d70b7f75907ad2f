using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Attestation.SystemTests.Cluster.Joining;

/// <summary>
/// Stands between a gate and the API server, as an administrator: passes everything on, watches as they come, and lets a test act at the instant at which
/// the server has done something and the gate has not heard of it.
/// </summary>
internal sealed class InterposedServer : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly HttpClient _server;

    private InterposedServer(WebApplication application, HttpClient server) => (_application, _server) = (application, server);

    /// <summary>Called with method, path and status of every answer before it is passed on.</summary>
    public Func<string, string, int, Task> Answered { get; set; } = (_, _, _) => Task.CompletedTask;

    /// <summary>A kubeconfig that leads here.</summary>
    public string Kubeconfig { get; private init; } = "";

    public static async Task<InterposedServer> StartAsync(KubeCluster cluster, string folder)
    {
        int port = LoopbackPorts.Free();
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(k => k.Listen(IPAddress.Loopback, port));
        WebApplication application = builder.Build();
        var handler = new SocketsHttpHandler();
        handler.SslOptions.CertificateChainPolicy = new() { TrustMode = System.Security.Cryptography.X509Certificates.X509ChainTrustMode.CustomRootTrust };
        handler.SslOptions.CertificateChainPolicy.CustomTrustStore.Add(cluster.Authority);
        handler.SslOptions.CertificateChainPolicy.RevocationMode = System.Security.Cryptography.X509Certificates.X509RevocationMode.NoCheck;
        var server = new HttpClient(handler) { BaseAddress = cluster.Address, Timeout = Timeout.InfiniteTimeSpan };
        server.DefaultRequestHeaders.Authorization = new("Bearer", (await File.ReadAllTextAsync(cluster["admin.token"])).Trim());
        string kubeconfig = Path.Combine(folder, "interposed.kubeconfig");
        await File.WriteAllTextAsync(kubeconfig, $$$"""
            apiVersion: v1
            kind: Config
            clusters: [{name: test, cluster: {server: "http://127.0.0.1:{{{port}}}", certificate-authority: {{{cluster.AuthorityFile}}}}}]
            users: [{name: gate, user: {token: none}}]
            contexts: [{name: test, context: {cluster: test, user: gate}}]
            current-context: test
            """);
        var interposed = new InterposedServer(application, server) { Kubeconfig = kubeconfig };
        application.Run(interposed.PassAsync);
        await application.StartAsync();
        return interposed;
    }

    public async ValueTask DisposeAsync()
    {
        await _application.DisposeAsync();
        _server.Dispose();
    }

    private async Task PassAsync(HttpContext context)
    {
        HttpRequest asked = context.Request;
        using var request = new HttpRequestMessage(new HttpMethod(asked.Method), asked.Path.Value![1..] + asked.QueryString);
        if (asked.ContentType is { } type)
        {
            request.Content = new StreamContent(asked.Body);
            request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        }
        if (asked.Headers.Accept.Count > 0)
            request.Headers.TryAddWithoutValidation("Accept", asked.Headers.Accept.ToString());
        using HttpResponseMessage answer = await _server.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, context.RequestAborted);
        await Answered(asked.Method, asked.Path.Value!, (int)answer.StatusCode);
        context.Response.StatusCode = (int)answer.StatusCode;
        context.Response.ContentType = answer.Content.Headers.ContentType?.ToString();
        await using Stream body = await answer.Content.ReadAsStreamAsync(context.RequestAborted);
        byte[] buffer = new byte[16 << 10];
        for (int count; (count = await body.ReadAsync(buffer, context.RequestAborted)) > 0;)
        {
            await context.Response.Body.WriteAsync(buffer.AsMemory(0, count), context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
        }
    }
}
