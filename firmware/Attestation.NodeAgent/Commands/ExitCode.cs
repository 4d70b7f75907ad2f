namespace Attestation.NodeAgent.Commands;

/// <summary>What every command of this project tells its caller.</summary>
public static class ExitCode
{
    /// <summary>Done; everything as it should be.</summary>
    public const int Good = 0;

    /// <summary>A check said no: the verifier refused, or the machine is not in a state in which the agent may go on.</summary>
    public const int Refused = 1;

    /// <summary>Wrong usage, or input that cannot be used.</summary>
    public const int Usage = 2;

    /// <summary>The verifier, the TPM or the operating system failed.</summary>
    public const int Failed = 3;
}
