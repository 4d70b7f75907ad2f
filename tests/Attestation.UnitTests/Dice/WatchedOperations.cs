using Attestation.Dice;

namespace Attestation.UnitTests.Dice;

/// <summary>Wraps operations: counts the calls, lets the n-th one fail (or throw) after it has spoilt its output, and remembers every
/// secret array that came by.</summary>
internal sealed class WatchedOperations(IDiceOperations inner, int failAt = 0, bool throws = false) : IDiceOperations
{
    private readonly List<byte[]> _secrets = [];

    public int Hashes { get; private set; }

    public int Kdfs { get; private set; }

    public int KeyPairs { get; private set; }

    public int Signatures { get; private set; }

    public int Wipes { get; private set; }

    /// <summary>Calls that can fail, so far.</summary>
    public int Calls => Hashes + Kdfs + KeyPairs + Signatures;

    public string Counts => $"hash {Hashes}, kdf {Kdfs}, key pair {KeyPairs}, sign {Signatures}, wipe {Wipes}";

    /// <summary>Secret arrays that still hold something, except those that their owner keeps.</summary>
    public IEnumerable<byte[]> Leftovers(params byte[][] kept) =>
        _secrets.Where(s => !kept.Any(k => ReferenceEquals(k, s)) && s.Any(b => b != 0));

    public bool Hash(byte[] input, int offset, int length, byte[] hash)
    {
        Hashes++;
        return !Fails(hash) && inner.Hash(input, offset, length, hash);
    }

    public bool Kdf(byte[] ikm, byte[] salt, byte[] info, byte[] output)
    {
        Kdfs++;
        if (!info.AsSpan().SequenceEqual("ID"u8)) // an ID is made of public values
            Remember(ikm, output);
        return !Fails(output) && inner.Kdf(ikm, salt, info, output);
    }

    public bool DeriveKeyPair(DiceAlgorithm algorithm, byte[] seed, byte[] privateKey, byte[] publicKey)
    {
        KeyPairs++;
        Remember(seed, privateKey);
        return !Fails(privateKey) && inner.DeriveKeyPair(algorithm, seed, privateKey, publicKey);
    }

    public bool Sign(DiceAlgorithm algorithm, byte[] privateKey, byte[] publicKey, byte[] message, int offset, int length, byte[] signature)
    {
        Signatures++;
        Remember(privateKey);
        return !Fails(signature) && inner.Sign(algorithm, privateKey, publicKey, message, offset, length, signature);
    }

    public void Wipe(byte[] secret)
    {
        Wipes++;
        Remember(secret);
        inner.Wipe(secret);
    }

    private void Remember(params byte[][] secrets)
    {
        foreach (byte[] secret in secrets)
        {
            if (!_secrets.Any(known => ReferenceEquals(known, secret)))
                _secrets.Add(secret);
        }
    }

    private bool Fails(byte[] output)
    {
        if (Calls != failAt)
            return false;
        Array.Fill(output, (byte)0xEE);
        return throws ? throw new InvalidOperationException("as asked") : true;
    }
}
