using System;

namespace Attestation.Dice.Primitives;

/// <summary>A SHA-2 hash that takes its message in pieces. The Merkle-Damgård frame (block buffer, length, padding) of FIPS 180-4 section 5
/// is here once; a subclass brings the compression function and its state.</summary>
/// <remarks>References: FIPS 180-4 sections 5.1 (padding), 5.2 (parsing), 6 (computation).</remarks>
public abstract class HashFunction
{
    private readonly byte[] _block;
    private readonly int _lengthField;
    private int _filled;
    private ulong _count;

    /// <param name="blockSize">Bytes per block: 64 or 128; the length field is an eighth of it.</param>
    /// <param name="digestSize">Bytes of the digest.</param>
    protected HashFunction(int blockSize, int digestSize)
    {
        _block = new byte[blockSize];
        _lengthField = blockSize == 64 ? 8 : 16;
        BlockSize = blockSize;
        DigestSize = digestSize;
    }

    /// <summary>Bytes that one compression takes (64 or 128).</summary>
    public int BlockSize { get; }

    /// <summary>Bytes of the digest (32, 48 or 64).</summary>
    public int DigestSize { get; }

    /// <summary>Forgets the message so far.</summary>
    public void Reset()
    {
        Array.Clear(_block, 0, _block.Length);
        _filled = 0;
        _count = 0;
        ResetState();
    }

    /// <summary>Appends <paramref name="count"/> bytes to the message.</summary>
    public void Update(byte[] data, int offset, int count)
    {
        _count += (uint)count;
        if (_filled != 0)
        {
            int taken = BlockSize - _filled < count ? BlockSize - _filled : count;
            Array.Copy(data, offset, _block, _filled, taken);
            _filled += taken;
            offset += taken;
            count -= taken;
            if (_filled < BlockSize)
                return;
            Compress(_block, 0, BlockSize);
            _filled = 0;
        }

        int rest = count & (BlockSize - 1), whole = count - rest;
        if (whole != 0)
            Compress(data, offset, whole);
        Array.Copy(data, offset + whole, _block, 0, rest);
        _filled = rest;
    }

    /// <summary>Writes the digest of the whole message and is ready for the next one.</summary>
    public void Finish(byte[] digest, int digestOffset)
    {
        Pad();
        WriteState(digest, digestOffset);
        Reset();
    }

    /// <summary>Takes over the state of another object of the same class, for instance after a shared prefix.</summary>
    public void CopyFrom(HashFunction other)
    {
        Array.Copy(other._block, _block, _block.Length);
        _filled = other._filled;
        _count = other._count;
        CopyState(other);
    }

    /// <summary>Overwrites everything that depends on the message.</summary>
    public void Wipe() => Reset();

    protected abstract void ResetState();

    protected abstract void CopyState(HashFunction other);

    /// <summary>Takes in <paramref name="count"/> bytes, which are whole blocks.</summary>
    protected abstract void Compress(byte[] data, int offset, int count);

    protected abstract void WriteState(byte[] digest, int offset);

    /// <summary>message ‖ 80 ‖ 00.. ‖ length in bits, big-endian (FIPS 180-4 section 5.1). The upper half of a 16-byte length field only ever gets
    /// three bits: 2^64 bytes is the limit here.</summary>
    private void Pad()
    {
        _block[_filled] = 0x80;
        _filled++;
        Array.Clear(_block, _filled, BlockSize - _filled);
        if (_filled > BlockSize - _lengthField)
        {
            Compress(_block, 0, BlockSize);
            Array.Clear(_block, 0, BlockSize);
        }

        BigEndian.Write64(_count << 3, _block, BlockSize - 8);
        if (_lengthField == 16)
            _block[BlockSize - 9] = (byte)(_count >> 61);
        Compress(_block, 0, BlockSize);
    }
}
