using System;

namespace Attestation.Dice.Primitives;

/// <summary>SHA-512: 64 bytes of digest.</summary>
/// <remarks>References: FIPS 180-4 sections 5.3.5 and 6.4; RFC 6234. Not thread-safe: one object, one message at a time.</remarks>
public sealed class Sha512 : HashFunction
{
    /// <summary>Bytes of a digest.</summary>
    public const int Size = 64;

    private readonly ulong[] _state = new ulong[8];

    public Sha512()
        : base(128, Size) => ResetState();

    /// <summary>Writes the 64-byte digest of <paramref name="count"/> bytes of <paramref name="data"/>.</summary>
    public static void Hash(byte[] data, int offset, int count, byte[] digest, int digestOffset)
    {
        Sha512 hash = new Sha512();
        hash.Update(data, offset, count);
        hash.Finish(digest, digestOffset);
    }

    protected override void ResetState()
    {
        _state[0] = 0x6a09e667f3bcc908UL;
        _state[1] = 0xbb67ae8584caa73bUL;
        _state[2] = 0x3c6ef372fe94f82bUL;
        _state[3] = 0xa54ff53a5f1d36f1UL;
        _state[4] = 0x510e527fade682d1UL;
        _state[5] = 0x9b05688c2b3e6c1fUL;
        _state[6] = 0x1f83d9abfb41bd6bUL;
        _state[7] = 0x5be0cd19137e2179UL;
    }

    protected override void CopyState(HashFunction other) => Array.Copy(((Sha512)other)._state, _state, 8);

    protected override void Compress(byte[] data, int offset, int count) => Sha512Compression.Run(_state, data, offset, count);

    protected override void WriteState(byte[] digest, int offset)
    {
        for (int i = 0; i < 8; i++)
            BigEndian.Write64(_state[i], digest, offset + (8 * i));
    }
}
