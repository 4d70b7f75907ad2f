using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Attestation.NodeAgent.Keys;
using Attestation.NodeAgent.State;
using Attestation.NodeAgent.Verifiers;
using Attestation.Tpm.Sessions;
using Attestation.Tpm.Wire;

namespace Attestation.NodeAgent.Running;

/// <summary>Enrols this node: shows the verifier that the attestation key lives in the TPM whose endorsement key it trusts.</summary>
public sealed class Enroller(AgentOptions options, VerifierClient verifier, AgentLog log, TimeProvider time)
{
    /// <param name="tpm">The TPM.</param>
    /// <param name="key">The attestation key.</param>
    /// <param name="cancellation">Cancels the wait.</param>
    /// <exception cref="VerifierFailure">It does not enrol the node.</exception>
    /// <exception cref="AgentException">The TPM has no endorsement key that can be used, or the credential is not for this TPM.</exception>
    public async Task<EnrolmentRecord> EnrolAsync(TpmConnection tpm, LoadedKey key, CancellationToken cancellation)
    {
        await using EndorsementKey endorsement = await EndorsementKeys.OpenAsync(tpm, options.Endorsement, cancellation);
        foreach (string note in endorsement.Notes)
            log.Write(AgentEvent.Note, note);
        var request = new EnrolmentRequest(
            WireValue.EncodeSized(endorsement.Public), endorsement.Certificates, WireValue.EncodeSized(key.Public), options.NodeName, options.Class);
        CredentialOffer offer = await verifier.EnrolAsync(request, cancellation);
        byte[] secret = await CredentialActivation.ActivateAsync(tpm, endorsement, key, offer.CredentialBlob, offer.EncryptedSecret, cancellation);
        try
        {
            Activation enrolled = await verifier.ActivateAsync(offer, new ActivationRequest(secret, null, null, null), cancellation);
            return Keep(enrolled, key, endorsement);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
        }
    }

    private EnrolmentRecord Keep(Activation enrolled, LoadedKey key, EndorsementKey endorsement)
    {
        string node = Convert.ToHexStringLower(key.Name);
        if (enrolled.Node != node)
            throw new VerifierFailure($"The verifier enrolled another key than this node's {node}.");
        var summary = new EndorsementSummary(endorsement.Template.Id, Convert.ToHexStringLower(endorsement.Name), CertificateLine(endorsement.Certificates));
        var record = new EnrolmentRecord(
            options.RequireVerifier().Address.AbsoluteUri, node, enrolled.NodeName, enrolled.Class, enrolled.IntervalSeconds, enrolled.UdsCertificate,
            summary, time.GetUtcNow());
        EnrolmentFile.Write(options.Folders, record);
        log.Write(AgentEvent.Enrolled, null, ("node", node), ("nodeName", enrolled.NodeName), ("class", enrolled.Class?.ToString()),
            ("endorsementKey", summary.Name), ("template", summary.Template), ("certificate", summary.Certificate ?? "none"));
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
