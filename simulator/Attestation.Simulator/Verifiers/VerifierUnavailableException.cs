namespace Attestation.Simulator.Verifiers;

/// <summary>The verifier did not start, could not be reached, or answered with something that is not its API. Says nothing about any device.</summary>
public sealed class VerifierUnavailableException(string message, Exception? cause = null) : Exception(message, cause);
