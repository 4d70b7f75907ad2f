using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Attestation.UnitTests.Appraisal.EndorsementKeys;

namespace Attestation.UnitTests.Cli;

/// <summary><c>attest tpm roots</c> over the cases of tests/vectors/ek and over broken folders.</summary>
public sealed class RootsCommandTests
{
    public static TheoryData<string, string> Cases
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (EkCase one in EkCase.All.Where(c => c.Trust.Length > 0 && c.Evidence.EkPublic.Length > 100))
                data.Add(one.About, one.Name);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void EveryCaseAnswersWithItsReasons(string about, string name)
    {
        EkCase one = EkCase.Named(name);
        using TemporaryFolder folder = Folder(one);
        (int exit, JsonObject document) = Attest.Json(Command(one, folder));
        if (document["code"]?.ToString() == "tpm.ek.form")
        {
            Assert.Equal("cut", Path.GetFileNameWithoutExtension(one.Line.GetProperty("ek").GetString()));
            return;
        }
        JsonObject verdict = document["verdict"]!.AsObject();
        string[] refused = [.. verdict["findings"]!.AsArray().Where(f => f!["severity"]!.ToString() == "refuse").Select(f => f!["code"]!.ToString()).Distinct().Order(StringComparer.Ordinal)];
        Assert.True(one.Refused.Order(StringComparer.Ordinal).SequenceEqual(refused), about);
        Assert.Equal(refused.Length == 0, verdict["accepted"]!.GetValue<bool>());
        Assert.Equal(refused.Length == 0 ? 0 : refused.Contains("ek.certificate.form") ? 2 : 1, exit);
    }

    [Fact]
    public void TheTextNamesTheMissingCertificate()
    {
        EkCase one = EkCase.Named("missing-intermediate");
        using TemporaryFolder folder = Folder(one);
        Attest run = Attest.Run(Command(one, folder));
        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("refused: nobody vouches for the endorsement key\n", run.Out, StringComparison.Ordinal);
        Assert.Contains("missing certificate\n    subject:       CN=EK Intermediate 1,O=Example TPMs,C=XX\n", run.Out, StringComparison.Ordinal);
        Assert.Contains("said to be at: http://ca.example/ek-intermediate.crt\n", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void AGoodChainIsPrintedToItsAnchor()
    {
        EkCase one = EkCase.Named("good-rsa2048");
        using TemporaryFolder folder = Folder(one);
        Attest run = Attest.Run(Command(one, folder));
        Assert.Equal(0, run.ExitCode);
        Assert.StartsWith("accepted: CN=EK Root,O=Example TPMs,C=XX vouches for the endorsement key\n", run.Out, StringComparison.Ordinal);
        Assert.Equal(2, run.Out.Split("\n  issued by:").Length - 1);
        Assert.Contains("TPM:           id:58595A00 (XYZ), Model 9, id:00010002, specification 2.0 level 0 revision 159\n", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void WithoutACertificateTheFolderIsListed()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["vendor"]);
        File.WriteAllBytes(folder["vendor/root.cer"], EkCase.Bytes("root.der"));
        File.WriteAllBytes(folder["intermediate.crt"], EkCase.Bytes("expired-intermediate-ca.der"));
        File.WriteAllBytes(folder["vendor/list.crl"], EkCase.Bytes("revoked-leaf.crl"));
        File.WriteAllText(folder["README"], "roots");
        (int exit, JsonObject document) = Attest.Json("tpm", "roots", "--roots", folder.Path, "--now", "2026-11-21T06:00:00Z");
        Assert.Equal(0, exit);
        Assert.Equal(("vendor/root.cer", "valid"), (document["roots"]![0]!["file"]!.ToString(), document["roots"]![0]!["state"]!.ToString()));
        Assert.Equal(("expired", true), (document["intermediates"]![0]!["state"]!.ToString(), document["intermediates"]![0]!["issuerIsHere"]!.GetValue<bool>()));
        Assert.Equal(1, document["revocationLists"]![0]!["revoked"]!.GetValue<int>());
        Assert.Equal(("README", "ek.trust.form"), (document["notTaken"]![0]!["file"]!.ToString(), document["notTaken"]![0]!["code"]!.ToString()));
        Assert.Null(document["verdict"]);
        string text = Attest.Run("tpm", "roots", "--roots", folder.Path).Out;
        Assert.StartsWith("1 roots, 1 intermediates, 1 revocation lists, 0 listed keys\n", text, StringComparison.Ordinal);
        Assert.Contains("not taken: README: ek.trust.form (", text, StringComparison.Ordinal);
    }

    /// <summary>A vendor's folder holds pages and licences too: the verdict stays in sight, and --json has them all.</summary>
    [Fact]
    public void OfManyFilesThatAreNoCertificatesTenAreNamedInALineEach()
    {
        EkCase one = EkCase.Named("missing-intermediate");
        using TemporaryFolder folder = Folder(one);
        for (int i = 0; i < 25; i++)
            File.WriteAllText(folder[$"roots/page-{i:d2}.html"], "<html>");
        string[] lines = Attest.Run(Command(one, folder)).Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        string[] notTaken = [.. lines.Where(line => line.StartsWith("not taken: ", StringComparison.Ordinal))];
        Assert.Equal(11, notTaken.Length);
        Assert.All(notTaken[..10], line => Assert.Contains(".html: ek.trust.form (", line, StringComparison.Ordinal));
        Assert.Equal("not taken: 15 more, --json lists all", notTaken[10]);
        Assert.Equal(25, Attest.Json(Command(one, folder)).Document["notTaken"]!.AsArray().Count);
    }

    [Theory]
    [InlineData("a folder that is not there", "nowhere")]
    [InlineData("a file", "file")]
    [InlineData("a folder without certificates", "")]
    public void AWrongFolderEndsWithTwo(string about, string name)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["file"], "text");
        Attest run = Attest.Run("tpm", "roots", "--roots", folder[name]);
        Assert.True(run.ExitCode == 2, about);
    }

    [Theory]
    [InlineData("PEM", "pem")]
    [InlineData("the JSON of a vendor's service", "json")]
    [InlineData("DER as read from NV, padded", "nv")]
    public void ACertificateIsReadInEachForm(string about, string form)
    {
        using TemporaryFolder folder = Folder(EkCase.Named("good-p256"));
        byte[] der = EkCase.Bytes("good-p256.der");
        byte[] content = form switch
        {
            "pem" => Encoding.ASCII.GetBytes(PemEncoding.WriteString("CERTIFICATE", der)),
            "json" => Encoding.ASCII.GetBytes($$"""{"pubhash":"x","certificate":"{{Convert.ToBase64String(der).Replace('+', '-').Replace('/', '_').Replace("=", "%3D", StringComparison.Ordinal)}}"}"""),
            _ => [.. der, .. new byte[500]],
        };
        File.WriteAllBytes(folder["ek"], content);
        (int exit, JsonObject document) = Attest.Json("tpm", "roots", "--roots", folder["roots"], "--ek-certificate", folder["ek"], "--now", "2026-11-21T06:00:00Z");
        Assert.True(exit == 0, about);
        Assert.False(document["verdict"]!["keyCompared"]!.GetValue<bool>());
    }

    private static TemporaryFolder Folder(EkCase one)
    {
        var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["roots"]);
        Directory.CreateDirectory(folder["lists"]);
        foreach (string name in one.Trust)
            File.WriteAllBytes(folder["roots/" + name], EkCase.Bytes(name));
        foreach (string name in one.RevocationLists)
            File.WriteAllBytes(folder["lists/" + name], EkCase.Bytes(name));
        if (one.Line.TryGetProperty("allow", out var allow))
            File.WriteAllText(folder["allow"], allow.GetString());
        return folder;
    }

    private static string[] Command(EkCase one, TemporaryFolder folder)
    {
        string ek = Path.Combine(EkCase.Folder, one.Line.GetProperty("ek").GetString()!);
        string[] certificates = one.Certificates.Length == 0 ? [] : ["--ek-certificate", .. one.Certificates.Select(name => Path.Combine(EkCase.Folder, name))];
        string[] allow = one.Line.TryGetProperty("allow", out _) ? ["--allow-list", folder["allow"]] : [];
        string[] rules =
        [
            .. one.Rules.AllowExpiredLeaf ? (string[])["--allow-expired"] : [], .. one.Rules.AllowUnstatedPurpose ? (string[])["--allow-no-purpose"] : [],
            .. one.Rules.RequireRevocationLists ? (string[])["--require-crls"] : [], .. one.AnyAuthorityIsAnchor ? (string[])["--any-authority"] : [],
        ];
        return ["tpm", "roots", "--roots", folder["roots"], "--crls", folder["lists"], "--ek", ek, "--now", one.Now.ToString("o"), .. certificates, .. allow, .. rules];
    }
}
