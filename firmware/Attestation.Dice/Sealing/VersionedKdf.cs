using System;

namespace Attestation.Dice.Sealing;

/// <summary>A versioned KDF in software. Open Profile for DICE, Appendix C: newer software can derive the keys of older versions, older
/// software cannot derive newer ones.
/// <code>
/// state[ceiling] = STEP(seed),  state[v-1] = STEP(state[v]),  STEP(s) = KDF(32, s, "", "VKDF_STEP")
/// key = KDF(n, state1[v1] ‖ state2[v2] ‖ .., context, "VKDF_KEY")          one state per layer that seeded it
/// </code>
/// The object keeps state[maximum version] only, so a hash chain stands where hardware has a lock: going up would mean inverting the KDF.
/// Seeding costs ceiling - version + 1 KDF operations; choose the ceiling once per product, since every key depends on it.</summary>
public sealed class VersionedKdf
{
    /// <summary>How many layers may seed one object (Appendix C recommends at least 8).</summary>
    public const int MaximumLayers = 8;

    private static readonly byte[] NoSalt = new byte[0];

    private readonly int _ceiling;
    private readonly byte[][] _states = new byte[MaximumLayers][];
    private readonly int[] _maximumVersions = new int[MaximumLayers];
    private int _layers;

    /// <param name="ceiling">The highest version that will ever exist, at least 0.</param>
    public VersionedKdf(int ceiling) => _ceiling = ceiling;

    /// <summary>How many layers have seeded it: a key needs as many versions.</summary>
    public int Layers => _layers;

    /// <summary>VKDF_SEED = KDF(32, current CDI_Seal or UDS, H(authority ‖ mode ‖ hidden), "VKDF_SEED"). To be called before the DICE
    /// flow wipes the current secrets.</summary>
    /// <param name="operations">The crypto.</param>
    /// <param name="currentCdiSeal">32 bytes; not wiped.</param>
    /// <param name="inputs">The same inputs that the flow is about to use.</param>
    /// <param name="seed">Receives 32 bytes; all zeros after a failure.</param>
    public static DiceResult DeriveSeed(IDiceOperations operations, byte[] currentCdiSeal, DiceInputs inputs, byte[] seed)
    {
        if (!HasCdiSize(currentCdiSeal) || inputs == null || !inputs.IsValid() || !HasCdiSize(seed))
            return DiceResult.InvalidInput;
        byte[] salt = new byte[DiceSizes.Hash];
        DiceResult result = DiceResult.HashFailed;
        try
        {
            if (CdiDerivation.HashStableInputs(operations, inputs, salt))
                result = operations.Kdf(currentCdiSeal, salt, DiceInfo.VersionedSeed, seed) ? DiceResult.Ok : DiceResult.KdfFailed;
            return result;
        }
        finally
        {
            operations.Wipe(salt);
            if (result != DiceResult.Ok)
                operations.Wipe(seed);
        }
    }

    /// <summary>Adds one layer's seed with the version of the code that will run. Earlier seeds and versions stay in force. The seed is
    /// wiped in any case.</summary>
    public DiceResult Seed(IDiceOperations operations, byte[] seed, int maximumVersion)
    {
        if (!HasCdiSize(seed))
            return DiceResult.InvalidInput;
        DiceResult result = DiceResult.InvalidInput;
        byte[] state = new byte[DiceSizes.Cdi];
        try
        {
            if (_layers < MaximumLayers && maximumVersion >= 0 && maximumVersion <= _ceiling)
                result = Walk(operations, seed, _ceiling - maximumVersion + 1, state);
            return result;
        }
        finally
        {
            operations.Wipe(seed);
            if (result == DiceResult.Ok)
                Keep(state, maximumVersion);
            else
                operations.Wipe(state);
        }
    }

    /// <summary>The key of a set of versions.</summary>
    /// <param name="operations">The crypto.</param>
    /// <param name="versions">One for each layer that seeded, none above its maximum.</param>
    /// <param name="context">What the key is for.</param>
    /// <param name="key">Receives 16 to 64 bytes; all zeros after a failure.</param>
    public DiceResult DeriveKey(IDiceOperations operations, int[] versions, byte[] context, byte[] key)
    {
        if (!AreAllowed(versions) || context == null || !SealingKey.IsKeySize(key))
            return DiceResult.InvalidInput;
        byte[] states = new byte[_layers * DiceSizes.Cdi];
        byte[] state = new byte[DiceSizes.Cdi];
        DiceResult result = DiceResult.KdfFailed;
        try
        {
            for (int i = 0; i < _layers; i++)
            {
                if (Walk(operations, _states[i], _maximumVersions[i] - versions[i], state) != DiceResult.Ok)
                    return result;
                Array.Copy(state, 0, states, i * DiceSizes.Cdi, DiceSizes.Cdi);
            }

            if (operations.Kdf(states, context, DiceInfo.VersionedKey, key))
                result = DiceResult.Ok;
            return result;
        }
        finally
        {
            operations.Wipe(states);
            operations.Wipe(state);
            if (result != DiceResult.Ok)
                operations.Wipe(key);
        }
    }

    /// <summary>Forgets every state.</summary>
    public void Wipe(IDiceOperations operations)
    {
        for (int i = 0; i < _layers; i++)
            operations.Wipe(_states[i]);
        _layers = 0;
    }

    private void Keep(byte[] state, int maximumVersion)
    {
        _states[_layers] = state;
        _maximumVersions[_layers] = maximumVersion;
        _layers++;
    }

    private bool AreAllowed(int[] versions)
    {
        if (versions == null || versions.Length != _layers || _layers == 0)
            return false;
        for (int i = 0; i < _layers; i++)
        {
            if (versions[i] < 0 || versions[i] > _maximumVersions[i])
                return false;
        }

        return true;
    }

    /// <summary>Applies STEP a number of times.</summary>
    private static DiceResult Walk(IDiceOperations operations, byte[] from, int steps, byte[] to)
    {
        byte[] previous = new byte[DiceSizes.Cdi];
        try
        {
            Array.Copy(from, 0, to, 0, DiceSizes.Cdi);
            for (; steps > 0; steps--)
            {
                Array.Copy(to, 0, previous, 0, DiceSizes.Cdi);
                if (!operations.Kdf(previous, NoSalt, DiceInfo.VersionedStep, to))
                    return DiceResult.KdfFailed;
            }

            return DiceResult.Ok;
        }
        finally
        {
            operations.Wipe(previous);
        }
    }

    private static bool HasCdiSize(byte[] value) => value != null && value.Length == DiceSizes.Cdi;
}
