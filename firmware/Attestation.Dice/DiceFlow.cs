using Attestation.Dice.Certificates;

namespace Attestation.Dice;

/// <summary>One layer's DICE computation: measure, derive, certify, hand over. Open Profile for DICE, "High-level DICE Flow" and
/// "Layering Details".
/// The UDS takes the place of both CDIs in the first layer (<see cref="LayerSecrets.FromUds"/>).</summary>
public static class DiceFlow
{
    /// <summary>The CDIs of the next layer, without a certificate. The current secrets stay.</summary>
    public static DiceResult DeriveSecrets(IDiceOperations operations, LayerSecrets current, DiceInputs inputs, out LayerSecrets next)
    {
        next = null;
        if (!AreValid(current, inputs))
            return DiceResult.InvalidInput;
        return Derive(operations, current, inputs, new byte[DiceSizes.Hash], out next);
    }

    /// <summary>Derives the next layer's CDIs and certifies the key pair that belongs to them. The current secrets stay: for a layer
    /// that starts several others.</summary>
    /// <param name="operations">The crypto.</param>
    /// <param name="current">This layer's secrets.</param>
    /// <param name="inputs">What was measured of the next layer.</param>
    /// <param name="options">Form and algorithms of the certificate.</param>
    /// <param name="next">Secrets and certificate of the next layer, or null after a failure.</param>
    public static DiceResult Step(IDiceOperations operations, LayerSecrets current, DiceInputs inputs, LayerOptions options, out NextLayer next)
    {
        next = null;
        if (!AreValid(current, inputs) || options == null || !options.IsValid())
            return DiceResult.InvalidInput;

        byte[] configurationHash = new byte[DiceSizes.Hash];
        DiceResult result = Derive(operations, current, inputs, configurationHash, out LayerSecrets secrets);
        if (result != DiceResult.Ok)
            return result;
        try
        {
            return Certify(operations, current, inputs, configurationHash, options, secrets, out next);
        }
        finally
        {
            if (next == null)
                secrets.Wipe(operations);
        }
    }

    /// <summary>As <see cref="Step"/>, for the last thing that a layer does: the current secrets are wiped whether it succeeds or
    /// not.</summary>
    public static DiceResult HandOver(IDiceOperations operations, LayerSecrets current, DiceInputs inputs, LayerOptions options, out NextLayer next)
    {
        try
        {
            return Step(operations, current, inputs, options, out next);
        }
        finally
        {
            if (current != null)
                current.Wipe(operations);
        }
    }

    private static bool AreValid(LayerSecrets current, DiceInputs inputs) =>
        current != null && current.IsValid() && inputs != null && inputs.IsValid();

    private static DiceResult Derive(
        IDiceOperations operations, LayerSecrets current, DiceInputs inputs, byte[] configurationHash, out LayerSecrets next)
    {
        next = null;
        LayerSecrets secrets = new LayerSecrets(new byte[DiceSizes.Cdi], new byte[DiceSizes.Cdi]);
        try
        {
            DiceResult result = CdiDerivation.Derive(operations, current, inputs, secrets, configurationHash);
            if (result == DiceResult.Ok)
                next = secrets;
            return result;
        }
        finally
        {
            if (next == null)
                secrets.Wipe(operations);
        }
    }

    private static DiceResult Certify(
        IDiceOperations operations,
        LayerSecrets current,
        DiceInputs inputs,
        byte[] configurationHash,
        LayerOptions options,
        LayerSecrets secrets,
        out NextLayer next)
    {
        next = null;
        LayerKey authority = null;
        LayerKey subject = null;
        try
        {
            DiceResult result = LayerKey.Derive(operations, options.AuthorityAlgorithm, current.CdiAttest, out authority);
            if (result != DiceResult.Ok)
                return result;
            result = LayerKey.Derive(operations, options.SubjectAlgorithm, secrets.CdiAttest, out subject);
            if (result != DiceResult.Ok)
                return result;
            byte[] certificate = CdiCertificate.Issue(operations, authority, subject, inputs, configurationHash, options);
            if (certificate == null)
                return DiceResult.SignFailed;
            next = new NextLayer(secrets, subject, certificate, options.Form);
            return DiceResult.Ok;
        }
        finally
        {
            if (authority != null)
                authority.Wipe(operations);
            if (subject != null)
                subject.Wipe(operations);
        }
    }
}
