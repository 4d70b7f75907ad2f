using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Attestation.Dice;
using Attestation.Dice.Certificates;

namespace Attestation.UnitTests.Dice;

/// <summary>Seven layers from an unprovisioned UDS: the chains published by veraison/dice, byte for byte.</summary>
public sealed class FullChainTests
{
    private const string Folder = "06-veraison/dice/open";
    private const int Layers = 7;

    public static TheoryData<string, string, CertificateForm> Chains
    {
        get
        {
            TheoryData<string, string, CertificateForm> data = [];
            foreach (string operations in AllOperations.Names)
            {
                data.Add(operations, "_X509_Ed25519_cert_full_cert_chain_", CertificateForm.X509);
                data.Add(operations, "_CBOR_Ed25519_cert_full_cert_chain_", CertificateForm.Cbor);
            }

            return data;
        }
    }

    [PublicVectorTheory(Folder)]
    [MemberData(nameof(Chains))]
    public void SevenLayersAreThePublishedOnes(string name, string prefix, CertificateForm form)
    {
        IDiceOperations operations = AllOperations.ByName[name];
        LayerSecrets secrets = LayerSecrets.FromUds(new byte[32]);
        for (int layer = 0; layer < Layers; layer++)
        {
            DiceInputs inputs = new()
            {
                CodeHash = FakeInput($"code_hash_{layer}"),
                AuthorityHash = FakeInput($"authority_hash_{layer}"),
                InlineConfiguration = FakeInput($"inline_config_{layer}"),
                Mode = DiceMode.Normal,
            };
            LayerSecrets current = secrets;
            Assert.Equal(DiceResult.Ok, DiceFlow.HandOver(operations, current, inputs, new LayerOptions { Form = form }, out NextLayer next));
            Assert.Equal(Convert.ToHexString(PublicVectors.Bytes($"{Folder}/{prefix}{layer}.cert")), Convert.ToHexString(next.Certificate));
            Assert.All(current.CdiAttest.Concat(current.CdiSeal), b => Assert.Equal(0, b));
            secrets = next.Secrets;
        }
    }

    /// <summary>The generator of test inputs in open-dice: SHA-512 over a SHA-512 whose first 8 bytes count up, little-endian. Here
    /// only the first block.</summary>
    private static byte[] FakeInput(string seed)
    {
        byte[] block = SHA512.HashData(Encoding.ASCII.GetBytes(seed));
        Assert.NotEqual(ulong.MaxValue, BinaryPrimitives.ReadUInt64LittleEndian(block));
        return SHA512.HashData(block);
    }
}
