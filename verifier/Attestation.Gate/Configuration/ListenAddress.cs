using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace Attestation.Gate.Configuration;

/// <summary>An address of this machine to listen on.</summary>
/// <param name="EndPoint">Address and port; port 0 takes a free one.</param>
/// <param name="IsTls">https.</param>
public sealed record ListenAddress(IPEndPoint EndPoint, bool IsTls)
{
    public bool IsLoopback => IPAddress.IsLoopback(EndPoint.Address);

    public static bool TryParse(string text, [NotNullWhen(true)] out ListenAddress? address)
    {
        address = null;
        if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? uri) || uri.Scheme is not ("http" or "https") || uri.PathAndQuery != "/" || uri.UserInfo.Length > 0)
            return false;
        string host = uri.Host == "localhost" ? "127.0.0.1" : uri.Host.Trim('[', ']');
        if (!IPAddress.TryParse(host, out IPAddress? ip))
            return false;
        address = new ListenAddress(new IPEndPoint(ip, uri.Port), uri.Scheme == "https");
        return true;
    }

    public override string ToString() => $"{(IsTls ? "https" : "http")}://{EndPoint}";
}
