using System.Security.Cryptography;
using Attestation.Dice;
using Attestation.Dice.Certificates;

namespace Attestation.NodeAgent.Identity;

/// <summary>From the UDS through the layers to the attestation key: Open Profile for DICE, "High-level DICE Flow", in one process for all layers.</summary>
/// <param name="operations">The crypto.</param>
/// <param name="form">Of the certificates.</param>
internal sealed class DiceBoot(IDiceOperations operations, CertificateForm form)
{
    /// <summary>Derives and certifies. Of all secrets only the attestation key is left; the UDS is the caller's to wipe.</summary>
    /// <param name="uds">32 bytes.</param>
    /// <param name="layers">What was measured, in boot order.</param>
    /// <param name="boot">This boot.</param>
    public NodeIdentity Run(byte[] uds, IReadOnlyList<DiceInputs> layers, BootNumber boot)
    {
        byte[] root = UdsPublicKey(uds);
        LayerSecrets secrets = LayerSecrets.FromUds(uds);
        var certificates = new List<LayerCertificate>();
        try
        {
            foreach (DiceInputs inputs in layers)
            {
                Require(DiceFlow.HandOver(operations, secrets, inputs, Options(), out NextLayer next));
                secrets = next.Secrets;
                certificates.Add(new LayerCertificate(next.Form, next.Certificate));
            }
            LayerKey key = AttestationKey(secrets, out byte[] leaf);
            certificates.Add(new LayerCertificate(form, leaf));
            return new NodeIdentity(operations, key, root, certificates, boot, RandomNumberGenerator.GetBytes(32));
        }
        finally
        {
            secrets.Wipe(operations);
        }
    }

    private byte[] UdsPublicKey(byte[] uds)
    {
        Require(LayerKey.Derive(operations, NodeIdentity.Algorithm, uds, out LayerKey key));
        key.Wipe(operations);
        return key.PublicKey;
    }

    private LayerKey AttestationKey(LayerSecrets secrets, out byte[] certificate)
    {
        Require(LayerKey.DeriveAttestationKey(operations, NodeIdentity.Algorithm, secrets.CdiAttest, out LayerKey key));
        bool isCertified = false;
        try
        {
            Require(AttestationKeyCertificate.Issue(operations, secrets.CdiAttest, NodeIdentity.Algorithm, key, form, out certificate));
            isCertified = true;
            return key;
        }
        finally
        {
            if (!isCertified)
                key.Wipe(operations);
        }
    }

    private LayerOptions Options() => new() { Form = form, AuthorityAlgorithm = NodeIdentity.Algorithm, SubjectAlgorithm = NodeIdentity.Algorithm };

    private static void Require(DiceResult result)
    {
        if (result != DiceResult.Ok)
            throw AgentException.Failed($"The DICE derivation failed: {result}.");
    }
}
