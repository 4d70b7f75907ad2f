using Attestation.NodeAgent.Evidence;
using Attestation.NodeAgent.Keys;
using Attestation.Tpm.Sessions;

namespace Attestation.NodeAgent.Identity;

/// <summary>Ties the node's UDS public key to the attestation key that a credential was just activated for.</summary>
public static class UdsCertification
{
    /// <summary>A quote by the attestation key whose qualifying data is <see cref="QualifyingData.OfIdentity"/>; over the latch's PCR, which shows that it is closed.</summary>
    /// <param name="tpm">The TPM.</param>
    /// <param name="key">The attestation key.</param>
    /// <param name="activationSecret">What TPM2_ActivateCredential gave.</param>
    /// <param name="identity">The node's identity.</param>
    /// <param name="latchPcr">Index of the latch's PCR.</param>
    /// <param name="cancellation">Cancels the wait.</param>
    public static async Task<SignedQuote> QuoteAsync(
        TpmConnection tpm, LoadedKey key, byte[] activationSecret, NodeIdentity identity, int latchPcr, CancellationToken cancellation = default)
    {
        byte[] qualifying = QualifyingData.OfIdentity(activationSecret, identity.UdsSubjectPublicKeyInfo);
        QuotedPcrs quoted = await QuoteMaker.QuoteAsync(tpm, key, qualifying, new LatchPcr(latchPcr).Selection, cancellation);
        return quoted.Quotes[0];
    }
}
