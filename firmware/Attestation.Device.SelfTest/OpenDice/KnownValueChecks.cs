using Attestation.Dice;
using Attestation.Dice.Certificates;
using Attestation.Dice.Primitives;

namespace Attestation.Device.SelfTest.OpenDice;

/// <summary>One step of DICE against the published known values: secrets, keys, identifiers, certificates.</summary>
internal static class KnownValueChecks
{
    internal static void Run(SelfTestRun run)
    {
        Run(run, ZeroInput.Make());
        Run(run, HashOnlyInput.Make());
        Run(run, DescriptorInput.Make());
    }

    private static void Run(SelfTestRun run, KnownCase known)
    {
        IDiceOperations operations = new SoftwareDiceOperations();
        DiceFlow.DeriveSecrets(operations, Current(known), known.Inputs, out LayerSecrets next);
        run.Check(known.Name + " CDI_Attest", known.NextCdiAttest, next.CdiAttest);
        run.Check(known.Name + " CDI_Seal", known.NextCdiSeal, next.CdiSeal);
        for (int i = 0; i < known.Keys.Count; i++)
            CheckKey(run, operations, known, (KnownKey)known.Keys[i]);
        for (int i = 0; i < known.Certificates.Count; i++)
            CheckCertificate(run, operations, known, (KnownCertificate)known.Certificates[i]);
    }

    private static void CheckKey(SelfTestRun run, IDiceOperations operations, KnownCase known, KnownKey expected)
    {
        string name = known.Name + (expected.IsCurrent ? " current " : " next ") + Name(expected.Algorithm);
        LayerKey.Derive(operations, expected.Algorithm, Hex.Bytes(expected.IsCurrent ? known.CdiAttest : known.NextCdiAttest), out LayerKey key);
        run.Check(name + " public key", expected.PublicKey, key.PublicKey);
        run.Check(name + " ID", expected.Id, key.Id);
    }

    private static void CheckCertificate(SelfTestRun run, IDiceOperations operations, KnownCase known, KnownCertificate expected)
    {
        LayerOptions options = new LayerOptions
        {
            Form = expected.Form,
            AuthorityAlgorithm = expected.Algorithm,
            SubjectAlgorithm = expected.Algorithm,
            ProfileName = expected.Profile,
        };
        DiceResult result = DiceFlow.Step(operations, Current(known), known.Inputs, options, out NextLayer next);
        string name = known.Name + " certificate " + (expected.Form == CertificateForm.X509 ? "X.509 " : "CBOR ") + Name(expected.Algorithm) + " " + expected.Profile;
        if (result != DiceResult.Ok)
        {
            run.Check(name, 0, (uint)result);
            return;
        }

        byte[] digest = new byte[Sha256.Size];
        int from = expected.Algorithm != DiceAlgorithm.Ed25519 && expected.Form == CertificateForm.X509 ? 4 : 0;
        Sha256.Hash(next.Certificate, from, DigestedSize(next.Certificate, expected), digest, 0);
        run.Check(name, expected.Digest, digest);
    }

    /// <summary>All of it, a tbsCertificate (whose header is 30 82 and two bytes of length), or what precedes a CBOR signature of fixed length.</summary>
    private static int DigestedSize(byte[] certificate, KnownCertificate expected)
    {
        if (expected.Algorithm == DiceAlgorithm.Ed25519)
            return certificate.Length;
        return expected.Form == CertificateForm.X509 ? 4 + (certificate[6] << 8) + certificate[7] : certificate.Length - P256.SignatureSize;
    }

    private static LayerSecrets Current(KnownCase known) => new LayerSecrets(Hex.Bytes(known.CdiAttest), Hex.Bytes(known.CdiSeal));

    private static string Name(DiceAlgorithm algorithm)
    {
        switch (algorithm)
        {
            case DiceAlgorithm.Ed25519:
                return "Ed25519";
            case DiceAlgorithm.P256:
                return "P-256";
            default:
                return "P-384";
        }
    }
}
