using Microsoft.Win32.SafeHandles;

namespace Attestation.Simulator.Devices;

/// <summary>The content of a flash in a file, written at every change: it outlives a process that is killed.</summary>
public sealed class FlashImage : IDisposable
{
    private readonly SafeFileHandle _file;

    /// <param name="path">Made when it is not there.</param>
    public FlashImage(string path) => _file = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);

    /// <summary>A block; null when it was never written.</summary>
    public byte[]? Read(int block)
    {
        byte[] content = new byte[NorFlash.BlockSize];
        int count = RandomAccess.Read(_file, content, (long)block * NorFlash.BlockSize);
        Invert(content);
        return count == 0 || !content.AsSpan().ContainsAnyExcept((byte)0xFF) ? null : content;
    }

    public void Write(int address, ReadOnlySpan<byte> bytes)
    {
        byte[] content = bytes.ToArray();
        Invert(content);
        RandomAccess.Write(_file, content, address);
    }

    public void Dispose() => _file.Dispose();

    /// <summary>The holes of a file are zeros, those of a flash are ones.</summary>
    private static void Invert(Span<byte> content)
    {
        foreach (ref byte value in content)
            value ^= 0xFF;
    }
}
