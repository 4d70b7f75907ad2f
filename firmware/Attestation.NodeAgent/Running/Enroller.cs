using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Attestation.NodeAgent.Identity;
using Attestation.NodeAgent.Keys;
using Attestation.NodeAgent.State;
using Attestation.NodeAgent.Verifiers;
using Attestation.Tpm.Wire;

namespace Attestation.NodeAgent.Running;

/// <summary>Enrols this node: shows the verifier that the attestation key lives in the TPM whose endorsement key it trusts.</summary>
public sealed class Enroller(AgentOptions options, VerifierClient verifier, AgentLog log, TimeProvider time)
{
    /// <param name="keys">The TPM, the attestation key and the DICE identity.</param>
    /// <param name="cancellation">Cancels the wait.</param>
    /// <exception cref="VerifierFailure">It does not enrol the node.</exception>
    /// <exception cref="AgentException">The TPM has no endorsement key that can be used, or the credential is not for this TPM.</exception>
    public async Task<EnrolmentRecord> EnrolAsync(NodeKeys keys, CancellationToken cancellation)
    {
        await using EndorsementKey endorsement = await EndorsementKeys.OpenAsync(keys.Tpm, options.Endorsement, cancellation);
        foreach (string note in endorsement.Notes)
            log.Write(AgentEvent.Note, note);
        var request = new EnrolmentRequest(
            WireValue.EncodeSized(endorsement.Public), endorsement.Certificates, WireValue.EncodeSized(keys.Attestation.Public), options.NodeName, options.Class);
        CredentialOffer offer = await verifier.EnrolAsync(request, cancellation);
        byte[] secret = await CredentialActivation.ActivateAsync(
            keys.Tpm, endorsement, keys.Attestation, offer.CredentialBlob, offer.EncryptedSecret, cancellation);
        try
        {
            Activation enrolled = await verifier.ActivateAsync(offer, await AnswerAsync(keys, secret, cancellation), cancellation);
            return Keep(enrolled, keys, endorsement);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
        }
    }

    /// <summary>The secret; with a DICE identity the attestation key vouches for its UDS key in the same breath.</summary>
    private async Task<ActivationRequest> AnswerAsync(NodeKeys keys, byte[] secret, CancellationToken cancellation)
    {
        if (keys.Identity is not { } identity)
            return new ActivationRequest(secret, null, null, null);
        SignedQuote quote = await UdsCertification.QuoteAsync(keys.Tpm, keys.Attestation, secret, identity, options.Identity!.Pcr, cancellation);
        return new ActivationRequest(secret, identity.UdsSubjectPublicKeyInfo, quote.Attest, quote.Signature);
    }

    private EnrolmentRecord Keep(Activation enrolled, NodeKeys keys, EndorsementKey endorsement)
    {
        string node = keys.Node;
        if (enrolled.Node != node)
            throw new VerifierFailure($"The verifier enrolled another key than this node's {node}.");
        var summary = new EndorsementSummary(endorsement.Template.Id, Convert.ToHexStringLower(endorsement.Name), CertificateLine(endorsement.Certificates));
        var record = new EnrolmentRecord(
            options.RequireVerifier().Address.AbsoluteUri, node, enrolled.NodeName, enrolled.Class, enrolled.IntervalSeconds,
            keys.UdsKey, enrolled.UdsCertificate, summary, time.GetUtcNow());
        EnrolmentFile.Write(options.Folders, record);
        log.Write(AgentEvent.Enrolled, null, ("node", node), ("nodeName", enrolled.NodeName), ("class", enrolled.Class?.ToString()),
            ("endorsementKey", summary.Name), ("template", summary.Template), ("certificate", summary.Certificate ?? "none"),
            ("udsKey", keys.UdsKey));
        return record;
    }

    /// <summary>For people; the verifier reads the certificate itself. Some vendors' certificates cannot be read as X.509 here: then their digest must do.</summary>
    private static string? CertificateLine(IReadOnlyList<byte[]> certificates)
    {
        if (certificates is not [var leaf, ..])
            return null;
        string digest = $"sha256 {Convert.ToHexStringLower(SHA256.HashData(leaf))}";
        string behind = certificates.Count > 1 ? $", {certificates.Count - 1} certificate(s) above it" : "";
        try
        {
            using X509Certificate2 certificate = X509CertificateLoader.LoadCertificate(leaf);
            return $"serial {certificate.SerialNumber} by {certificate.Issuer}, {digest}{behind}";
        }
        catch (CryptographicException)
        {
            return digest + behind;
        }
    }
}
