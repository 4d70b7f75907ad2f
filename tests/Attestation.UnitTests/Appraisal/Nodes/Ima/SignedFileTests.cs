using System.Text.Json;
using Attestation.Appraisal.Nodes.Ima;
using Attestation.Formats.Ima;
using Attestation.Formats.Keys;
using Attestation.Formats.Pcrs;
using Attestation.UnitTests.Formats;
using Attestation.UnitTests.Formats.Ima;

namespace Attestation.UnitTests.Appraisal.Nodes.Ima;

/// <summary>Lists of files signed by evmctl and openssl (tests/vectors/ima).</summary>
public sealed class SignedFileTests
{
    private static readonly string Folder = Path.Combine(PublicVectors.RepositoryRoot, "tests", "vectors", "ima");

    [Theory]
    [InlineData("version-2", "")]
    [InlineData("version-3", "")]
    [InlineData("copied-signature", "ima.signature-wrong")]
    [InlineData("verity-signature-over-file", "ima.signature-wrong")]
    public void AListOfSignedFiles(string name, string reasons)
    {
        JsonElement expected = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "expected.json"))).RootElement.GetProperty(name);
        ImaVerdict verdict = Judge(name, References("rsa2048", "p256", "p384"));
        Assert.True(verdict.Matched);
        Assert.Equal(reasons, string.Join(' ', SampleIma.Codes(verdict)));
        Assert.Equal((expected.GetProperty("entries").GetInt64(), expected.GetProperty("good").GetInt64()), (verdict.Judged, verdict.BySigner));
    }

    [Theory]
    [InlineData("rsa2048")]
    [InlineData("p256")]
    [InlineData("p384")]
    public void AKeyThatMayNotSignIsRefused(string missing)
    {
        ImaVerdict verdict = Judge("version-2", References([.. new[] { "rsa2048", "p256", "p384" }.Where(k => k != missing)]));
        Assert.Equal(["ima.signer", "ima.signer", "ima.signer"], SampleIma.Codes(verdict));
        Assert.All(verdict.Findings, f => Assert.Contains(missing, f.Where));
        Assert.Equal(6, verdict.BySigner);
    }

    [Fact]
    public void ASignatureThatNamesAnotherKeyIsTriedUnderAll()
    {
        byte[] list = File.ReadAllBytes(Path.Combine(Folder, "version-2.bin"));
        var entries = new List<byte[]>();
        for (int offset = 0; offset < list.Length;)
        {
            Assert.True(ImaList.TryRead(list, ref offset, out ImaEntry entry, out _));
            Assert.True(ImaFields.TryRead(entry, out ImaFields fields, out _));
            byte[] attribute = fields.Attribute.ToArray();
            if (attribute.Length > 0)
                attribute[4] ^= 1;
            entries.Add(SampleList.Entry(10, "ima-sig", [.. SampleList.Ng(fields.Algorithm, fields.Digest.ToArray(), fields.Name), .. SampleList.Field(attribute)]));
        }
        byte[] renamed = [.. entries.SelectMany(e => e)];
        ImaVerdict verdict = ImaAppraisal.Judge(new ImaEvidence { List = renamed, Pcrs = SampleIma.Quoted(renamed), References = References("rsa2048", "p256", "p384"), Now = SampleIma.Now });
        Assert.Equal((true, 9L), (verdict.IsAccepted, verdict.BySigner));
    }

    [Fact]
    public void EveryByteOfASignatureCounts()
    {
        byte[] list = File.ReadAllBytes(Path.Combine(Folder, "version-3.bin"));
        VerificationKey[] keys = [.. References("rsa2048", "p256", "p384").Signers.Select(s => s.Key)];
        for (int offset = 0; offset < list.Length;)
        {
            Assert.True(ImaList.TryRead(list, ref offset, out ImaEntry entry, out _));
            Assert.True(ImaFields.TryRead(entry, out ImaFields fields, out _));
            if (fields.Signature is not { } signature)
                continue;
            VerificationKey key = Assert.Single(keys, k => ImaSignatureCheck.Verifies(signature, fields, k));
            foreach (int at in new[] { 0, 1, 2, 7, 9, fields.Attribute.Length / 2, fields.Attribute.Length - 1 }) // not the key id, which is a hint
            {
                byte[] changed = fields.Attribute.ToArray();
                changed[at] ^= 1;
                Assert.False(ImaSignature.TryParse(changed, out ImaSignature read, out _) && ImaSignatureCheck.Verifies(read, fields, key), $"{fields.Name}: byte {at}");
            }
        }
    }

    [Fact]
    public void TheManagedPathVerifiesTheSame()
    {
        byte[] list = File.ReadAllBytes(Path.Combine(Folder, "version-2.bin"));
        VerificationKey[] keys = [.. References("rsa2048", "p256", "p384").Signers.Select(s => s.Key.WithoutLibcrypto())];
        int good = 0;
        for (int offset = 0; offset < list.Length;)
        {
            Assert.True(ImaList.TryRead(list, ref offset, out ImaEntry entry, out _));
            Assert.True(ImaFields.TryRead(entry, out ImaFields fields, out _));
            foreach (VerificationKey key in keys)
                good += fields.Signature is { } signature && ImaSignatureCheck.Verifies(signature, fields, key) ? 1 : 0;
        }
        Assert.Equal(9, good);
    }

    [Fact]
    public void AKeyInAKeyringMustBeOneThatMaySign()
    {
        byte[] certificate = File.ReadAllBytes(Path.Combine(Folder, "p256.crt"));
        Assert.Empty(Keyring(".ima", certificate, References("p256")));
        Assert.Equal(["ima.keyring"], Keyring(".ima", certificate, References("p384")));
        Assert.Equal(["ima.keyring"], Keyring(".builtin_trusted_keys", [.. certificate, 0], References("p256")));
        ImaReferences byDigest = SampleIma.References(b => b.Add(".ima", ImaHash.Sha256, System.Security.Cryptography.SHA256.HashData(certificate), SampleIma.Source));
        Assert.Empty(Keyring(".ima", certificate, byDigest));
    }

    private static string[] Keyring(string name, byte[] content, ImaReferences references) =>
        SampleIma.Codes(ImaAppraisal.Judge(SampleIma.Evidence(references, SampleIma.Buffer(name, content))));

    private static ImaVerdict Judge(string name, ImaReferences references)
    {
        byte[] list = File.ReadAllBytes(Path.Combine(Folder, name + ".bin"));
        JsonElement expected = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "expected.json"))).RootElement.GetProperty(name);
        PcrValueSet pcrs = SampleIma.Quoted(SampleIma.BootAggregate);
        pcrs.Set(PcrBank.Sha256, 10, Convert.FromHexString(expected.GetProperty("pcr10").GetString()!)); // as the script replayed it
        return ImaAppraisal.Judge(new ImaEvidence { List = list, Pcrs = pcrs, References = references, Now = SampleIma.Now });
    }

    private static ImaReferences References(params string[] keys) => SampleIma.References(b =>
    {
        foreach (string key in keys)
        {
            Assert.True(VerificationKey.TryParsePem(File.ReadAllText(Path.Combine(Folder, key + ".pem")), out VerificationKey parsed, out var error), error.ToString());
            b.AddSigner(parsed, SampleIma.Source);
        }
    });
}
