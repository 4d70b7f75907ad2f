using System.Text.Json;
using Attestation.Gate.Logging;

namespace Attestation.Gate.Kubernetes;

/// <summary>What a watcher tells its owner; called one after the other.</summary>
public interface IWatchSink<T>
{
    /// <summary>Everything that exists, at the start and whenever the server has forgotten where the watch stood.</summary>
    Task ListedAsync(IReadOnlyList<T> items, CancellationToken cancel);

    /// <param name="value">The object as it is now, or was last.</param>
    /// <param name="deleted">True where it is gone.</param>
    /// <param name="cancel">The watch is given up.</param>
    Task ChangedAsync(T value, bool deleted, CancellationToken cancel);
}

/// <summary>How long a watch is asked for, and when it counts as dead.</summary>
/// <param name="Length">The server ends it then; shortly before that it sends a bookmark, so the next one goes on from there.</param>
/// <param name="Silence">Without a line for so long the connection is given up: a server that hangs sends nothing, not even an end.</param>
public sealed record WatchTiming(TimeSpan Length, TimeSpan Silence)
{
    public static WatchTiming Default { get; } = new(TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(75));
}

/// <summary>
/// List, then watch from there: resumes after the server ends a watch, moves on with bookmarks, lists again on 410 Gone, and waits with growing, random
/// pauses while the server is away. An event is taken before its version is, so none is lost and one may come twice. Ends only when it is cancelled.
/// </summary>
public sealed class Watcher<T>(ApiServer server, Resource<T> resource, IWatchSink<T> sink, ILogger logger, WatchMetrics? metrics = null, WatchTiming? timing = null)
    where T : IKubernetesObject
{
    private const int MaxLine = 8 << 20;
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);

    private readonly WatchTiming timing = timing ?? WatchTiming.Default;
    private string version = "";

    /// <summary>Lists so far: more than one means that the server forgot.</summary>
    public int Lists { get; private set; }

    public async Task RunAsync(CancellationToken cancel)
    {
        var pause = new Backoff(TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(20));
        try
        {
            while (true)
            {
                if (await StepAsync(cancel))
                    pause.Reset();
                else
                    await pause.WaitAsync(cancel);
            }
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // given up
        }
    }

    /// <summary>A list where the place is lost, then one watch.</summary>
    /// <returns>False where it is better to wait a little before the next.</returns>
    private async Task<bool> StepAsync(CancellationToken cancel)
    {
        long begun = Environment.TickCount64;
        try
        {
            if (version.Length == 0)
                await ListAsync(cancel);
            await WatchAsync(cancel);
            return Environment.TickCount64 - begun >= Shortest.TotalMilliseconds; // one that ended at once would be asked for in a tight loop
        }
        catch (ApiFailure failure) when (failure.IsGone)
        {
            logger.WatchForgotten(resource.Path, failure.Message);
            bool wasKnown = version.Length > 0;
            version = "";
            return wasKnown;
        }
        catch (ApiFailure failure)
        {
            metrics?.Interrupted(resource.Path);
            logger.WatchInterrupted(resource.Path, failure.Message);
            return false;
        }
    }

    private async Task ListAsync(CancellationToken cancel)
    {
        (List<T> items, string listed) = await server.ListAsync(resource, cancel);
        Lists++;
        metrics?.Listed(resource.Path);
        await sink.ListedAsync(items, cancel);
        version = listed;
    }

    private async Task WatchAsync(CancellationToken cancel)
    {
        using HttpResponseMessage answer = await server.WatchAsync(resource.Path, version, timing.Length, cancel);
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        try
        {
            await using Stream stream = await answer.Content.ReadAsStreamAsync(cancel);
            var lines = new LineReader(stream, MaxLine);
            while (true)
            {
                silence.CancelAfter(timing.Silence);
                if (await lines.ReadAsync(silence.Token) is not { } line)
                    return;
                metrics?.Read(resource.Path, line.Length + 1);
                await TakeAsync(line, cancel);
            }
        }
        catch (Exception e) when (e is IOException or HttpRequestException || e is OperationCanceledException && !cancel.IsCancellationRequested)
        {
            string why = e is OperationCanceledException ? $"silent for {timing.Silence.TotalSeconds:0} s" : e.Message;
            throw new ApiFailure(0, null, why, e);
        }
    }

    private async Task TakeAsync(ReadOnlyMemory<byte> line, CancellationToken cancel)
    {
        WatchHead head = Head(line);
        if (head.Type == "ERROR")
            throw new ApiFailure(head.Object?.Code ?? 500, head.Object?.Reason, $"watch of {resource.Path}: {head.Object?.Code} {head.Object?.Message}");
        if (head.Type is "ADDED" or "MODIFIED" or "DELETED" && Value(line) is { } value)
            await sink.ChangedAsync(value, head.Type == "DELETED", cancel);
        else if (head.Type != "BOOKMARK")
            logger.WatchLineSkipped(resource.Path, head.Type.Length > 20 ? head.Type[..20] : head.Type);
        version = head.Object?.Metadata?.ResourceVersion ?? version;
    }

    private static WatchHead Head(ReadOnlyMemory<byte> line)
    {
        try
        {
            return JsonSerializer.Deserialize(line.Span, KubernetesJson.Default.WatchHead) ?? throw new ApiFailure(0, null, "an empty line");
        }
        catch (JsonException e)
        {
            throw new ApiFailure(0, null, e.Message, e);
        }
    }

    /// <summary>Null where the object cannot be read: asked for again it would come again, so it is passed over.</summary>
    private T? Value(ReadOnlyMemory<byte> line)
    {
        try
        {
            return JsonSerializer.Deserialize(line.Span, resource.Event!) is { Object: { } value } ? value : default;
        }
        catch (JsonException)
        {
            return default;
        }
    }
}
