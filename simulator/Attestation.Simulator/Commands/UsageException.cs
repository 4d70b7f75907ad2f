namespace Attestation.Simulator.Commands;

/// <summary>The command cannot do what it was asked as it was asked.</summary>
public sealed class UsageException(string message) : Exception(message);
