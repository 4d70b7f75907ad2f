using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Attestation.Formats.Reasons;

namespace Attestation.Verifier.Configuration;

/// <summary>Where to listen, checked: plain HTTP stays on this machine unless the operator insists.</summary>
/// <param name="EndPoint">Address and port; port 0 takes a free one.</param>
/// <param name="Certificate">For https; null for http.</param>
/// <param name="Intermediates">What the certificate's file holds behind it; sent to clients along with it.</param>
public sealed record ListenAddress(IPEndPoint EndPoint, X509Certificate2? Certificate, X509Certificate2Collection Intermediates)
{
    /// <exception cref="ServiceFailure">service.option, service.tls or service.listen-insecure.</exception>
    public static ListenAddress From(VerifierOptions options)
    {
        if (!Uri.TryCreate(options.Listen, UriKind.Absolute, out Uri? uri) || uri.Scheme is not ("http" or "https") || uri.PathAndQuery != "/")
            throw Wrong($"--listen {options.Listen} is no http or https address without a path");
        string host = uri.Host == "localhost" ? "127.0.0.1" : uri.Host.Trim('[', ']');
        if (!IPAddress.TryParse(host, out IPAddress? address))
            throw Wrong($"--listen {options.Listen}: give an IP address of this machine, or localhost");
        bool tls = uri.Scheme == "https";
        if (tls != (options.TlsCertificate is not null) || tls != (options.TlsKey is not null))
            throw Wrong("an https address needs --tls-cert and --tls-key, an http address takes neither");
        if (!tls && !IPAddress.IsLoopback(address) && !options.InsecureListen)
            throw new ServiceFailure(ServiceReasons.ListenInsecure, $"{options.Listen} is not a loopback address");
        var endPoint = new IPEndPoint(address, uri.Port);
        return tls ? WithCertificate(endPoint, options) : new ListenAddress(endPoint, null, []);
    }

    private static ListenAddress WithCertificate(IPEndPoint endPoint, VerifierOptions options)
    {
        try
        {
            var certificate = X509Certificate2.CreateFromPemFile(options.TlsCertificate!, options.TlsKey);
            var file = new X509Certificate2Collection();
            file.ImportFromPemFile(options.TlsCertificate!);
            file.RemoveAt(0);
            return new ListenAddress(endPoint, certificate, file);
        }
        catch (Exception e) when (e is CryptographicException or IOException or ArgumentException or UnauthorizedAccessException)
        {
            throw new ServiceFailure(ServiceReasons.Tls, e.Message, e);
        }
    }

    private static ServiceFailure Wrong(string detail) => new(ServiceReasons.Option, detail);
}
