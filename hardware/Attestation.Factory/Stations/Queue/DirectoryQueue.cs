using System.Text.Json.Nodes;
using Attestation.Formats.Reasons;

namespace Attestation.Factory.Stations.Queue;

/// <summary>Devices that something else presents as folders of one folder: a programmer's script, a station at another place (docs/formats/device-queue.md).</summary>
public sealed class DirectoryQueue : IDeviceSource
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly string _folder;
    private readonly TimeSpan _patience;
    private readonly Queue<string> _waiting = new();

    /// <summary>Handed out and not done: not again before it was taken away and presented anew.</summary>
    private readonly HashSet<string> _aside = new(StringComparer.Ordinal);

    /// <param name="folder">Made when it is not there.</param>
    /// <param name="patience">How long an answer of a device may take.</param>
    /// <exception cref="FactoryException"><c>factory.device-source</c></exception>
    public DirectoryQueue(string folder, TimeSpan patience)
    {
        (_folder, _patience) = (Path.GetFullPath(folder), patience);
        try
        {
            Directory.CreateDirectory(Path.Combine(_folder, QueueNames.Done));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unusable(e);
        }
    }

    /// <inheritdoc/>
    public async Task<IFactoryDevice?> NextAsync(CancellationToken cancellation)
    {
        try
        {
            while (true)
            {
                while (_waiting.TryDequeue(out string? name))
                {
                    if (Directory.Exists(Path.Combine(_folder, name)))
                        return Present(name);
                }
                bool last = File.Exists(Path.Combine(_folder, QueueNames.NoMore)); // before the look, so that nothing slips in between
                if (!Look() && last)
                    return null;
                if (_waiting.Count == 0)
                    await Task.Delay(Pause, cancellation);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unusable(e);
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>Lists the folder once for everything that waits in it: done devices are moved away, so that a look costs what waits.</summary>
    private bool Look()
    {
        string[] names = [.. Directory.EnumerateDirectories(_folder).Select(path => Path.GetFileName(path)!).Where(QueueNames.IsDevice).Order(StringComparer.Ordinal)];
        _aside.IntersectWith(names);
        foreach (string name in names.Where(name => !_aside.Contains(name)))
            _waiting.Enqueue(name);
        return _waiting.Count > 0;
    }

    private QueueDevice Present(string name)
    {
        _aside.Add(name);
        string folder = Path.Combine(_folder, name);
        return new QueueDevice(folder, _patience, outcome => PutAway(folder, name, outcome));
    }

    /// <summary>The end is written before the folder moves: whoever finds it among the done ones finds how it ended.</summary>
    private void PutAway(string folder, string name, DeviceOutcome outcome)
    {
        string end = Path.Combine(folder, QueueNames.End);
        File.WriteAllText(end, new JsonObject
        {
            ["end"] = outcome.End.ToString().ToLowerInvariant(),
            ["device"] = outcome.DeviceId,
            ["reason"] = outcome.Reason?.Id,
            ["detail"] = outcome.Reason is null ? null : outcome.Detail,
        }.ToJsonString() + "\n");
        string place = Path.Combine(_folder, QueueNames.Done, name);
        for (int again = 2; Directory.Exists(place); again++)
            place = Path.Combine(_folder, QueueNames.Done, $"{name}~{again}");
        Directory.Move(folder, place);
        _aside.Remove(name);
    }

    private FactoryException Unusable(Exception e) => new(LineReasons.DeviceSource, $"{_folder}: {e.Message}", e);
}
