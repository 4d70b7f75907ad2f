using Attestation.Gate.Configuration;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging.Console;

namespace Attestation.Gate.Hosting;

/// <summary>Web server and log. Nothing is read from the surroundings (ASPNETCORE_* and appsettings.json have no effect): the settings are the only input.</summary>
internal static class ServerSetup
{
    /// <summary>A request body has at most so many bytes; an admission review of a large node has about 100 KiB twice.</summary>
    private const int MaxBody = 4 << 20;

    public static void Configure(WebApplicationBuilder builder, LogFormat format)
    {
        builder.WebHost.UseKestrelCore();
        builder.Services.AddOptions<KestrelServerOptions>().Configure<IEnumerable<Listener>>(Configure);
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton<MatcherPolicy, ListenerMatcher>();
        builder.Services.Configure<HostOptions>(host =>
        {
            host.ShutdownTimeout = TimeSpan.FromSeconds(10);
            host.BackgroundServiceExceptionBehavior = BackgroundServiceExceptionBehavior.StopHost;
        });
        Log(builder, format);
    }

    /// <summary>Listeners in order, and bounds on what one client, and all together, can hold.</summary>
    private static void Configure(KestrelServerOptions kestrel, IEnumerable<Listener> listeners)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxConcurrentConnections = 1024;
        kestrel.Limits.MaxRequestBodySize = MaxBody;
        kestrel.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
        kestrel.Limits.MaxRequestHeaderCount = 64;
        kestrel.Limits.MaxRequestLineSize = 4 * 1024;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(5));
        foreach (Listener listener in listeners)
            kestrel.Listen(listener.Address.EndPoint, listener.Apply);
    }

    private static void Log(WebApplicationBuilder builder, LogFormat format)
    {
        builder.Logging.SetMinimumLevel(LogLevel.Information).AddFilter("Microsoft", LogLevel.Warning);
        builder.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        if (format == LogFormat.Json)
            builder.Logging.AddJsonConsole(json => (json.UseUtcTimestamp, json.TimestampFormat) = (true, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'"));
        else
            builder.Logging.AddSimpleConsole(text => (text.SingleLine, text.UseUtcTimestamp, text.TimestampFormat) = (true, true, "HH:mm:ss.fff "));
    }
}
