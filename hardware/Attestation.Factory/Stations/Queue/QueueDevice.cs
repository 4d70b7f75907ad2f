using System.Text.Json;
using Attestation.Dice;
using Attestation.Factory.Provisioning;
using Attestation.Formats.Reasons;

namespace Attestation.Factory.Stations.Queue;

/// <summary>A device whose requests and answers are files of one folder (docs/formats/device-queue.md).</summary>
internal sealed class QueueDevice : IFactoryDevice
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(2), Longest = TimeSpan.FromMilliseconds(100);

    private readonly string _folder;
    private readonly TimeSpan _patience;
    private readonly Action<DeviceOutcome> _left;
    private int _number;

    /// <param name="folder">Its folder.</param>
    /// <param name="patience">How long an answer may take.</param>
    /// <param name="left">Told when the line is done with it, before the folder is moved.</param>
    public QueueDevice(string folder, TimeSpan patience, Action<DeviceOutcome> left)
    {
        (_folder, _patience, _left) = (folder, patience, left);
        int[] answered = Numbers(QueueNames.NumberOfAnswer);
        _number = Numbers(QueueNames.NumberOfRequest).Concat(answered).DefaultIfEmpty(0).Max();
        Remove(answered); // what a killed run left; what is not answered yet will be
    }

    public string Name => Path.GetFileName(_folder);

    public Task<DeviceGreeting> HelloAsync(CancellationToken cancellation) => AskAsync("hello", null, a => a.Greeting(), cancellation);

    public Task WriteUdsAsync(ReadOnlyMemory<byte> uds, CancellationToken cancellation) =>
        AskAsync("write-uds", w => QueueRequest.WriteHex(w, "uds", uds.Span), _ => true, cancellation);

    public Task WriteEntropyAsync(ReadOnlyMemory<byte> external, CancellationToken cancellation) =>
        AskAsync("write-entropy", w => QueueRequest.WriteHex(w, "entropy", external.Span), _ => true, cancellation);

    public Task<DeviceProbe> ProbeAsync(DiceAlgorithm algorithm, CancellationToken cancellation) =>
        AskAsync("probe", w => w.WriteString("algorithm", algorithm.ToString().ToLowerInvariant()), a => a.Probe(), cancellation);

    public Task WriteIdentityAsync(DeviceIdentityData identity, CancellationToken cancellation) => AskAsync("write-identity", writer =>
    {
        writer.WriteString("vendor", identity.Vendor);
        writer.WriteString("model", identity.Model);
        QueueRequest.WriteHex(writer, "ueid", identity.Ueid.Span);
        if (identity.UdsCertificate is { } certificate)
            QueueRequest.WriteHex(writer, "udsCertificate", certificate.Span);
    }, _ => true, cancellation);

    public Task<LockReport> LockAsync(CancellationToken cancellation) => AskAsync("lock", null, a => a.Locks(), cancellation);

    public Task<LockReport> ReadLocksAsync(CancellationToken cancellation) => AskAsync("read-locks", null, a => a.Locks(), cancellation);

    public Task<byte[]> AttestAsync(ReadOnlyMemory<byte> nonce, CancellationToken cancellation) =>
        AskAsync("attest", w => QueueRequest.WriteHex(w, "nonce", nonce.Span), a => a.Evidence(), cancellation);

    public Task RestartAsync(CancellationToken cancellation) => AskAsync("restart", null, _ => true, cancellation);

    public Task LeaveAsync(DeviceOutcome outcome, CancellationToken cancellation) => Attempt("leave", () =>
    {
        TidyUp();
        _left(outcome);
        return Task.FromResult(true);
    });

    public ValueTask DisposeAsync()
    {
        try
        {
            TidyUp();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // the folder was taken away: there is nothing left in it to tidy up
        }
        return ValueTask.CompletedTask;
    }

    private Task<T> AskAsync<T>(string command, Action<Utf8JsonWriter>? members, Func<QueueAnswer, T> read, CancellationToken cancellation) => Attempt(command, async () =>
    {
        _number++;
        string request = Path.Combine(_folder, QueueNames.RequestOf(_number)), answer = Path.Combine(_folder, QueueNames.AnswerOf(_number));
        try
        {
            using (var content = new QueueRequest(command, members))
                Write(request, content.Content);
            using QueueAnswer said = QueueAnswer.Read(await AwaitAsync(answer, command, cancellation), command);
            return read(said);
        }
        finally
        {
            File.Delete(request); // first: a request without an answer would be answered again
            File.Delete(answer);
        }
    });

    private async Task<byte[]> AwaitAsync(string path, string command, CancellationToken cancellation)
    {
        long start = TimeProvider.System.GetTimestamp();
        for (TimeSpan pause = Shortest; !File.Exists(path); pause = pause * 2 < Longest ? pause * 2 : Longest)
        {
            if (TimeProvider.System.GetElapsedTime(start) > _patience)
                throw new FactoryException(LineReasons.DeviceLost, $"{Name}: {command} was not answered within {_patience.TotalSeconds:0} seconds.");
            if (!Directory.Exists(_folder))
                throw new FactoryException(LineReasons.DeviceLost, $"{Name}: its folder is gone.");
            await Task.Delay(pause, cancellation);
        }
        return await QueueFile.ReadAsync(path, command, cancellation);
    }

    /// <summary>For its owner's eyes from the first byte on, and there only when it is whole.</summary>
    private static void Write(string path, ReadOnlySpan<byte> content)
    {
        string unfinished = QueueNames.Unfinished(path);
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Share = FileShare.None, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = Files.AtomicFile.OwnerOnly;
        using (var file = new FileStream(unfinished, options))
            file.Write(content);
        File.Move(unfinished, path);
    }

    /// <summary>What an earlier run or a lost answer left.</summary>
    private void TidyUp() => Remove([.. Numbers(QueueNames.NumberOfRequest), .. Numbers(QueueNames.NumberOfAnswer)]);

    /// <summary>All requests before any answer: a request without an answer is answered, which means done, again.</summary>
    private void Remove(int[] numbers)
    {
        foreach (int number in numbers)
            File.Delete(Path.Combine(_folder, QueueNames.RequestOf(number)));
        foreach (int number in numbers)
            File.Delete(Path.Combine(_folder, QueueNames.AnswerOf(number)));
    }

    private int[] Numbers(Func<string, int?> read) => Directory.Exists(_folder) ? [.. Directory.EnumerateFiles(_folder).Select(path => read(Path.GetFileName(path))).OfType<int>()] : [];

    private async Task<T> Attempt<T>(string command, Func<Task<T>> step)
    {
        try
        {
            return await step();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FactoryException(LineReasons.DeviceLost, $"{Name}: {command}: {e.Message}", e);
        }
        catch (InvalidOperationException e) // a string of the answer that is no Unicode
        {
            throw new FactoryException(LineReasons.DeviceAnswer, $"{Name}: {command}: {e.Message}", e);
        }
    }
}
