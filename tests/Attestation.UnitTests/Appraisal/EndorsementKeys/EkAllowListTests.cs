using System.Security.Cryptography;
using System.Text;
using Attestation.Appraisal.EndorsementKeys;
using Attestation.Appraisal.Endorsements;
using Attestation.Formats;
using Attestation.Tpm.Software;
using Attestation.Tpm.Wire;

namespace Attestation.UnitTests.Appraisal.EndorsementKeys;

public sealed class EkAllowListTests
{
    private const string Hash = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

    [Theory]
    [InlineData("a key alone", Hash, null, null)]
    [InlineData("a key with a node", Hash + " node-7.example", "node-7.example", null)]
    [InlineData("a key with a class", Hash + "\tExample/Model-9", null, "Example Model-9")]
    [InlineData("all three, a comment, white space, CR", "  000b" + Hash + "  node-7   Example/Model-9  # rack 4\r", "node-7", "Example Model-9")]
    [InlineData("upper case", "000B00112233445566778899AABBCCDDEEFF00112233445566778899AABBCCDDEEFF", null, null)]
    public void ALineIsRead(string about, string line, string? node, string? model)
    {
        Assert.True(EkAllowList.TryParse(Encoding.UTF8.GetBytes($"# keys\n\n{line}\n"), out EkAllowList list, out ParseError error), $"{about}: {error}");
        EkAllowance entry = Assert.Single(list.Entries);
        Assert.EndsWith(Hash, entry.Key, StringComparison.Ordinal);
        Assert.Equal((node, model, 3), (entry.NodeName, entry.Class?.ToString(), entry.Line));
    }

    [Theory]
    [InlineData("not hexadecimal", "node-7", "ek.allow-list.key")]
    [InlineData("a digest of another size", "000c" + Hash, "ek.allow-list.key")]
    [InlineData("an odd number of digits", Hash + "0", "ek.allow-list.key")]
    [InlineData("too many fields", Hash + " a b/c d", "ek.allow-list.line")]
    [InlineData("two nodes", Hash + " a b", "ek.allow-list.line")]
    [InlineData("two classes", Hash + " a/b c/d", "ek.allow-list.line")]
    [InlineData("class before node", Hash + " a/b c", "ek.allow-list.line")]
    [InlineData("a class without model", Hash + " a/", "ek.allow-list.line")]
    [InlineData("a class of three parts", Hash + " a/b/c", "ek.allow-list.line")]
    [InlineData("a control character", Hash + " a\u0007", "ek.allow-list.line")]
    [InlineData("an upper case node", Hash + " Node", "ek.allow-list.node")]
    [InlineData("a node that ends with a hyphen", Hash + " node-", "ek.allow-list.node")]
    [InlineData("an empty label", Hash + " a..b", "ek.allow-list.node")]
    public void ABadLineIsNamed(string about, string line, string code)
    {
        Assert.False(EkAllowList.TryParse(Encoding.UTF8.GetBytes($"{Hash.Replace('0', '1')}\n{line}\n"), out _, out ParseError error), about);
        Assert.Equal((code, "line 2"), (error.Code.Id, error.Path));
        Assert.Equal(65, error.Offset);
    }

    [Fact]
    public void GoodLinesCountBesideBadOnes()
    {
        var builder = new EkTrustBuilder();
        builder.AddAllowList("one", Encoding.UTF8.GetBytes($"rubbish\n{Hash}\n"));
        builder.AddAllowList("two", Encoding.UTF8.GetBytes($"{Hash}\n000b{Hash}\n"));
        Assert.Equal(["one: ek.allow-list.key at byte 0 (line 1)", "two: ek.allow-list.twice at byte 0 (line 1)"], builder.Refused.Select(r => r.ToString()));
        Assert.Equal(2, builder.Build().AllowList.Entries.Count);
    }

    [Theory]
    [InlineData("TPM name", 0)]
    [InlineData("SHA-256 of TPMT_PUBLIC", 1)]
    [InlineData("SHA-256 of TPM2B_PUBLIC", 2)]
    [InlineData("SHA-256 of SubjectPublicKeyInfo", 3)]
    public void AKeyIsFoundUnderEachOfItsForms(string about, int form)
    {
        byte[] sized = EkCase.Bytes("p256.tpm2b_public");
        Assert.True(WireValue.TryParseSized(sized, out TpmtPublic? area, out _));
        byte[] key = form switch
        {
            0 => TpmName.Of(area),
            1 => SHA256.HashData(sized.AsSpan(2)),
            2 => SHA256.HashData(sized),
            _ => SHA256.HashData(PublicKeys.ToSubjectPublicKeyInfo(area)!),
        };
        Assert.True(EkAllowList.TryParse(Encoding.ASCII.GetBytes(Convert.ToHexString(key) + " node-7 Example/Model-9"), out EkAllowList list, out _));
        Assert.True(list.Find(area) is { NodeName: "node-7", Class: { } model } && model == new DeviceClass("Example", "Model-9"), about);
        Assert.True(WireValue.TryParseSized(EkCase.Bytes("second.tpm2b_public"), out TpmtPublic? other, out _));
        Assert.Null(list.Find(other));
    }
}
