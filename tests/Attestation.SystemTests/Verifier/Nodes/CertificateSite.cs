using System.Net;
using System.Net.Sockets;

namespace Attestation.SystemTests.Verifier.Nodes;

/// <summary>A web site that offers an issuer's certificate, and counts who asks.</summary>
internal sealed class CertificateSite : IDisposable
{
    private readonly HttpListener _listener = new();
    private int _asked;

    /// <param name="answer">Writes the answer to each request.</param>
    public CertificateSite(Action<HttpListenerResponse> answer)
    {
        using (var probe = new TcpListener(IPAddress.Loopback, 0))
        {
            probe.Start();
            Host = $"127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}";
        }
        _listener.Prefixes.Add($"http://{Host}/");
        _listener.Start();
        _ = ServeAsync(answer);
    }

    /// <summary>HOST:PORT.</summary>
    public string Host { get; }

    public string Address => $"http://{Host}/issuer.cer";

    public int Asked => Volatile.Read(ref _asked);

    public static CertificateSite With(byte[] content) => new(response =>
    {
        response.ContentLength64 = content.Length;
        response.OutputStream.Write(content);
    });

    public void Dispose() => _listener.Close();

    private async Task ServeAsync(Action<HttpListenerResponse> answer)
    {
        try
        {
            while (true)
            {
                HttpListenerContext context = await _listener.GetContextAsync();
                Interlocked.Increment(ref _asked);
                try
                {
                    answer(context.Response);
                    context.Response.Close();
                }
                catch (Exception e) when (e is HttpListenerException or IOException)
                {
                    // the client had enough
                }
            }
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
        {
            // closed by the test
        }
    }
}
