namespace Attestation.Device.Verifiers;

/// <summary>A verifier's signed word about this device, for the challenge that was just answered.</summary>
public sealed class VerifierResult
{
    internal VerifierResult(VerifierStatus status, byte[] token)
    {
        Status = status;
        Token = token;
    }

    /// <summary>The worst of its submodules.</summary>
    public VerifierStatus Status { get; }

    /// <summary>The result as it came, a CWT, to be shown to whoever relies on it. How long it may be relied on stands in it; a board without a clock
    /// cannot tell.</summary>
    public byte[] Token { get; }
}
