using System.Text.Json;
using Attestation.Formats;
using Attestation.Formats.Dice;
using Attestation.Formats.Keys;
using Attestation.Formats.Reasons;
using Attestation.Formats.X509;

namespace Attestation.UnitTests.Formats.Dice;

public sealed class DicePublicVectorTests
{
    private static readonly DiceChainRules CdiLeaf = DiceChainRules.OpenDice with { AllowCdiLeaf = true };

    /// <summary>Each published certificate under the key that issued it: X.509 with the key known beforehand, CBOR with the key as root.</summary>
    [PublicVectorFact("01-open-dice")]
    public void OpenDiceGoldenCertificatesVerifyAsChainsOfOneLayer()
    {
        using JsonDocument flow = JsonDocument.Parse(PublicVectors.Text("01-open-dice/dice_main_flow.json"));
        int verified = 0;
        foreach (JsonElement test in flow.RootElement.GetProperty("cases").EnumerateArray())
        {
            foreach (JsonProperty entry in test.GetProperty("expected").GetProperty("certificates").EnumerateObject())
            {
                string[] form = entry.Name.Split('/'); // X509/Ed25519/no-profile
                string path = PublicVectors.PathOf("01-open-dice/" + entry.Value.GetProperty("file").GetString());
                if (form[1].StartsWith("Mldsa", StringComparison.Ordinal) || !File.Exists(path))
                    continue;
                VerificationKey issuer = CurrentKey(test, form[1]);
                byte[] certificate = File.ReadAllBytes(path);
                UnverifiedDiceChain chain = DiceChains.Read(DiceChains.Encode(form[0] == "Cbor" ? issuer : null, [certificate]));
                DiceChainResult result = DiceChains.Verify(chain, issuer, CdiLeaf);
                Assert.True(result.Chain is not null, $"{path}: {DiceChains.Describe(result)}");
                AssertInputs(test.GetProperty("input"), Assert.Single(result.Chain.Layers).Inputs!);
                verified++;
            }
        }
        Assert.Equal(11, verified);
    }

    [PublicVectorTheory("06-veraison/dice/open")]
    [InlineData("X.509, UDS certificate first", "XXXXXXX", true)]
    [InlineData("CBOR below the UDS public key", "CCCCCCC", false)]
    [InlineData("X.509 below the UDS public key", "XXXXXXX", false)]
    [InlineData("X.509 and CBOR in turn", "XCXCXCX", true)]
    [InlineData("CBOR and X.509 in turn", "CXCXCXC", false)]
    public void SevenLayersVerify(string description, string forms, bool certificateFirst)
    {
        byte[] uds = Layer('X', "uds_cert");
        Assert.True(UnverifiedCertificate.TryParse(uds, out UnverifiedCertificate certificate, out _));
        VerificationKey key = certificate.VerifySelfSigned()!.SubjectKey;
        List<byte[]> entries = [.. forms.Select((form, i) => Layer(form, $"cert_full_cert_chain_{i}"))];
        if (certificateFirst)
            entries.Insert(0, uds);
        DiceChainResult result = DiceChains.Verify(DiceChains.Read(DiceChains.Encode(certificateFirst ? null : key, entries)), key, CdiLeaf);
        Assert.True(result.Chain is not null, $"{description}: {DiceChains.Describe(result)}");
        Assert.Equal(7, result.Chain.Layers.Count);
        Assert.Equal(key, result.Chain.RootKey);
        Assert.Equal(certificateFirst, result.Chain.UdsCertificate is not null);
    }

    [PublicVectorTheory("02-android-dice")]
    [InlineData("eight layers, Ed25519", "valid_ed25519.chain", 8, "")]
    [InlineData("three layers, P-256", "valid_p256.chain", 3, "")]
    [InlineData("signature of the last of three is bad", "bad_p256.chain", 0, "dice.chain.signature chain[3]")]
    [InlineData("one entry certifies the root key itself", "cf_degenerate.chain", 0, "dice.chain.degenerate chain")]
    public void AndroidChainsHaveTheirPublishedOutcome(string description, string file, int layers, string finding)
    {
        UnverifiedDiceChain chain = DiceChains.Read(PublicVectors.Bytes("02-android-dice/hwtrust/dice/" + file));
        DiceChainResult result = DiceChains.Verify(chain, chain.RootKey!, DiceChainRules.Android);
        Assert.True(finding == string.Join(", ", result.Findings.Select(f => $"{f.Code} {f.Where}")), $"{description}: {DiceChains.Describe(result)}");
        Assert.Equal(layers, result.Chain?.Layers.Count ?? 0);
    }

    [PublicVectorFact("02-android-dice")]
    public void ADegenerateChainPassesOnlyWhereAllowed()
    {
        UnverifiedDiceChain chain = DiceChains.Read(PublicVectors.Bytes("02-android-dice/hwtrust/dice/cf_degenerate.chain"));
        DiceChainResult result = DiceChains.Verify(chain, chain.RootKey!, DiceChainRules.Android with { AllowDegenerate = true });
        Assert.True(result.Chain!.IsDegenerate);
        Assert.Equal(chain.RootKey, result.Chain.LeafKey);
    }

    private static byte[] Layer(char form, string name) =>
        PublicVectors.Bytes($"06-veraison/dice/open/_{(form == 'X' ? "X509" : "CBOR")}_Ed25519_{name}.cert");

    private static VerificationKey CurrentKey(JsonElement test, string algorithm)
    {
        JsonElement keys = test.GetProperty("expected").GetProperty(algorithm.ToLowerInvariant());
        VerificationKey key;
        if (algorithm == "Ed25519")
            Assert.True(VerificationKey.TryFromEd25519(Hex(keys, "current_public_key"), out key, out _));
        else
            Assert.True(VerificationKey.TryFromPoint(Enum.Parse<KeyKind>(algorithm), Hex(keys, "current_public_key_xy"), out key, out _));
        Assert.Equal(keys.GetProperty("current_id").GetString(), DiceId.Of(key));
        return key;
    }

    private static void AssertInputs(JsonElement input, DiceInputs inputs)
    {
        Assert.Equal(Hex(input, "code_hash"), inputs.CodeHash!.Value.ToArray());
        Assert.Equal(Hex(input, "authority_hash"), inputs.AuthorityHash!.Value.ToArray());
        Assert.Equal(input.GetProperty("mode").GetInt32(), (int)inputs.Mode!.Value);
        if (input.GetProperty("config_type").GetString() == "inline")
            Assert.Equal(Hex(input, "config_value"), inputs.InlineConfiguration!.Value.ToArray());
        else
            Assert.Equal(Hex(input, "config_descriptor"), inputs.ConfigurationDescriptor!.Value.ToArray());
        Assert.Equal(Hex(input, "code_descriptor"), inputs.CodeDescriptor?.ToArray() ?? []);
        Assert.Equal(Hex(input, "authority_descriptor"), inputs.AuthorityDescriptor?.ToArray() ?? []);
    }

    private static byte[] Hex(JsonElement element, string name) => Convert.FromHexString(element.GetProperty(name).GetString()!);
}
