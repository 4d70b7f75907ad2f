using Attestation.Device.Wire;
using Attestation.Dice;

namespace Attestation.Device.Protocol;

/// <summary>The argument map of a request: keys 1 to 8, each taken once. Who has taken all he knows asks <see cref="IsEmpty"/>: an argument that nobody
/// wanted is a misunderstanding.</summary>
public sealed class CommandArguments
{
    private const int HighestKey = 8;

    private readonly byte[] _request;
    private readonly int[] _offsets = new int[HighestKey + 1];
    private readonly int[] _lengths = new int[HighestKey + 1]; // 0: not there, or taken
    private int _left;

    private CommandArguments(byte[] request) => _request = request;

    /// <summary>True when every argument was taken.</summary>
    public bool IsEmpty => _left == 0;

    public bool Has(int key) => _lengths[key] != 0;

    /// <summary>A byte string; the caller wipes it where it is a secret. The argument stays where its length is another.</summary>
    public bool TryTakeBytes(int key, int shortest, int longest, out byte[] value)
    {
        value = null;
        if (!Open(key).TryReadBytes(longest, out int _, out int length) || length < shortest)
            return false;
        Open(key).TryReadBytes(longest, out value);
        return Take(key);
    }

    /// <summary>Text of 1 to <paramref name="longest"/> bytes.</summary>
    public bool TryTakeText(int key, int longest, out string value) =>
        Open(key).TryReadText(longest, out value) && value.Length != 0 && Take(key);

    /// <summary>An unsigned integer.</summary>
    public bool TryTakeInteger(int key, int highest, out int value) => Open(key).TryReadInteger(highest, out value) && Take(key);

    /// <summary>A COSE algorithm that the DICE core knows.</summary>
    public bool TryTakeAlgorithm(int key, out DiceAlgorithm value)
    {
        value = DiceAlgorithm.Ed25519;
        if (_lengths[key] == 2 && _request[_offsets[key]] == 0x38 && _request[_offsets[key] + 1] == 0x22) // -35
            value = DiceAlgorithm.P384;
        else if (!Open(key).TryReadLabel(out int label))
            return false;
        else if (label == (int)DiceAlgorithm.P256)
            value = DiceAlgorithm.P256;
        else if (label != (int)DiceAlgorithm.Ed25519)
            return false;
        return Take(key);
    }

    /// <summary>Reads the map, if one follows; nothing may follow it.</summary>
    internal static bool TryRead(CborReader reader, byte[] request, out CommandArguments arguments)
    {
        arguments = new CommandArguments(request);
        if (reader.IsAtEnd)
            return true;
        if (!reader.TryReadMap(HighestKey, out int count))
            return false;
        int key = 0;
        for (int i = 0; i < count; i++)
        {
            if (!reader.TryReadKey(ref key) || key > HighestKey || !reader.TryReadItem(out arguments._offsets[key], out arguments._lengths[key]))
                return false;
        }
        arguments._left = count;
        return reader.IsAtEnd;
    }

    private CborReader Open(int key) => new CborReader(_request, _offsets[key], _lengths[key]);

    private bool Take(int key)
    {
        _lengths[key] = 0;
        _left--;
        return true;
    }
}
