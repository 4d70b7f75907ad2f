using System;

namespace Attestation.Dice.Primitives;

/// <summary>SHA-384 (SHA-512 with its own initial value, cut to six words): 48 bytes of digest.</summary>
/// <remarks>References: FIPS 180-4 sections 5.3.4 and 6.5; RFC 6234. Not thread-safe: one object, one message at a time.</remarks>
public sealed class Sha384 : HashFunction
{
    /// <summary>Bytes of a digest.</summary>
    public const int Size = 48;

    private readonly ulong[] _state = new ulong[8];

    public Sha384()
        : base(128, Size) => ResetState();

    /// <summary>Writes the 48-byte digest of <paramref name="count"/> bytes of <paramref name="data"/>.</summary>
    public static void Hash(byte[] data, int offset, int count, byte[] digest, int digestOffset)
    {
        Sha384 hash = new Sha384();
        hash.Update(data, offset, count);
        hash.Finish(digest, digestOffset);
    }

    protected override void ResetState()
    {
        _state[0] = 0xcbbb9d5dc1059ed8UL;
        _state[1] = 0x629a292a367cd507UL;
        _state[2] = 0x9159015a3070dd17UL;
        _state[3] = 0x152fecd8f70e5939UL;
        _state[4] = 0x67332667ffc00b31UL;
        _state[5] = 0x8eb44a8768581511UL;
        _state[6] = 0xdb0c2e0d64f98fa7UL;
        _state[7] = 0x47b5481dbefa4fa4UL;
    }

    protected override void CopyState(HashFunction other) => Array.Copy(((Sha384)other)._state, _state, 8);

    protected override void Compress(byte[] data, int offset, int count) => Sha512Compression.Run(_state, data, offset, count);

    protected override void WriteState(byte[] digest, int offset)
    {
        for (int i = 0; i < 6; i++)
            BigEndian.Write64(_state[i], digest, offset + (8 * i));
    }
}
