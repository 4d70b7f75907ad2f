using Attestation.Device.Storage;

namespace Attestation.UnitTests.Device.Storage;

/// <summary>How a write ends when the power goes.</summary>
public enum Tear
{
    Nothing,
    Prefix,
    Whole,
    GarbageTail,
}

/// <summary>Files in memory. At the change with a given number, from 0, the power goes: it is done as the tear says, and nothing after it.</summary>
internal sealed class TornStorage : IDeviceStorage
{
    private readonly Dictionary<string, byte[]> _files = new(StringComparer.Ordinal);

    public int Changes { get; private set; }

    public int CutAt { get; set; } = int.MaxValue;

    public Tear Tear { get; set; }

    public bool IsOff => Changes > CutAt;

    /// <summary>Power comes back; no cut is planned.</summary>
    public void PowerOn() => (Changes, CutAt) = (0, int.MaxValue);

    public int Size(string name) => _files.TryGetValue(name, out byte[]? file) ? file.Length : -1;

    public bool TryRead(string name, int position, byte[] buffer, int offset, int count)
    {
        if (IsOff || !_files.TryGetValue(name, out byte[]? file) || position > file.Length - count)
            return false;
        file.AsSpan(position, count).CopyTo(buffer.AsSpan(offset));
        return true;
    }

    public bool TryWrite(string name, int position, byte[] buffer, int offset, int count)
    {
        if (IsOff || position > Math.Max(Size(name), 0))
            return false;
        byte[] data = buffer[offset..(offset + count)];
        if (Changes++ == CutAt)
        {
            data = Tear switch
            {
                Tear.Nothing => [],
                Tear.Prefix => data[..(count / 2)],
                Tear.GarbageTail => [.. data[..(count / 2)], .. data[(count / 2)..].Select(b => (byte)(b ^ 0xFF))],
                _ => data,
            };
        }

        if (data.Length > 0)
            Put(name, position, data);
        return !IsOff;
    }

    public bool TryDelete(string name)
    {
        if (IsOff)
            return false;
        if (Changes++ != CutAt || Tear != Tear.Nothing)
            _files.Remove(name);
        return !IsOff;
    }

    private void Put(string name, int position, byte[] data)
    {
        byte[] old = _files.GetValueOrDefault(name, []);
        byte[] file = new byte[Math.Max(old.Length, position + data.Length)];
        old.CopyTo(file, 0);
        data.CopyTo(file, position);
        _files[name] = file;
    }
}
