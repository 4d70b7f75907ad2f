using System.Text;
using Attestation.Formats.Cbor;
using Attestation.Formats.Corim;
using Attestation.Formats.Ima;
using Attestation.Formats.Pcrs;
using Attestation.UnitTests.Formats;

namespace Attestation.UnitTests.Cli;

/// <summary><c>attest ima</c> with reference values, over recorded boots.</summary>
public sealed class ImaCommandTests : IDisposable
{
    private const string Implanted = "boot-6-ima-extra-binary";
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("the boot that the sums are of", NodeBoots.Good, 0, "")]
    [InlineData("one more binary", Implanted, 1, "ima.not-allowed at ima/9")]
    public void EntriesAreJudgedBySha256sums(string description, string boot, int exit, string line)
    {
        Attest run = Attest.Run("ima", List(boot), "--pcrs", Pcrs(boot), "--sha256sums", Sums(NodeBoots.Good));
        Assert.Equal((description, exit), (description, run.ExitCode));
        Assert.Contains(line, run.Out);
        Assert.Contains("46 known by digest", run.Out);
    }

    [Fact]
    public void WithoutAQuoteTheEntriesAreJudgedAndTheAnswerSaysSo()
    {
        Attest run = Attest.Run("ima", List(Implanted), "--sha256sums", Sums(NodeBoots.Good));
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("not compared with a quoted PCR", run.Out);
        Assert.Contains("note: ima.boot-aggregate.unproven", run.Out);
        Assert.Contains("1 refused", run.Out);
    }

    [Fact]
    public void AChangedListIsNotJudged()
    {
        byte[] list = NodeBoots.Bytes(NodeBoots.Good, "ima.bin");
        list[^2] ^= 1;
        (int code, var document) = Attest.Json("ima", Write("changed", list), "--pcrs", Pcrs(NodeBoots.Good), "--sha256sums", Sums(NodeBoots.Good));
        Assert.Equal((1, 0), (code, (int)document["judged"]!["entries"]!));
        Assert.Contains("ima.no-prefix", document["findings"]!.AsArray().Select(f => f!["code"]!.ToString()));
    }

    [Fact]
    public void APolicyLetsPassByName()
    {
        string policy = Write("policy.json", """{"id":"test","node":{"ima":{"exclude":["/**/implant"]}}}"""u8.ToArray());
        (int code, var document) = Attest.Json("ima", List(Implanted), "--pcrs", Pcrs(Implanted), "--sha256sums", Sums(NodeBoots.Good), "--policy", policy);
        Assert.Equal((0, 1), (code, (int)document["judged"]!["excluded"]!));
        var finding = Assert.Single(document["findings"]!.AsArray())!;
        Assert.Equal(("ima.excluded", "note"), (finding["code"]!.ToString(), finding["severity"]!.ToString()));
    }

    [Fact]
    public void EntriesAreJudgedByACorim()
    {
        string corim = Write("values.corim", SignedCorimWriter.Sign(Corim(NodeBoots.Good), TestKeys.P256, "Example"));
        string key = Write("key.pem", Encoding.ASCII.GetBytes(TestKeys.P256.PublicKey.ToPem()));
        string[] asked = ["--pcrs", Pcrs(NodeBoots.Good), "--corim", corim, "--corim-key", key];
        Assert.Equal(0, Attest.Run(["ima", List(NodeBoots.Good), .. asked, "--node-class", "Example/node"]).ExitCode);
        Attest run = Attest.Run("ima", List(Implanted), "--pcrs", Pcrs(Implanted), "--corim", corim, "--corim-key", key);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("root/implant", run.Out);
        Attest unsigned = Attest.Run("ima", List(NodeBoots.Good), "--corim", Write("unsigned.corim", Corim(NodeBoots.Good).Encode()));
        Assert.Contains("ima.no-reference", unsigned.Out); // unsigned values do not count
        Assert.Equal(2, Attest.Run(["ima", List(NodeBoots.Good), .. asked, "--node-class", "Other/node"]).ExitCode);
    }

    [Fact]
    public void TheBankIsChosenByName()
    {
        (_, var document) = Attest.Json("ima", List(NodeBoots.Good), "--bank", "sha1");
        Assert.Equal(Convert.ToHexStringLower(NodeBoots.Pcr(NodeBoots.Good, PcrBank.Sha1, 10)), document["pcr10"]!.ToString());
        Assert.Equal(2, Attest.Run("ima", List(NodeBoots.Good), "--bank", "sha1", "--pcr10", new string('0', 64)).ExitCode);
        Assert.Equal(2, Attest.Run("ima", List(NodeBoots.Good), "--bank", "md5").ExitCode);
    }

    [Theory]
    [InlineData("a short digest", "abcd  /bin/sh")]
    [InlineData("no digest", "/bin/sh")]
    [InlineData("BSD's form", "SHA256 (/bin/sh) = 3d9f2889d6782537624a4e1a10e68a2ddd53e0ee8bac02676f27308f42ec6bf6")]
    [InlineData("no path", "3d9f2889d6782537624a4e1a10e68a2ddd53e0ee8bac02676f27308f42ec6bf6  ")]
    public void ALineThatIsNotOfSha256sumIsNamed(string description, string line)
    {
        Attest run = Attest.Run("ima", List(NodeBoots.Good), "--sha256sums", Write("sums", Encoding.ASCII.GetBytes("# sums\n\n" + line + "\n")));
        Assert.Equal((description, 2), (description, run.ExitCode));
        Assert.Contains("line 3", run.Error);
    }

    private static CorimManifest Corim(string boot)
    {
        CorimMeasurement[] files = [.. Files(boot).Select(f => new CorimMeasurement(TypedItem.OfText("ima"), new MeasurementValues { Name = f.Path, Digests = [new CorimDigest(new CborLabel(CorimDigest.Sha256), f.Digest)] }, []))];
        return new CorimManifest
        {
            Id = TypedItem.OfText("good-boot"),
            Comids = [new Comid { TagId = TypedItem.OfText("good-boot-files"), References = [new ValueTriple(new CorimEnvironment { Vendor = "Example", Model = "node" }, files)] }],
        };
    }

    private static IEnumerable<(string Path, byte[] Digest)> Files(string boot)
    {
        byte[] list = NodeBoots.Bytes(boot, "ima.bin");
        for (int offset = 0; offset < list.Length;)
        {
            Assert.True(ImaList.TryRead(list, ref offset, out ImaEntry entry, out _));
            Assert.True(ImaFields.TryRead(entry, out ImaFields fields, out _));
            if (fields.Name != "boot_aggregate")
                yield return (fields.Name, fields.Digest.ToArray());
        }
    }

    private string Sums(string boot) => Write("sums", Encoding.ASCII.GetBytes(string.Concat(Files(boot).Select(f => $"{Convert.ToHexStringLower(f.Digest)}  {f.Path}\n"))));

    private string Pcrs(string boot) => Write("pcrs.txt", Encoding.ASCII.GetBytes(string.Join('\n', Enumerable.Range(0, 11).Select(pcr => $"sha256:{pcr} {Convert.ToHexString(NodeBoots.Pcr(boot, PcrBank.Sha256, pcr))}"))));

    private string List(string boot) => Write($"{boot}.bin", NodeBoots.Bytes(boot, "ima.bin"));

    private string Write(string name, byte[] bytes)
    {
        string path = Path.Combine(folder.Path, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }
}
