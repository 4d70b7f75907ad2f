using System.Diagnostics;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Attestation.SystemTests.Cluster;

namespace Attestation.SystemTests.ForwardAuth;

/// <summary>A real nginx with the configuration of docs/forward-auth.md, of which only addresses and files are changed.</summary>
internal sealed class NginxProcess : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Process _process;

    private NginxProcess(int gate, int service)
    {
        int port = LoopbackPorts.Free();
        Address = $"https://127.0.0.1:{port}";
        WriteServerCertificate();
        File.WriteAllText(_folder["nginx.conf"], Surroundings(Documented()
            .Replace("listen 443 ssl", $"listen 127.0.0.1:{port} ssl", StringComparison.Ordinal)
            .Replace("/etc/nginx/tls/", _folder.Path + "/", StringComparison.Ordinal)
            .Replace("127.0.0.1:9096", $"127.0.0.1:{gate}", StringComparison.Ordinal)
            .Replace("127.0.0.1:8080", $"127.0.0.1:{service}", StringComparison.Ordinal)));
        _process = Tether.Start(new ProcessStartInfo(Program!, ["-p", _folder.Path, "-c", _folder["nginx.conf"], "-e", _folder["error.log"]]));
    }

    /// <summary>Where Debian puts it; null where there is none.</summary>
    public static string? Program { get; } = new[] { "/usr/sbin/nginx", "/usr/bin/nginx", "/usr/local/sbin/nginx" }.FirstOrDefault(File.Exists);

    public string Address { get; }

    /// <param name="gate">Port of the gate's forward authentication.</param>
    /// <param name="service">Port of what is behind nginx.</param>
    public static async Task<NginxProcess> StartAsync(int gate, int service)
    {
        var nginx = new NginxProcess(gate, service);
        for (DateTime end = DateTime.UtcNow.AddSeconds(30); DateTime.UtcNow < end && !nginx._process.HasExited; await Task.Delay(50))
        {
            using var probe = new TcpClient();
            try
            {
                await probe.ConnectAsync("127.0.0.1", new Uri(nginx.Address).Port);
                return nginx;
            }
            catch (SocketException)
            {
                // it does not listen yet
            }
        }
        string log = File.Exists(nginx._folder["error.log"]) ? await File.ReadAllTextAsync(nginx._folder["error.log"]) : "";
        await nginx.DisposeAsync();
        throw new InvalidOperationException($"nginx did not start: {log}");
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }
        _process.Dispose();
        _folder.Dispose();
    }

    private static string Documented()
    {
        string page = File.ReadAllText(Path.Combine(ClusterPrograms.RepositoryRoot, "docs", "forward-auth.md"));
        return page.Split("```nginx\n")[1].Split("```")[0];
    }

    private string Surroundings(string server) => $$"""
        daemon off;
        master_process off;
        pid {{_folder["nginx.pid"]}};
        events { }
        http {
            access_log off;
            client_body_temp_path {{_folder["body"]}};
            proxy_temp_path {{_folder["proxy"]}};
            fastcgi_temp_path {{_folder["fastcgi"]}};
            uwsgi_temp_path {{_folder["uwsgi"]}};
            scgi_temp_path {{_folder["scgi"]}};
            {{server}}
        }
        """;

    private void WriteServerCertificate()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using X509Certificate2 certificate = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        File.WriteAllText(_folder["server.pem"], certificate.ExportCertificatePem());
        File.WriteAllText(_folder["server.key"], key.ExportPkcs8PrivateKeyPem());
    }
}
