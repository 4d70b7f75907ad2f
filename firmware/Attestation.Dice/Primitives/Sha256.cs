using System;

namespace Attestation.Dice.Primitives;

/// <summary>SHA-256: 32 bytes of digest.</summary>
/// <remarks>References: FIPS 180-4 sections 5.3.3 and 6.2; RFC 6234. Not thread-safe: one object, one message at a time.</remarks>
public sealed class Sha256 : HashFunction
{
    /// <summary>Bytes of a digest.</summary>
    public const int Size = 32;

    private readonly uint[] _state = new uint[8];

    public Sha256()
        : base(64, Size) => ResetState();

    /// <summary>Writes the 32-byte digest of <paramref name="count"/> bytes of <paramref name="data"/>.</summary>
    public static void Hash(byte[] data, int offset, int count, byte[] digest, int digestOffset)
    {
        Sha256 hash = new Sha256();
        hash.Update(data, offset, count);
        hash.Finish(digest, digestOffset);
    }

    protected override void ResetState()
    {
        _state[0] = 0x6a09e667U;
        _state[1] = 0xbb67ae85U;
        _state[2] = 0x3c6ef372U;
        _state[3] = 0xa54ff53aU;
        _state[4] = 0x510e527fU;
        _state[5] = 0x9b05688cU;
        _state[6] = 0x1f83d9abU;
        _state[7] = 0x5be0cd19U;
    }

    protected override void CopyState(HashFunction other) => Array.Copy(((Sha256)other)._state, _state, 8);

    protected override void Compress(byte[] data, int offset, int count)
    {
        for (; count != 0; count -= 64, offset += 64)
            Sha256Compression.Run(_state, data, offset);
    }

    protected override void WriteState(byte[] digest, int offset)
    {
        for (int i = 0; i < 8; i++)
            BigEndian.Write32(_state[i], digest, offset + (4 * i));
    }
}
