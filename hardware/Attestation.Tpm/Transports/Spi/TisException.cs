namespace Attestation.Tpm.Transports.Spi;

/// <summary>The way to the TPM is broken at its FIFO interface.</summary>
/// <param name="failure">Which way of failing.</param>
/// <param name="message">What was seen, for an operator.</param>
/// <param name="cause">What the operating system said.</param>
public sealed class TisException(TisFailure failure, string message, Exception? cause = null) : IOException(message, cause)
{
    public TisFailure Failure { get; } = failure;
}
