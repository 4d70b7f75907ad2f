using System.Collections;
using Attestation.Dice;
using Attestation.Dice.Certificates;

namespace Attestation.Device.SelfTest.OpenDice;

/// <summary>One published set of inputs with what follows from them: CDIs, key pairs, identifiers, certificates. Numbers as hexadecimal text.</summary>
internal sealed class KnownCase
{
    internal KnownCase(string name, DiceInputs inputs)
    {
        Name = name;
        Inputs = inputs;
    }

    internal string Name { get; }

    internal DiceInputs Inputs { get; }

    internal string CdiAttest { get; set; }

    internal string CdiSeal { get; set; }

    internal string NextCdiAttest { get; set; }

    internal string NextCdiSeal { get; set; }

    /// <summary>Objects of <see cref="KnownKey"/>.</summary>
    internal ArrayList Keys { get; } = new ArrayList();

    /// <summary>Objects of <see cref="KnownCertificate"/>.</summary>
    internal ArrayList Certificates { get; } = new ArrayList();

    /// <summary>A key pair of the current layer, or of the next one.</summary>
    internal void AddKey(DiceAlgorithm algorithm, bool isCurrent, string publicKey, string id) =>
        Keys.Add(new KnownKey(algorithm, isCurrent, publicKey, id));

    /// <summary>A certificate of the next layer's key by the current one's, both of one algorithm.</summary>
    internal void AddCertificate(CertificateForm form, DiceAlgorithm algorithm, string profile, string digest) =>
        Certificates.Add(new KnownCertificate(form, algorithm, profile, digest));
}
