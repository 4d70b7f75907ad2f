using System;
using Attestation.Dice.Primitives;

namespace Attestation.Device.Storage;

/// <summary>A small record that survives a loss of power at any instant: two files that are written in turn, so the newest whole one is always
/// left when the other is torn.
/// <code>
/// NAME.0, NAME.1:  sequence (8, big-endian) ‖ length (1) ‖ content ‖ SHA-256 of all before (32)
/// </code>
/// The digest finds torn writes. It does not find an attacker who can write the storage: what must withstand one is signed, or kept elsewhere.</summary>
public sealed class TwinRecord
{
    /// <summary>Bytes of content.</summary>
    public const int LargestContent = 255;

    private const int HeaderSize = 9;

    private readonly IDeviceStorage _storage;
    private readonly string[] _names;

    public TwinRecord(IDeviceStorage storage, string name)
    {
        _storage = storage;
        _names = new string[] { name + ".0", name + ".1" };
    }

    /// <summary>The newest whole content.</summary>
    /// <returns>False when there is none: never written, or both files are damaged.</returns>
    public bool TryRead(out byte[] content) => Newest(out content, out ulong _) >= 0;

    /// <summary>There was a content once, and none is whole now: not what a loss of power leaves, for the second file is not begun before the first
    /// is whole. Only where <see cref="TrySettle"/> follows the first write.</summary>
    public bool IsDamaged => _storage.Size(_names[1]) >= 0 && !TryRead(out byte[] _);

    /// <summary>Makes both files hold the newest content: nothing of an older one is left, and one file more may be damaged.</summary>
    /// <returns>False when nothing is whole, or the storage failed; what <see cref="TryRead"/> finds is the newest content all the same.</returns>
    public bool TrySettle()
    {
        bool isBoth = TryReadOne(_names[0], out byte[] one, out ulong _) & TryReadOne(_names[1], out byte[] other, out ulong _);
        if (isBoth && AreEqual(one, other))
            return true;
        return TryRead(out byte[] content) && TryWrite(content);
    }

    /// <summary>Replaces the content and reads it back. After a failure or a loss of power either the old content or the new one is read.</summary>
    public bool TryWrite(byte[] content)
    {
        if (content == null || content.Length > LargestContent)
            return false;
        int newest = Newest(out byte[] _, out ulong sequence);
        string name = _names[newest == 0 ? 1 : 0];
        byte[] record = Encode(sequence + 1, content);
        if (!_storage.TryDelete(name) || !_storage.TryWrite(name, 0, record, 0, record.Length))
            return false;
        return TryReadOne(name, out byte[] written, out ulong number) && number == sequence + 1 && AreEqual(written, content);
    }

    /// <summary>Index of the newest whole file; -1 when none is.</summary>
    private int Newest(out byte[] content, out ulong sequence)
    {
        bool first = TryReadOne(_names[0], out byte[] one, out ulong oneNumber);
        bool second = TryReadOne(_names[1], out byte[] other, out ulong otherNumber);
        if (second && (!first || otherNumber > oneNumber))
        {
            content = other;
            sequence = otherNumber;
            return 1;
        }

        content = one;
        sequence = oneNumber;
        return first ? 0 : -1;
    }

    private bool TryReadOne(string name, out byte[] content, out ulong sequence)
    {
        content = null;
        sequence = 0;
        int size = _storage.Size(name);
        if (size < HeaderSize + Sha256.Size || size > HeaderSize + LargestContent + Sha256.Size)
            return false;
        byte[] record = new byte[size];
        if (!_storage.TryRead(name, 0, record, 0, size) || record[8] != size - HeaderSize - Sha256.Size)
            return false;
        byte[] digest = new byte[Sha256.Size];
        Sha256.Hash(record, 0, size - Sha256.Size, digest, 0);
        for (int i = 0; i < digest.Length; i++)
        {
            if (digest[i] != record[size - Sha256.Size + i])
                return false;
        }

        for (int i = 0; i < 8; i++)
            sequence = (sequence << 8) | record[i];
        content = new byte[record[8]];
        Array.Copy(record, HeaderSize, content, 0, content.Length);
        return true;
    }

    private static byte[] Encode(ulong sequence, byte[] content)
    {
        byte[] record = new byte[HeaderSize + content.Length + Sha256.Size];
        for (int i = 0; i < 8; i++)
            record[i] = (byte)(sequence >> (56 - (8 * i)));
        record[8] = (byte)content.Length;
        Array.Copy(content, 0, record, HeaderSize, content.Length);
        Sha256.Hash(record, 0, HeaderSize + content.Length, record, HeaderSize + content.Length);
        return record;
    }

    private static bool AreEqual(byte[] one, byte[] other)
    {
        if (one.Length != other.Length)
            return false;
        for (int i = 0; i < one.Length; i++)
        {
            if (one[i] != other[i])
                return false;
        }

        return true;
    }
}
