using Attestation.Factory.Stations.Serial.Terminals;
using Attestation.Formats.Reasons;
using Microsoft.Win32.SafeHandles;

namespace Attestation.Factory.Stations.Queue;

/// <summary>The file of an answer, which somebody else put there: a plain file that is whole, not too long, and nothing that waits or never ends
/// (docs/formats/device-queue.md).</summary>
internal static class QueueFile
{
    private const int MaxAnswer = 256 * 1024;

    /// <param name="path">The file.</param>
    /// <param name="command">What was asked, for the refusal.</param>
    /// <param name="cancellation">Ends reading.</param>
    /// <exception cref="FactoryException"><c>factory.device-answer</c></exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static async Task<byte[]> ReadAsync(string path, string command, CancellationToken cancellation)
    {
        if (new FileInfo(path).LinkTarget is not null)
            throw Unusable(command, "a link");
        await using FileStream file = Open(path);
        if (!file.CanSeek)
            throw Unusable(command, "no plain file");
        byte[] buffer = new byte[Math.Min(file.Length, MaxAnswer) + 1]; // one more than may come: a file that grows fills it
        int count = await file.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellation);
        return count < buffer.Length ? buffer[..count] : throw Unusable(command, $"longer than {MaxAnswer} bytes, or still growing");
    }

    /// <summary>Opening a FIFO would wait for its writer.</summary>
    private static FileStream Open(string path)
    {
        if (!OperatingSystem.IsLinux())
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        int file = LibC.open(path, LibC.NonBlocking | LibC.CloseOnExec);
        if (file < 0)
            throw LibC.LastError(path);
        var handle = new SafeFileHandle(file, ownsHandle: true);
        try
        {
            return new FileStream(handle, FileAccess.Read, bufferSize: 0);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    private static FactoryException Unusable(string command, string what) => new(LineReasons.DeviceAnswer, $"{command}: {what}");
}
