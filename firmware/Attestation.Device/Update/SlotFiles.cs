using Attestation.Device.Manifest;
using Attestation.Device.Storage;

namespace Attestation.Device.Update;

/// <summary>Reads back what lies in a slot.</summary>
internal static class SlotFiles
{
    private const int BufferSize = 1024;

    /// <summary>A whole file; null when there is none or it is larger.</summary>
    public static byte[] Read(IDeviceStorage storage, string name, int largest)
    {
        int size = storage.Size(name);
        if (size <= 0 || size > largest)
            return null;
        byte[] content = new byte[size];
        return storage.TryRead(name, 0, content, 0, size) ? content : null;
    }

    /// <summary>True when the file holds just these bytes.</summary>
    public static bool HasContent(IDeviceStorage storage, string name, byte[] content)
    {
        byte[] stored = Read(storage, name, content.Length);
        if (stored == null || stored.Length != content.Length)
            return false;
        for (int i = 0; i < content.Length; i++)
        {
            if (stored[i] != content[i])
                return false;
        }

        return true;
    }

    /// <summary>True when the file has the size and the digest that the manifest states. Managed code measures it piece by piece: native code would
    /// need all of it in memory, beside what runs.</summary>
    public static bool HasDigest(IDeviceStorage storage, string name, UpdateFile file, FileMeasurement measurement)
    {
        if (storage.Size(name) != file.Size)
            return false;
        byte[] buffer = new byte[BufferSize];
        FileMeter meter = new FileMeter(measurement);
        for (int position = 0; position < file.Size; position += BufferSize)
        {
            int count = file.Size - position < BufferSize ? file.Size - position : BufferSize;
            if (!storage.TryRead(name, position, buffer, 0, count))
                return false;
            meter.Update(buffer, 0, count);
        }

        byte[] digest = new byte[FileMeter.Size];
        meter.Finish(digest);
        for (int i = 0; i < digest.Length; i++)
        {
            if (digest[i] != file.Digest[i])
                return false;
        }

        return true;
    }
}
