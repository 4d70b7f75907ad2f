using System.Text;
using Attestation.Gate.Configuration;
using Attestation.Gate.Hosting;
using Attestation.Gate.Metrics;

namespace Attestation.Gate.Status;

/// <summary>Health, readiness, metrics and the list of nodes, on a listener of their own.</summary>
internal static class StatusPart
{
    private const string Name = "status";

    public static void Add(IServiceCollection services, GateSettings settings)
    {
        services.AddSingleton(new Listener(Name, settings.Status.Listen));
        services.AddSingleton<GateMetrics>().AddSingleton<MetricCollector>().AddSingleton<ProcessMetrics>().AddSingleton<NodesDocument>();
    }

    public static void Map(IEndpointRouteBuilder routes, GateSettings settings)
    {
        IServiceProvider services = routes.ServiceProvider;
        MetricCollector collector = services.GetRequiredService<MetricCollector>(); // from the start, so that nothing goes uncounted
        services.GetRequiredService<ProcessMetrics>();
        NodesDocument nodes = services.GetRequiredService<NodesDocument>();
        ReadinessCheck[] checks = [.. services.GetServices<ReadinessCheck>()];
        RouteGroupBuilder status = routes.OnListener(Name);
        status.MapGet("/healthz", context => Write(context, 200, "text/plain", "ok\n"));
        status.MapGet("/readyz", context => Ready(context, checks));
        status.MapGet("/metrics", context => Write(context, 200, PrometheusText.MediaType, collector.Text()));
        status.MapGet("/nodes", context => Write(context, 200, "application/json", nodes.Text()));
    }

    /// <summary>Every check on its line, as the API server's own /readyz?verbose writes them.</summary>
    private static Task Ready(HttpContext context, ReadinessCheck[] checks)
    {
        var text = new StringBuilder();
        bool ready = true;
        foreach (ReadinessCheck check in checks)
        {
            string? why = check.Why();
            ready &= why is null;
            text.Append(why is null ? $"[+]{check.Name} ok\n" : $"[-]{check.Name} failed: {why}\n");
        }
        return Write(context, ready ? 200 : 503, "text/plain", text.Append(ready ? "ready\n" : "not ready\n").ToString());
    }

    private static Task Write(HttpContext context, int status, string mediaType, string text)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = mediaType;
        context.Response.Headers.CacheControl = "no-store";
        byte[] body = Encoding.UTF8.GetBytes(text);
        context.Response.ContentLength = body.Length;
        return context.Response.Body.WriteAsync(body).AsTask();
    }
}
