using System.Net;
using System.Net.Sockets;

namespace Attestation.Gate.JoinTokens;

/// <summary>
/// Who asks, as far as an address tells: for IPv6 the network of 64 bits that one customer has. Behind a proxy on this machine it is the last entry of
/// X-Forwarded-For, which that proxy wrote; from elsewhere the header is not believed.
/// </summary>
internal static class CallerAddress
{
    public static string Of(HttpContext context)
    {
        IPAddress? remote = context.Connection.RemoteIpAddress;
        if (remote is not null && IPAddress.IsLoopback(remote) && context.Request.Headers["X-Forwarded-For"] is [.., { } forwarded])
        {
            if (IPAddress.TryParse(forwarded.Split(',')[^1].Trim(), out IPAddress? told))
                remote = told;
        }
        return remote is null ? "unknown" : Network(remote.IsIPv4MappedToIPv6 ? remote.MapToIPv4() : remote);
    }

    private static string Network(IPAddress address)
    {
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
            return address.ToString();
        byte[] bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return $"{new IPAddress(bytes)}/64";
    }
}
