using System.Security.Cryptography;
using Attestation.Dice;
using Attestation.Dice.Certificates;
using Xunit.Abstractions;

namespace Attestation.UnitTests.Dice;

/// <summary>CDIs, keys, IDs and certificates against the published known values, for every implementation of the operations.</summary>
public sealed class KnownAnswerTests(ITestOutputHelper output)
{
    public static TheoryData<string, string> Cases
    {
        get
        {
            TheoryData<string, string> data = [];
            foreach (string operations in AllOperations.Names)
            {
                foreach (string name in OpenDiceVectors.CaseNames)
                    data.Add(operations, name);
            }

            return data;
        }
    }

    [PublicVectorTheory(OpenDiceVectors.Folder)]
    [MemberData(nameof(Cases))]
    public void NextSecretsAreThePublishedOnes(string operations, string name)
    {
        DiceResult result = DiceFlow.DeriveSecrets(
            AllOperations.ByName[operations], OpenDiceVectors.Secrets(name), OpenDiceVectors.Inputs(name), out LayerSecrets next);

        Assert.Equal(DiceResult.Ok, result);
        Assert.Equal(OpenDiceVectors.Expected(name, "next_cdi_attest"), next.CdiAttest);
        Assert.Equal(OpenDiceVectors.Expected(name, "next_cdi_seal"), next.CdiSeal);
    }

    [PublicVectorTheory(OpenDiceVectors.Folder)]
    [MemberData(nameof(Cases))]
    public void KeysAndIdsAreThePublishedOnes(string operations, string name)
    {
        foreach (DiceAlgorithm algorithm in Enum.GetValues<DiceAlgorithm>())
        {
            string block = algorithm.ToString().ToLowerInvariant();
            string publicKey = algorithm == DiceAlgorithm.Ed25519 ? "public_key" : "public_key_xy";
            Check("current_", OpenDiceVectors.Secrets(name).CdiAttest);
            Check("next_", OpenDiceVectors.Expected(name, "next_cdi_attest"));

            void Check(string prefix, byte[] cdi)
            {
                Assert.Equal(DiceResult.Ok, LayerKey.Derive(AllOperations.ByName[operations], algorithm, cdi, out LayerKey key));
                Assert.Equal(OpenDiceVectors.Expected(name, block, prefix + publicKey), key.PublicKey);
                Assert.Equal(OpenDiceVectors.Expected(name, block, prefix + "id"), key.Id);
            }
        }
    }

    [PublicVectorTheory(OpenDiceVectors.Folder)]
    [MemberData(nameof(Cases))]
    public void CertificatesAreThePublishedOnes(string operations, string name)
    {
        int count = 0;
        foreach ((string key, CertificateForm form, DiceAlgorithm algorithm, string? profile) in OpenDiceVectors.Certificates(name))
        {
            byte[] made = Certify(AllOperations.ByName[operations], name, form, algorithm, profile);
            Compare(name, key, made, form, algorithm);
            CertificateChecks.AssertSignature(made, form, algorithm, OpenDiceVectors.Expected(
                name, algorithm.ToString().ToLowerInvariant(), algorithm == DiceAlgorithm.Ed25519 ? "current_public_key" : "current_public_key_xy"));
            output.WriteLine($"{name} {key}: {made.Length} bytes");
            count++;
        }

        Assert.Equal(name == "DescriptorInput" ? 7 : 8, count);
    }

    private static byte[] Certify(IDiceOperations operations, string name, CertificateForm form, DiceAlgorithm algorithm, string? profile)
    {
        LayerOptions options = new() { Form = form, AuthorityAlgorithm = algorithm, SubjectAlgorithm = algorithm, ProfileName = profile };
        DiceResult result = DiceFlow.Step(operations, OpenDiceVectors.Secrets(name), OpenDiceVectors.Inputs(name), options, out NextLayer next);
        Assert.Equal(DiceResult.Ok, result);
        return next.Certificate;
    }

    /// <summary>Ed25519: every byte. ECDSA signatures of the vectors are random: everything before them.</summary>
    private static void Compare(string name, string key, byte[] made, CertificateForm form, DiceAlgorithm algorithm)
    {
        byte[]? golden = OpenDiceVectors.Golden(name, key);
        if (algorithm == DiceAlgorithm.Ed25519)
            Assert.Equal(OpenDiceVectors.GoldenSha256(name, key), Convert.ToHexStringLower(SHA256.HashData(made)));
        else if (form == CertificateForm.Cbor)
            Assert.Equal(OpenDiceVectors.GoldenSize(name, key), made.Length); // the DER of an ECDSA signature has no fixed length
        if (golden is not null)
        {
            Assert.Equal(
                Convert.ToHexString(CertificateChecks.SignedPart(golden, form, algorithm)),
                Convert.ToHexString(CertificateChecks.SignedPart(made, form, algorithm)));
        }
    }
}
