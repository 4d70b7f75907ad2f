namespace Attestation.Dice;

/// <summary>How a step ended. Anything but <see cref="Ok"/> means: no output was handed out, and every secret of the step is
/// wiped.</summary>
public enum DiceResult
{
    Ok = 0,

    /// <summary>An input has the wrong length, a required one is missing, or an algorithm, form or mode is unknown.</summary>
    InvalidInput = 1,

    /// <summary>The hash operation failed.</summary>
    HashFailed = 2,

    /// <summary>The key derivation operation failed.</summary>
    KdfFailed = 3,

    /// <summary>No key pair could be derived from a seed.</summary>
    KeyPairFailed = 4,

    /// <summary>The signing operation failed.</summary>
    SignFailed = 5,
}
