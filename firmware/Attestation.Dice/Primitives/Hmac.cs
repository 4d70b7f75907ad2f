using System;

namespace Attestation.Dice.Primitives;

/// <summary>HMAC over one of the SHA-2 hashes, in pieces: SetKey, Update.., Finish, and again with the same key.</summary>
/// <remarks>References: RFC 2104 section 2; FIPS 198-1. The states after K ⊕ ipad and K ⊕ opad are kept, so a second message under the same key
/// costs two compressions less.</remarks>
public abstract class Hmac
{
    private readonly HashFunction _keyedInner;
    private readonly HashFunction _keyedOuter;
    private readonly HashFunction _running;
    private readonly byte[] _pad;
    private readonly byte[] _innerDigest;

    /// <summary>Takes three objects of one hash class; they belong to the new object.</summary>
    private protected Hmac(HashFunction inner, HashFunction outer, HashFunction running)
    {
        _keyedInner = inner;
        _keyedOuter = outer;
        _running = running;
        _pad = new byte[running.BlockSize];
        _innerDigest = new byte[running.DigestSize];
    }

    /// <summary>Bytes of the tag.</summary>
    public int Size => _running.DigestSize;

    /// <summary>Starts over with a key of any length; one longer than a block is hashed first.</summary>
    public void SetKey(byte[] key, int offset, int count)
    {
        Array.Clear(_pad, 0, _pad.Length);
        if (count > _pad.Length)
        {
            _running.Reset();
            _running.Update(key, offset, count);
            _running.Finish(_pad, 0);
        }
        else
        {
            Array.Copy(key, offset, _pad, 0, count);
        }

        Absorb(_keyedInner, 0x36);
        Absorb(_keyedOuter, 0x36 ^ 0x5C);
        Array.Clear(_pad, 0, _pad.Length);
        _running.CopyFrom(_keyedInner);
    }

    /// <summary>Appends <paramref name="count"/> bytes to the message.</summary>
    public void Update(byte[] data, int offset, int count) => _running.Update(data, offset, count);

    /// <summary>Writes the tag (<see cref="Size"/> bytes); the next message under the same key may follow.</summary>
    public void Finish(byte[] tag, int tagOffset)
    {
        _running.Finish(_innerDigest, 0);
        _running.CopyFrom(_keyedOuter);
        _running.Update(_innerDigest, 0, _innerDigest.Length);
        _running.Finish(tag, tagOffset);
        _running.CopyFrom(_keyedInner);
    }

    /// <summary>Forgets key and message.</summary>
    public void Wipe()
    {
        _keyedInner.Wipe();
        _keyedOuter.Wipe();
        _running.Wipe();
        Array.Clear(_pad, 0, _pad.Length);
        Array.Clear(_innerDigest, 0, _innerDigest.Length);
    }

    /// <summary>One block of pad into a hash. The pad holds the key already masked by earlier calls, so the outer pass takes ipad off and opad
    /// on.</summary>
    private void Absorb(HashFunction hash, uint mask)
    {
        byte[] pad = _pad;
        for (int i = 0; i < pad.Length; i++)
            pad[i] = (byte)(pad[i] ^ mask);
        hash.Reset();
        hash.Update(pad, 0, pad.Length);
    }
}
