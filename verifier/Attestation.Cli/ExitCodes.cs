namespace Attestation.Cli;

/// <summary>What scripts may rely on. docs/cli.md says the same.</summary>
public static class ExitCodes
{
    /// <summary>Good: verified, affirming, found, understood.</summary>
    public const int Good = 0;

    /// <summary>Refused: a verification failed, or a verdict is anything but affirming.</summary>
    public const int Refused = 1;

    /// <summary>Usage error, or an input that is not there or is not what it should be.</summary>
    public const int Usage = 2;

    /// <summary>The service or this tool failed; says nothing about the input.</summary>
    public const int Failed = 3;
}
