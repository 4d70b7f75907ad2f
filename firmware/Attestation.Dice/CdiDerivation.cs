using System;

namespace Attestation.Dice;

/// <summary>The CDIs of the next layer. Open Profile for DICE, "Computing Layered CDI Values".
/// <code>
/// offset   0            64              128               192    193         257
///          | code hash  | configuration | authority hash  | mode | hidden    |
///          |&lt;------------------- H -&gt; salt of CDI_Attest -------------------&gt;|
///                                       |&lt;------- H -&gt; salt of CDI_Seal ----&gt;|
/// </code>
/// </summary>
internal static class CdiDerivation
{
    private const int CodeOffset = 0;
    private const int ConfigurationOffset = 64;
    private const int AuthorityOffset = 128;
    private const int ModeOffset = 192;
    private const int HiddenOffset = 193;
    private const int TotalSize = 257;

    /// <summary>Fills <paramref name="next"/>. <paramref name="configurationHash"/> receives H(descriptor) when there is one and is
    /// left alone otherwise.</summary>
    /// <remarks>The caller has checked the inputs, and wipes <paramref name="next"/> when this fails.</remarks>
    public static DiceResult Derive(IDiceOperations operations, LayerSecrets current, DiceInputs inputs, LayerSecrets next, byte[] configurationHash)
    {
        byte[] measured = new byte[TotalSize];
        byte[] salt = new byte[DiceSizes.Hash];
        try
        {
            if (!Assemble(operations, inputs, measured, configurationHash))
                return DiceResult.HashFailed;
            if (!operations.Hash(measured, CodeOffset, TotalSize, salt))
                return DiceResult.HashFailed;
            if (!operations.Kdf(current.CdiAttest, salt, DiceInfo.CdiAttest, next.CdiAttest))
                return DiceResult.KdfFailed;
            if (!operations.Hash(measured, AuthorityOffset, TotalSize - AuthorityOffset, salt))
                return DiceResult.HashFailed;
            return operations.Kdf(current.CdiSeal, salt, DiceInfo.CdiSeal, next.CdiSeal) ? DiceResult.Ok : DiceResult.KdfFailed;
        }
        finally
        {
            operations.Wipe(measured); // the hidden input is in it
            operations.Wipe(salt);
        }
    }

    /// <summary>H(authority ‖ mode ‖ hidden): what a sealing secret depends on.</summary>
    public static bool HashStableInputs(IDiceOperations operations, DiceInputs inputs, byte[] hash)
    {
        byte[] stable = new byte[TotalSize - AuthorityOffset];
        try
        {
            AssembleStable(inputs, stable, 0);
            return operations.Hash(stable, 0, stable.Length, hash);
        }
        finally
        {
            operations.Wipe(stable);
        }
    }

    private static bool Assemble(IDiceOperations operations, DiceInputs inputs, byte[] measured, byte[] configurationHash)
    {
        byte[] configuration = inputs.InlineConfiguration;
        if (configuration == null)
        {
            if (!operations.Hash(inputs.ConfigurationDescriptor, 0, inputs.ConfigurationDescriptor.Length, configurationHash))
                return false;
            configuration = configurationHash;
        }

        Array.Copy(inputs.CodeHash, 0, measured, CodeOffset, DiceSizes.Input);
        Array.Copy(configuration, 0, measured, ConfigurationOffset, DiceSizes.Input);
        AssembleStable(inputs, measured, AuthorityOffset);
        return true;
    }

    private static void AssembleStable(DiceInputs inputs, byte[] measured, int offset)
    {
        Array.Copy(inputs.AuthorityHash, 0, measured, offset, DiceSizes.Input);
        measured[offset + ModeOffset - AuthorityOffset] = (byte)inputs.Mode;
        if (inputs.Hidden != null)
            Array.Copy(inputs.Hidden, 0, measured, offset + HiddenOffset - AuthorityOffset, DiceSizes.Input);
    }
}
