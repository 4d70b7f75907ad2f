using Attestation.Device.Application;
using Attestation.Dice;
using Attestation.Dice.Evidence;
using Attestation.Dice.Sealing;

namespace Attestation.Device.Boot;

/// <summary>From the UDS to the application's identity: one DICE step for every measured layer, the attestation key, the sealing secret. Open Profile
/// for DICE, "Layering Details". What it was given and what it made on the way is wiped, however it ends; only what the application owns stays.</summary>
internal sealed class BootDerivation
{
    private readonly IDiceOperations _operations;
    private readonly BootPlan _plan;
    private readonly BootIdentity _identity;
    private readonly LayerInputs _inputs;

    public BootDerivation(IDiceOperations operations, BootPlan plan, BootIdentity identity, LayerInputs inputs)
    {
        _operations = operations;
        _plan = plan;
        _identity = identity;
        _inputs = inputs;
    }

    /// <summary>Derives and certifies.</summary>
    /// <param name="uds">32 bytes; wiped.</param>
    /// <param name="layers">From layer 0 to the application's.</param>
    /// <param name="attester">Null after a failure.</param>
    /// <param name="sealing">Null after a failure.</param>
    public DiceResult Run(byte[] uds, MeasuredLayer[] layers, out Attester attester, out SealingSecret sealing)
    {
        attester = null;
        sealing = null;
        LayerSecrets secrets = null;
        VersionedKdf versions = null;
        try
        {
            DiceResult result = StartChain(uds, out DiceChain chain);
            if (result != DiceResult.Ok)
                return result;
            secrets = LayerSecrets.FromUds(uds);
            _operations.Wipe(uds);
            byte[] ueid = DeviceUeid.FromUdsPublicKey(chain.UdsPublicKey);
            for (int number = 0; number < layers.Length; number++)
            {
                DiceInputs inputs = _inputs.Of(layers[number], number);
                if (number == layers.Length - 1 && _plan.SealingCeiling != 0)
                    result = SeedVersions(secrets.CdiSeal, inputs, (int)layers[number].SecurityVersion, out versions);
                if (result != DiceResult.Ok)
                    return result;
                result = DiceFlow.HandOver(_operations, secrets, inputs, _inputs.Options(layers[number], number, ueid), out NextLayer next);
                if (result != DiceResult.Ok)
                    return result;
                secrets = next.Secrets;
                chain.Append(next);
            }

            result = Attester.Start(_operations, secrets, _plan.Algorithm, _plan.Algorithm, _plan.Form, chain, out attester);
            if (result == DiceResult.Ok)
                sealing = new SealingSecret(_operations, secrets.CdiSeal, versions, (uint)layers[layers.Length - 1].SecurityVersion);
            return result;
        }
        finally
        {
            _operations.Wipe(uds);
            if (sealing == null)
                Forget(secrets, versions, attester);
        }
    }

    /// <summary>The root of the chain. The UDS key pair exists for its public half only; the first step makes it again to sign.</summary>
    private DiceResult StartChain(byte[] uds, out DiceChain chain)
    {
        chain = null;
        DiceResult result = LayerKey.Derive(_operations, _plan.Algorithm, uds, out LayerKey key);
        if (result != DiceResult.Ok)
            return result;
        key.Wipe(_operations);
        chain = _identity.UdsCertificate != null
            ? DiceChain.FromUdsCertificate(_plan.Algorithm, key.PublicKey, _identity.UdsCertificate)
            : DiceChain.FromUdsPublicKey(_plan.Algorithm, key.PublicKey);
        return DiceResult.Ok;
    }

    /// <summary>Before the step that wipes this layer's secrets: the state of the versioned KDF that belongs to the application's version.</summary>
    private DiceResult SeedVersions(byte[] cdiSeal, DiceInputs inputs, int version, out VersionedKdf versions)
    {
        versions = null;
        byte[] seed = new byte[DiceSizes.Cdi];
        DiceResult result = VersionedKdf.DeriveSeed(_operations, cdiSeal, inputs, seed);
        if (result != DiceResult.Ok)
            return result;
        VersionedKdf candidate = new VersionedKdf(_plan.SealingCeiling);
        result = candidate.Seed(_operations, seed, version);
        if (result == DiceResult.Ok)
            versions = candidate;
        return result;
    }

    private void Forget(LayerSecrets secrets, VersionedKdf versions, Attester attester)
    {
        if (attester != null)
            attester.Stop();
        if (secrets != null)
            secrets.Wipe(_operations);
        if (versions != null)
            versions.Wipe(_operations);
    }
}
