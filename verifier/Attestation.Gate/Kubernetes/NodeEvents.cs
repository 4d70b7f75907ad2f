using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Attestation.Gate.Logging;

namespace Attestation.Gate.Kubernetes;

/// <summary>
/// Events (core/v1) on nodes, signing requests and the gate's own leases. Reporting never waits: events go through a bounded queue that a slow server makes
/// overflow, oldest first. The same event on the same object is one Event with a count, written at most once per <see cref="Again"/>.
/// </summary>
/// <param name="server">The API server.</param>
/// <param name="replica">The reporting instance.</param>
/// <param name="clock">Times of the events.</param>
/// <param name="logger">Told of events that could not be written.</param>
public sealed class NodeEvents(ApiServer server, ReplicaIdentity replica, TimeProvider clock, ILogger<NodeEvents> logger)
{
    public const string Normal = "Normal", Warning = "Warning";

    /// <summary>Between two writes of the same event.</summary>
    private static readonly TimeSpan Again = TimeSpan.FromMinutes(1);

    private const int MaxWaiting = 4096, MaxKnown = 8192, MaxMessage = 1024;

    private readonly Channel<Report> _waiting =
        Channel.CreateBounded<Report>(new BoundedChannelOptions(MaxWaiting) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    private readonly Dictionary<string, Written> _known = new(StringComparer.Ordinal);

    /// <param name="subject">What it is about.</param>
    /// <param name="type">Normal or Warning.</param>
    /// <param name="reason">CamelCase.</param>
    /// <param name="message">For people; what is over 1,024 characters is cut off.</param>
    public void Add(EventSubject subject, string type, string reason, string message) =>
        _waiting.Writer.TryWrite(new Report(subject, type, reason, message.Length > MaxMessage ? message[..MaxMessage] : message, clock.GetUtcNow()));

    /// <summary>Writes what was reported until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        try
        {
            await foreach (Report report in _waiting.Reader.ReadAllAsync(cancel))
            {
                try
                {
                    await WriteAsync(report, cancel);
                }
                catch (ApiFailure failure)
                {
                    logger.EventLost(report.Reason, report.Subject.Name, failure.Message);
                }
            }
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // the end of the process: events are a courtesy
        }
    }

    private async Task WriteAsync(Report report, CancellationToken cancel)
    {
        string name = NameOf(report);
        if (!_known.TryGetValue(name, out Written? before))
        {
            Forget();
            _known[name] = new Written(1, report.At, report.At);
            await CreateAsync(report, name, cancel);
            return;
        }
        before = before with { Count = before.Count + 1 };
        _known[name] = before;
        if (report.At - before.Last < Again)
            return;
        _known[name] = before with { Last = report.At };
        await RepeatAsync(report, name, before, cancel);
    }

    private async Task RepeatAsync(Report report, string name, Written before, CancellationToken cancel)
    {
        var patch = new JsonObject { ["count"] = before.Count, ["lastTimestamp"] = Time(report.At), ["message"] = report.Message };
        try
        {
            await server.RequestAsync(HttpMethod.Patch, $"{PathOf(report)}/{name}", patch, "application/merge-patch+json", cancel);
        }
        catch (ApiFailure failure) when (failure.IsNotFound)
        {
            // the server keeps events for an hour
            _known[name] = new Written(1, report.At, report.At);
            await CreateAsync(report, name, cancel);
        }
    }

    /// <summary>Another replica, or this one before a restart, may have written the same event: then it is repeated.</summary>
    private async Task CreateAsync(Report report, string name, CancellationToken cancel)
    {
        try
        {
            await server.PostAsync(PathOf(report), Document(report, name), cancel);
        }
        catch (ApiFailure failure) when (failure.IsConflict)
        {
            JsonObject there = await server.GetAsync($"{PathOf(report)}/{name}", cancel);
            int count = there["count"]?.GetValue<int>() ?? 1;
            _known[name] = new Written(count + 1, report.At, report.At);
            await RepeatAsync(report, name, _known[name], cancel);
        }
    }

    private JsonObject Document(Report report, string name) => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "Event",
        ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = NamespaceOf(report) },
        ["involvedObject"] = new JsonObject
        {
            ["apiVersion"] = report.Subject.ApiVersion,
            ["kind"] = report.Subject.Kind,
            ["namespace"] = report.Subject.Namespace,
            ["name"] = report.Subject.Name,
            ["uid"] = report.Subject.Uid,
        },
        ["type"] = report.Type,
        ["reason"] = report.Reason,
        ["message"] = report.Message,
        ["count"] = 1,
        ["firstTimestamp"] = Time(report.At),
        ["lastTimestamp"] = Time(report.At),
        ["source"] = new JsonObject { ["component"] = "attest-gate", ["host"] = replica.Name },
        ["reportingComponent"] = "attest-gate",
        ["reportingInstance"] = replica.Name,
    };

    /// <summary>The same for the same event, so that a restarted gate repeats its events and does not pile them up.</summary>
    private static string NameOf(Report report)
    {
        string text = $"{report.Subject.Kind}/{report.Subject.Namespace}/{report.Subject.Name}/{report.Subject.Uid}/{report.Type}/{report.Reason}";
        string hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16];
        return $"{report.Subject.Name[..Math.Min(report.Subject.Name.Length, 200)]}.{hash}";
    }

    private static string NamespaceOf(Report report) => report.Subject.Namespace ?? "default";

    private static string PathOf(Report report) => $"api/v1/namespaces/{NamespaceOf(report)}/events";

    private static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private void Forget()
    {
        if (_known.Count < MaxKnown)
            return;
        foreach (string old in _known.OrderBy(k => k.Value.Last).Take(MaxKnown / 2).Select(k => k.Key).ToList())
            _known.Remove(old);
    }

    private sealed record Report(EventSubject Subject, string Type, string Reason, string Message, DateTimeOffset At);

    private sealed record Written(int Count, DateTimeOffset First, DateTimeOffset Last);
}
