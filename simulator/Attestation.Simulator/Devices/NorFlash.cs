using System.Buffers;

namespace Attestation.Simulator.Devices;

/// <summary>NOR flash: a page is programmed from ones to zeros, a block is erased to ones, and power can fail in the middle of both. Blocks that were never
/// written take no memory.</summary>
public sealed class NorFlash
{
    public const int PageSize = 256;
    public const int BlockSize = 4096;

    private readonly byte[]?[] _blocks;
    private readonly FlashImage? _image;
    private readonly PowerSupply _power;

    /// <param name="blocks">Erase blocks.</param>
    /// <param name="power">Of the board.</param>
    /// <param name="image">Where the content stays when the process ends; null: nowhere.</param>
    public NorFlash(int blocks, PowerSupply power, FlashImage? image = null)
    {
        _blocks = new byte[blocks][];
        _image = image;
        _power = power;
        for (int block = 0; block < blocks && image is not null; block++)
            _blocks[block] = image.Read(block);
    }

    public int Blocks => _blocks.Length;

    public bool IsOff => _power.IsOff;

    /// <summary>The same content under another power supply.</summary>
    internal NorFlash Copy(PowerSupply power)
    {
        var copy = new NorFlash(Blocks, power);
        for (int block = 0; block < Blocks; block++)
            copy._blocks[block] = (byte[]?)_blocks[block]?.Clone();
        return copy;
    }

    /// <summary>A block that is erased is read as ones.</summary>
    public void Read(int address, Span<byte> into)
    {
        while (into.Length > 0)
        {
            int count = Math.Min(into.Length, BlockSize - (address % BlockSize));
            if (_blocks[address / BlockSize] is { } block)
                block.AsSpan(address % BlockSize, count).CopyTo(into);
            else
                into[..count].Fill(0xFF);
            into = into[count..];
            address += count;
        }
    }

    /// <summary>Programs within one page.</summary>
    /// <returns>False when the power is off, or went during it.</returns>
    /// <exception cref="InvalidOperationException">A bit that is zero would have to become one: only erasing does that.</exception>
    public bool Program(int address, ReadOnlySpan<byte> bytes)
    {
        if (IsOff)
            return false;
        Span<byte> page = Block(address / BlockSize).AsSpan(address % BlockSize, bytes.Length);
        if (address % PageSize + bytes.Length > PageSize)
            throw new InvalidOperationException($"{bytes.Length} bytes at 0x{address:X} are not in one page");
        byte[] wanted = bytes.ToArray();
        for (int i = 0; i < page.Length; i++)
        {
            if ((page[i] & bytes[i]) != bytes[i])
                throw new InvalidOperationException($"flash at 0x{address + i:X} is not erased");
        }
        _power.Change(page, wanted);
        _image?.Write(address, page);
        return !IsOff;
    }

    /// <returns>False when the power is off, or went during it.</returns>
    public bool Erase(int block)
    {
        if (IsOff)
            return false;
        byte[] ones = ArrayPool<byte>.Shared.Rent(BlockSize);
        ones.AsSpan(0, BlockSize).Fill(0xFF);
        _power.Change(Block(block), ones.AsSpan(0, BlockSize));
        ArrayPool<byte>.Shared.Return(ones);
        _image?.Write(block * BlockSize, _blocks[block]);
        if (!IsOff)
            _blocks[block] = null;
        return !IsOff;
    }

    private byte[] Block(int number)
    {
        if (_blocks[number] is { } block)
            return block;
        byte[] erased = new byte[BlockSize];
        erased.AsSpan().Fill(0xFF);
        return _blocks[number] = erased;
    }
}
