using System;
using Attestation.Dice;

namespace Attestation.Device.Operations;

/// <summary>The DICE operations with native help: HKDF-SHA-512 from the board's HMAC, everything else in managed code. The native HMAC has to give a known
/// answer before it is used; a board whose interpreter has none, or a wrong one, runs managed code and derives the same keys.</summary>
public sealed class BoardDiceOperations : IDiceOperations
{
    private readonly SoftwareDiceOperations _software = new SoftwareDiceOperations();
    private readonly NativeHkdf _native; // null: the board has no HMAC that can be used

    /// <param name="hmac">Of the board; tried here.</param>
    public BoardDiceOperations(IHmacSha512 hmac)
    {
        if (KnownAnswer.IsGivenBy(hmac))
            _native = new NativeHkdf(hmac, _software);
    }

    /// <summary>True when the native HMAC gave its known answer and is in use.</summary>
    public bool IsNative => _native != null;

    public bool Hash(byte[] input, int offset, int length, byte[] hash) => _software.Hash(input, offset, length, hash);

    /// <summary>Native where it can be; managed when the native code fails later on.</summary>
    public bool Kdf(byte[] ikm, byte[] salt, byte[] info, byte[] output)
    {
        try
        {
            if (_native != null && _native.TryDerive(ikm, salt, info, output))
                return true;
        }
        catch (Exception)
        {
            Wipe(output); // half of it may be there; managed code begins anew
        }

        return _software.Kdf(ikm, salt, info, output);
    }

    public bool DeriveKeyPair(DiceAlgorithm algorithm, byte[] seed, byte[] privateKey, byte[] publicKey) =>
        _software.DeriveKeyPair(algorithm, seed, privateKey, publicKey);

    public bool Sign(DiceAlgorithm algorithm, byte[] privateKey, byte[] publicKey, byte[] message, int offset, int length, byte[] signature) =>
        _software.Sign(algorithm, privateKey, publicKey, message, offset, length, signature);

    public void Wipe(byte[] secret) => _software.Wipe(secret);
}
