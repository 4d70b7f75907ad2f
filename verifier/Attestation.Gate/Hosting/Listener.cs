using Attestation.Gate.Configuration;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Attestation.Gate.Hosting;

/// <summary>One address on which the gate listens. A part adds one as a service and binds its endpoints to it with <see cref="ListenerRoutes.OnListener"/>.</summary>
/// <param name="name">For logs, and for binding endpoints.</param>
/// <param name="address">Where.</param>
/// <param name="configure">Sets up TLS; null for plain http.</param>
public sealed class Listener(string name, ListenAddress address, Action<ListenOptions>? configure = null)
{
    public string Name => name;

    public ListenAddress Address => address;

    /// <summary>With the port that was taken; known once the gate has started.</summary>
    public string? Url { get; internal set; }

    /// <summary>Tells every request of a connection which listener it came in by: a port cannot be reached through another one's endpoints.</summary>
    internal void Apply(ListenOptions options)
    {
        options.Protocols = HttpProtocols.Http1;
        options.Use(next => connection =>
        {
            connection.Features.Set(this);
            return next(connection);
        });
        configure?.Invoke(options);
    }
}
