using System.Text;
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
    Task ChangedAsync(T value, bool deleted, CancellationToken cancel);
}

/// <summary>
/// List, then watch from there: resumes after the server ends a watch, moves on with bookmarks, lists again on 410 Gone, and waits with growing, random
/// pauses while the server is away. Ends only when it is cancelled.
/// </summary>
public sealed class Watcher<T>(ApiServer server, Resource<T> resource, IWatchSink<T> sink, ILogger logger) where T : IKubernetesObject
{
    private static readonly TimeSpan Length = TimeSpan.FromMinutes(5);

    /// <summary>A server sends bookmarks about once a minute: a silent watch this long over its end is dead.</summary>
    private static readonly TimeSpan Patience = Length + TimeSpan.FromMinutes(1);

    private const int MaxLine = 8 << 20;

    private string version = "";

    /// <summary>Lists so far: more than one means that the server forgot.</summary>
    public int Lists { get; private set; }

    /// <summary>Bytes of watch lines so far.</summary>
    public long Bytes { get; private set; }

    public async Task RunAsync(CancellationToken cancel)
    {
        var pause = new Backoff(TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(20));
        while (!cancel.IsCancellationRequested)
        {
            try
            {
                if (version.Length == 0)
                    await ListAsync(cancel);
                if (await WatchAsync(cancel))
                    pause.Reset();
                else
                    await pause.WaitAsync(cancel); // ended at once, without a line
            }
            catch (ApiFailure failure) when (failure.IsGone)
            {
                version = "";
            }
            catch (ApiFailure failure)
            {
                logger.WatchInterrupted(resource.Path, failure.Message);
                await pause.WaitAsync(cancel);
            }
            catch (OperationCanceledException) when (cancel.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private async Task ListAsync(CancellationToken cancel)
    {
        (List<T> items, string listed) = await server.ListAsync(resource, cancel);
        Lists++;
        await sink.ListedAsync(items, cancel);
        version = listed;
    }

    /// <returns>True where at least one line came.</returns>
    private async Task<bool> WatchAsync(CancellationToken cancel)
    {
        bool any = false;
        using HttpResponseMessage answer = await server.WatchAsync(resource.Path, version, Length, cancel);
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        try
        {
            await using Stream stream = await answer.Content.ReadAsStreamAsync(cancel);
            var lines = new LineReader(stream, MaxLine);
            while (true)
            {
                silence.CancelAfter(Patience);
                if (await lines.ReadAsync(silence.Token) is not { } line)
                    return any;
                any = true;
                Bytes += line.Length;
                await TakeAsync(line, cancel);
            }
        }
        catch (Exception e) when (e is IOException or JsonException or HttpRequestException || e is OperationCanceledException && !cancel.IsCancellationRequested)
        {
            logger.WatchInterrupted(resource.Path, e.Message);
            return any;
        }
    }

    private async Task TakeAsync(ReadOnlyMemory<byte> line, CancellationToken cancel)
    {
        WatchHead head = JsonSerializer.Deserialize(line.Span, KubernetesJson.Default.WatchHead) ?? throw new JsonException("an empty line");
        switch (head.Type)
        {
            case "BOOKMARK":
                version = head.Object?.Metadata?.ResourceVersion ?? version;
                return;
            case "ERROR":
                throw new ApiFailure(head.Object?.Code ?? 500, head.Object?.Reason, $"watch of {resource.Path}: {head.Object?.Code} {head.Object?.Message}");
            case "ADDED" or "MODIFIED" or "DELETED":
                T value = JsonSerializer.Deserialize(line.Span, resource.Event!)!.Object;
                await sink.ChangedAsync(value, head.Type == "DELETED", cancel);
                version = value.Metadata.ResourceVersion ?? version;
                return;
            default:
                logger.WatchInterrupted(resource.Path, $"an event of unknown type {Encoding.ASCII.GetString(Encoding.UTF8.GetBytes(head.Type))}");
                return;
        }
    }
}
