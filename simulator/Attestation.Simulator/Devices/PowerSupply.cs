namespace Attestation.Simulator.Devices;

/// <summary>The power of a board: it can be planned to go at a certain change of any of the board's memories.</summary>
public sealed class PowerSupply
{
    private Random _noise = new(0);

    /// <summary>Pages programmed and blocks erased since <see cref="On"/>.</summary>
    public int Changes { get; private set; }

    /// <summary>The change, counted from 0, at which the power goes.</summary>
    public int CutAt { get; private set; } = int.MaxValue;

    public FlashTear Tear { get; private set; }

    public bool IsOff => Changes > CutAt;

    /// <summary>Power comes back, and counting begins anew.</summary>
    /// <param name="cutAt">The change at which it goes again.</param>
    /// <param name="tear">How.</param>
    public void On(int cutAt = int.MaxValue, FlashTear tear = FlashTear.Nothing) => (Changes, CutAt, Tear, _noise) = (0, cutAt, tear, new Random(cutAt));

    /// <summary>A memory changes: all of it, or what the cut leaves of it.</summary>
    internal void Change(Span<byte> content, ReadOnlySpan<byte> wanted)
    {
        bool isCut = Changes++ == CutAt;
        switch (isCut ? Tear : FlashTear.Whole)
        {
            case FlashTear.Half:
                wanted[..(wanted.Length / 2)].CopyTo(content);
                break;
            case FlashTear.SomeBits:
                for (int i = 0; i < wanted.Length; i++)
                    content[i] ^= (byte)((content[i] ^ wanted[i]) & _noise.Next(256));
                break;
            case FlashTear.Whole:
                wanted.CopyTo(content);
                break;
        }
    }
}
