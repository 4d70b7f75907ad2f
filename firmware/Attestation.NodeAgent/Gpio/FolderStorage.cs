using Attestation.Device.Storage;

namespace Attestation.NodeAgent.Gpio;

/// <summary>A folder as a board's storage, for records that firmware and agent keep in the same form. Files are their owner's alone; every change is on the disk when a call returns.</summary>
internal sealed class FolderStorage(string folder) : IDeviceStorage
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public int Size(string name)
    {
        try
        {
            var file = new FileInfo(Path.Combine(folder, name));
            return file.Exists && file.Length <= int.MaxValue ? (int)file.Length : -1;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return -1;
        }
    }

    public bool TryRead(string name, int position, byte[] buffer, int offset, int count) => Try(() =>
    {
        using FileStream file = File.OpenRead(Path.Combine(folder, name));
        file.Position = position;
        file.ReadExactly(buffer, offset, count);
    });

    public bool TryWrite(string name, int position, byte[] buffer, int offset, int count) => Try(() =>
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.Write, UnixCreateMode = OwnerOnly };
        using var file = new FileStream(Path.Combine(folder, name), options);
        file.Position = position;
        file.Write(buffer, offset, count);
        file.Flush(flushToDisk: true);
    });

    public bool TryDelete(string name) => Try(() => File.Delete(Path.Combine(folder, name)));

    private static bool Try(Action change)
    {
        try
        {
            change();
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
