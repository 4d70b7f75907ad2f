using System;

namespace Attestation.Dice.Primitives;

/// <summary>HMAC_DRBG without reseeding, personalisation or additional input: a deterministic stream of candidates from one seed.
/// With SHA-512 and a 32-byte seed it is the key generator of the Open Profile for DICE; with int2octets(x) ‖ bits2octets(h1) as seed it is RFC
/// 6979's source of k.</summary>
/// <remarks>References: SP 800-90A Rev. 1 section 10.1.2; RFC 6979 section 3.2, steps b to h; Open Profile for DICE section "ECDSA" key
/// generation.</remarks>
public sealed class HmacDrbg
{
    private readonly Hmac _mac;
    private readonly byte[] _key;
    private readonly byte[] _value;
    private readonly byte[] _separator = new byte[1];

    /// <param name="mac">The HMAC to use; it belongs to the new object.</param>
    public HmacDrbg(Hmac mac)
    {
        _mac = mac;
        _key = new byte[mac.Size];
        _value = new byte[mac.Size];
    }

    /// <summary>K = 00.., V = 01.., then two updates with the seed (RFC 6979 section 3.2, steps b to g).</summary>
    public void Instantiate(byte[] seed)
    {
        for (int i = 0; i < _value.Length; i++)
        {
            _key[i] = 0;
            _value[i] = 1;
        }

        _mac.SetKey(_key, 0, _key.Length);
        Update(0, seed);
        Update(1, seed);
    }

    /// <summary>Fills <paramref name="output"/> with V = HMAC(K, V), block after block, the last one cut (step h.2).</summary>
    public void Generate(byte[] output)
    {
        for (int done = 0; done < output.Length; done += _value.Length)
        {
            NextValue();
            int left = output.Length - done;
            Array.Copy(_value, 0, output, done, left < _value.Length ? left : _value.Length);
        }
    }

    /// <summary>The last candidate was refused: K = HMAC(K, V ‖ 00), V = HMAC(K, V) (step h.3).</summary>
    public void Advance() => Update(0, new byte[0]);

    /// <summary>Forgets K and V.</summary>
    public void Wipe()
    {
        _mac.Wipe();
        Array.Clear(_key, 0, _key.Length);
        Array.Clear(_value, 0, _value.Length);
    }

    /// <summary>K = HMAC(K, V ‖ separator ‖ data), V = HMAC(K, V).</summary>
    private void Update(byte separator, byte[] data)
    {
        _separator[0] = separator;
        _mac.Update(_value, 0, _value.Length);
        _mac.Update(_separator, 0, 1);
        _mac.Update(data, 0, data.Length);
        _mac.Finish(_key, 0);
        _mac.SetKey(_key, 0, _key.Length);
        NextValue();
    }

    private void NextValue()
    {
        _mac.Update(_value, 0, _value.Length);
        _mac.Finish(_value, 0);
    }
}
