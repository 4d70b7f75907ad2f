using System.Text;
using System.Text.Json;
using Attestation.Formats;
using Attestation.Formats.Dice;
using Attestation.Formats.Dice.Android;

namespace Attestation.UnitTests.Formats.Dice;

/// <summary>hwtrust's certificate requests. Version 2 is encrypted to a server and not read here: it is refused as another version.</summary>
public sealed class AndroidRequestVectorTests
{
    private const string Folder = "02-android-dice";

    [PublicVectorTheory(Folder)]
    [InlineData("one layer", "hwtrust/csr/v3_csr.base64", "ok 1")]
    [InlineData("P-384 root, Ed25519 layers below, two marked as of the RKP VM", "hwtrust/csr/v3_csr_avf.cbor", "ok 7")]
    [InlineData("version 2", "hwtrust/csr/v2_csr.base64", "dice.android.request")]
    [InlineData("version 2, valid", "hwtrust/csr/valid_csr.cbor", "dice.android.request")]
    [InlineData("version 2, bad", "hwtrust/csr/bad_csr.cbor", "dice.android.request")]
    public void RequestsHaveTheirPublishedOutcome(string description, string file, string outcome)
    {
        byte[] bytes = PublicVectors.Bytes($"{Folder}/{file}");
        if (file.EndsWith(".base64", StringComparison.Ordinal))
            bytes = Convert.FromBase64String(Encoding.ASCII.GetString(bytes));
        Assert.True(outcome == Outcome(bytes), $"{description}: {Outcome(bytes)}");
    }

    [PublicVectorTheory(Folder)]
    [InlineData("Ed25519", "v3_ed25519_valid.json", "ok 1")]
    [InlineData("P-256", "v3_p256_valid.json", "ok 1")]
    [InlineData("with UDS certificates", "v3_p256_valid_with_uds_certs.json", "ok 1")]
    [InlineData("with markers of the RKP VM", "v3_avf_valid_with_rkpvm_markers.json", "ok 7")]
    [InlineData("a certificate too many above the UDS", "v3_p256_extra_uds_cert_in_chain.json", "dice.chain.key-reused")]
    [InlineData("all versions", "all_versions_valid.json", "dice.android.request, dice.android.request, ok 1, ok 1")]
    [InlineData("all versions, each invalid", "all_versions_invalid.json", "dice.android.request, dice.android.request, cbor.truncated, cose.key.private, cose.key.private")]
    public void FactoryRequestsHaveTheirPublishedOutcome(string description, string file, string outcomes)
    {
        var found = new List<string>();
        var json = new Utf8JsonReader(PublicVectors.Bytes($"{Folder}/hwtrust/factory_csr/{file}"), new JsonReaderOptions { AllowMultipleValues = true });
        while (json.Read())
        {
            using JsonDocument line = JsonDocument.ParseValue(ref json);
            found.Add(Outcome(line.RootElement.GetProperty("csr").GetBytesFromBase64()));
        }
        Assert.True(outcomes == string.Join(", ", found), $"{description}: {string.Join(", ", found)}");
    }

    [PublicVectorFact(Folder)]
    public void TheOneLayerSaysWhatItsMakerSays()
    {
        byte[] bytes = Convert.FromBase64String(PublicVectors.Text($"{Folder}/hwtrust/csr/v3_csr.base64"));
        Assert.True(AuthenticatedRequest.TryParse(bytes, out AuthenticatedRequest request, out ParseError error), error.ToString());
        AndroidRequestResult result = request.Verify(new DiceAnchors { UdsKeys = [request.Chain.RootKey!] }, DiceChainRules.Android, DiceChains.Now);
        DiceLayer layer = Assert.Single(result.Chain!.Layers);
        Assert.Equal(("issuer", "subject", DiceMode.Normal), (layer.IssuerId, layer.SubjectId, layer.Inputs!.Mode));
        Assert.All((byte[])[.. layer.Inputs.CodeHash!.Value.Span, .. layer.Inputs.AuthorityHash!.Value.Span], b => Assert.Equal(0x55, b));
        Assert.True(ConfigurationDescriptor.TryParse(layer.Inputs.ConfigurationDescriptor!.Value, out ConfigurationDescriptor descriptor, out _));
        Assert.Equal("component_name", descriptor.ComponentName);
        Assert.NotEmpty(result.Payload!.Challenge.ToArray());
    }

    /// <summary>Everything but the unsigned device information at the end is signed, or is the root key that is trusted here by itself.</summary>
    [PublicVectorFact(Folder)]
    public void CutAndChangedRequestsNeverThrow()
    {
        byte[] whole = Convert.FromBase64String(PublicVectors.Text($"{Folder}/hwtrust/csr/v3_csr.base64"));
        foreach (byte[] bad in HostileInput.Lengths(whole).Concat(HostileInput.CborShapes()))
            Assert.False(AuthenticatedRequest.TryParse(bad, out _, out _));
    }

    private static string Outcome(byte[] bytes)
    {
        if (!AuthenticatedRequest.TryParse(bytes, out AuthenticatedRequest request, out ParseError error))
            return error.Code.Id;
        AndroidRequestResult result = request.Verify(new DiceAnchors { UdsKeys = [request.Chain.RootKey!] }, DiceChainRules.Android, DiceChains.Now);
        return result.Payload is null ? string.Join(" ", result.Findings.Select(f => f.Code.Id)) : $"ok {result.Chain!.Layers.Count}";
    }
}
