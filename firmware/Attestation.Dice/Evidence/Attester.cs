using Attestation.Dice.Certificates;

namespace Attestation.Dice.Evidence;

/// <summary>The last layer as the Attester of RFC 9334: it certifies an attestation key, forgets CDI_Attest, and answers challenges
/// until it is stopped.
/// CDI_Seal is not touched.</summary>
public sealed class Attester
{
    private readonly IDiceOperations _operations;
    private readonly LayerKey _key;

    private Attester(IDiceOperations operations, LayerKey key, DiceChain chain)
    {
        _operations = operations;
        _key = key;
        Chain = chain;
    }

    /// <summary>From the UDS to the attestation key.</summary>
    public DiceChain Chain { get; }

    /// <summary>The raw public key that verifies the evidence.</summary>
    public byte[] PublicKey => _key.PublicKey;

    /// <summary>Derives and certifies the attestation key. CDI_Attest is wiped whether that succeeds or not.</summary>
    /// <param name="operations">The crypto.</param>
    /// <param name="secrets">What the previous layer handed over.</param>
    /// <param name="cdiAlgorithm">Of this layer's CDI key, as the previous layer certified it.</param>
    /// <param name="keyAlgorithm">Of the attestation key.</param>
    /// <param name="form">Of its certificate.</param>
    /// <param name="chain">The chain that was handed over; receives the new certificate.</param>
    /// <param name="attester">Ready to answer, or null after a failure.</param>
    public static DiceResult Start(
        IDiceOperations operations,
        LayerSecrets secrets,
        DiceAlgorithm cdiAlgorithm,
        DiceAlgorithm keyAlgorithm,
        CertificateForm form,
        DiceChain chain,
        out Attester attester)
    {
        attester = null;
        if (secrets == null || secrets.CdiAttest == null)
            return DiceResult.InvalidInput;
        LayerKey key = null;
        try
        {
            if (chain == null)
                return DiceResult.InvalidInput;
            DiceResult result = LayerKey.DeriveAttestationKey(operations, keyAlgorithm, secrets.CdiAttest, out key);
            if (result != DiceResult.Ok)
                return result;
            result = AttestationKeyCertificate.Issue(operations, secrets.CdiAttest, cdiAlgorithm, key, form, out byte[] certificate);
            if (result != DiceResult.Ok)
                return result;
            chain.Append(form, certificate);
            attester = new Attester(operations, key, chain);
            return DiceResult.Ok;
        }
        finally
        {
            operations.Wipe(secrets.CdiAttest);
            if (attester == null && key != null)
                key.Wipe(operations);
        }
    }

    /// <summary>Signs the claims; see <see cref="EvidenceWriter"/>.</summary>
    public DiceResult Answer(EvidenceClaims claims, out byte[] evidence) =>
        EvidenceWriter.Write(_operations, _key, Chain, claims, out evidence);

    /// <summary>Wipes the attestation key; every later answer fails.</summary>
    public void Stop() => _key.Wipe(_operations);
}
