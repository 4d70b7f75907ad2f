using Attestation.Dice;
using Attestation.Dice.Certificates;

namespace Attestation.Device.SelfTest.OpenDice;

/// <summary>A published certificate. Published ECDSA signatures are random, so for those the digest is of what the signature covers.</summary>
internal sealed class KnownCertificate
{
    internal KnownCertificate(CertificateForm form, DiceAlgorithm algorithm, string profile, string digest)
    {
        Form = form;
        Algorithm = algorithm;
        Profile = profile;
        Digest = digest;
    }

    internal CertificateForm Form { get; }

    internal DiceAlgorithm Algorithm { get; }

    /// <summary>Profile name, or null.</summary>
    internal string Profile { get; }

    /// <summary>SHA-256 of the certificate (Ed25519), or of its part before the signature (ECDSA).</summary>
    internal string Digest { get; }
}
