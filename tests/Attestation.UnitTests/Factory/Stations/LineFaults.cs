namespace Attestation.UnitTests.Factory.Stations;

/// <summary>What a bad line does.</summary>
[Flags]
public enum Fault
{
    None = 0,
    Lost = 1,
    Flipped = 2,
    Doubled = 4,
    Noise = 8,
    FrameLost = 16,
    FrameTwice = 32,
    Late = 64,
    All = Lost | Flipped | Doubled | Noise | FrameLost | FrameTwice | Late,
}

/// <summary>Spoils what goes over a line; the same seed spoils the same way.</summary>
internal sealed class LineFaults(int seed, Fault faults)
{
    private const int BytesForOne = 1500; // a fault of a byte in so many: a frame of full size is spoilt every second time
    private const int FramesForOne = 4;

    private readonly Random _random = new(seed);
    private readonly byte[][] _held = [[], []]; // to the device, from the device
    private int _direction = 1;

    public byte[] Spoil(byte[] bytes)
    {
        _direction = 1 - _direction; // a question and its answer by turns
        var spoilt = new List<byte>(_held[_direction]);
        _held[_direction] = [];
        byte[] now = [.. bytes.SelectMany(SpoilByte)];
        if (Happens(Fault.FrameLost, FramesForOne))
            now = [];
        if (Happens(Fault.Late, FramesForOne))
            (_held[_direction], now) = (now, []);
        spoilt.AddRange(now);
        if (Happens(Fault.FrameTwice, FramesForOne))
            spoilt.AddRange(now);
        return [.. spoilt];
    }

    private IEnumerable<byte> SpoilByte(byte value)
    {
        if (Happens(Fault.Lost, BytesForOne))
            return [];
        if (Happens(Fault.Flipped, BytesForOne))
            return [(byte)(value ^ (1 << _random.Next(8)))];
        if (Happens(Fault.Doubled, BytesForOne))
            return [value, value];
        return Happens(Fault.Noise, BytesForOne) ? [(byte)_random.Next(256), value] : [value];
    }

    private bool Happens(Fault fault, int oneIn) => faults.HasFlag(fault) && _random.Next(oneIn) == 0;
}
