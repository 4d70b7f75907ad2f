using System.Text.Json;
using Attestation.Dice;
using Attestation.Dice.Certificates;

namespace Attestation.UnitTests.Dice;

/// <summary>The published known values of open-dice: three sets of inputs with everything that follows from them.</summary>
public static class OpenDiceVectors
{
    public const string Folder = "01-open-dice";

    private static readonly Lazy<JsonElement[]> Loaded = new(() =>
        [.. JsonDocument.Parse(PublicVectors.Text(Folder + "/dice_main_flow.json")).RootElement.GetProperty("cases").EnumerateArray()]);

    public static IEnumerable<string> CaseNames => ["ZeroInput", "HashOnlyInput", "DescriptorInput"];

    public static JsonElement Case(string name) => Loaded.Value.Single(c => c.GetProperty("name").GetString() == name);

    public static LayerSecrets Secrets(string name) =>
        new(Hex(Case(name), "current_cdi_attest"), Hex(Case(name), "current_cdi_seal"));

    public static DiceInputs Inputs(string name)
    {
        JsonElement input = Case(name).GetProperty("input");
        bool isInline = input.GetProperty("config_type").GetString() == "inline";
        return new DiceInputs
        {
            CodeHash = Hex(input, "code_hash"),
            CodeDescriptor = Hex(input, "code_descriptor"),
            InlineConfiguration = isInline ? Hex(input, "config_value") : null,
            ConfigurationDescriptor = isInline ? null : Hex(input, "config_descriptor"),
            AuthorityHash = Hex(input, "authority_hash"),
            AuthorityDescriptor = Hex(input, "authority_descriptor"),
            Mode = (DiceMode)input.GetProperty("mode").GetInt32(),
            Hidden = Hex(input, "hidden"),
        };
    }

    public static byte[] Expected(string name, string property) => Hex(Case(name).GetProperty("expected"), property);

    public static byte[] Expected(string name, string algorithm, string property) =>
        Hex(Case(name).GetProperty("expected").GetProperty(algorithm), property);

    /// <summary>The golden certificates of one case that this project can make: their key in the vector file, form, algorithm and
    /// profile name.</summary>
    public static IEnumerable<(string Key, CertificateForm Form, DiceAlgorithm Algorithm, string? Profile)> Certificates(string name)
    {
        foreach (JsonProperty entry in Case(name).GetProperty("expected").GetProperty("certificates").EnumerateObject())
        {
            string[] parts = entry.Name.Split('/');
            if (parts[1].StartsWith("Mldsa", StringComparison.Ordinal))
                continue;
            CertificateForm form = parts[0] == "X509" ? CertificateForm.X509 : CertificateForm.Cbor;
            DiceAlgorithm algorithm = Enum.Parse<DiceAlgorithm>(parts[1]);
            // The files made with mbedtls and the ECDSA ones of the CBOR generator carry this project's name for itself.
            string? profile = parts[2] != "no-profile" ? parts[2] : algorithm == DiceAlgorithm.Ed25519 ? null : "opendice.example";
            yield return (entry.Name, form, algorithm, profile);
        }
    }

    /// <summary>The golden file, or null where only its length and digest are published.</summary>
    public static byte[]? Golden(string name, string key)
    {
        string file = $"{Folder}/{Entry(name, key).GetProperty("file").GetString()}";
        return File.Exists(PublicVectors.PathOf(file)) ? PublicVectors.Bytes(file) : null;
    }

    public static int GoldenSize(string name, string key) => Entry(name, key).GetProperty("size").GetInt32();

    public static string GoldenSha256(string name, string key) => Entry(name, key).GetProperty("sha256").GetString()!;

    private static JsonElement Entry(string name, string key) =>
        Case(name).GetProperty("expected").GetProperty("certificates").GetProperty(key);

    private static byte[] Hex(JsonElement element, string property) => Convert.FromHexString(element.GetProperty(property).GetString()!);
}
