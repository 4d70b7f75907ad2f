namespace Attestation.NodeAgent;

/// <summary>The agent cannot go on. The message is a whole sentence for the operator, without secrets.</summary>
/// <param name="exitCode">What the program ends with: see <see cref="Commands.ExitCode"/>.</param>
/// <param name="message">What is wrong and, where known, what helps.</param>
/// <param name="cause">What the operating system or the TPM said.</param>
public sealed class AgentException(int exitCode, string message, Exception? cause = null) : Exception(message, cause)
{
    public int ExitCode { get; } = exitCode;

    /// <summary>A check said no.</summary>
    public static AgentException Refused(string message, Exception? cause = null) => new(Commands.ExitCode.Refused, message, cause);

    /// <summary>Wrong usage, or input that cannot be used.</summary>
    public static AgentException Usage(string message, Exception? cause = null) => new(Commands.ExitCode.Usage, message, cause);

    /// <summary>The TPM, a file or a service failed.</summary>
    public static AgentException Failed(string message, Exception? cause = null) => new(Commands.ExitCode.Failed, message, cause);
}
