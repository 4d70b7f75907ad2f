using System.Diagnostics;
using System.Text;
using Attestation.Factory;
using Attestation.Factory.Authorities;
using Attestation.Factory.Authorities.Tokens;
using Attestation.Factory.Provisioning;
using Attestation.Formats.Keys;
using Attestation.Formats.Reasons;
using Attestation.UnitTests.Dice;
using Xunit.Abstractions;

namespace Attestation.UnitTests.Factory.Authorities.Tokens;

/// <summary>Keys in a real PKCS #11 token; openssl verifies what they sign.</summary>
public sealed class SoftHsmTests(ITestOutputHelper output)
{
    private static readonly byte[] Data = Encoding.ASCII.GetBytes("what is signed");

    /// <summary>RFC 5480 section 2: SubjectPublicKeyInfo up to the point.</summary>
    [SoftHsmTheory]
    [InlineData("P-256", "p256", "-sha256", "3059301306072A8648CE3D020106082A8648CE3D030107034200")]
    [InlineData("P-384", "p384", "-sha384", "3076301006072A8648CE3D020106052B81040022036200")]
    public void OpenSslVerifiesAgainstTheExportedKey(string description, string name, string digest, string prefix)
    {
        using SigningKey key = Open("station", name);
        byte[] exported = [.. Convert.FromHexString(prefix), .. SoftHsm.PublicPoint("station", name)];
        Assert.Contains("Verified OK", OpenSsl.Run($"dgst {digest} -keyform DER -verify {{0}} -signature {{1}} {{2}}", exported, key.SignForX509(Data), Data));
    }

    [SoftHsmFact]
    public void OpenSslVerifiesEd25519()
    {
        using SigningKey key = Open("station", "ed25519");
        Assert.Equal(SignatureAlgorithm.EdDsa, key.Algorithm);
        OpenSsl.AssertEd25519(Data, key.Sign(Data), SoftHsm.PublicPoint("station", "ed25519"));
        Assert.Equal(key.Sign(Data), key.SignForX509(Data));
    }

    [SoftHsmTheory]
    [InlineData("no such token", "nowhere", "p256", "factory.token-absent")]
    [InlineData("two tokens of one name", "twin", "p256", "factory.token-ambiguous")]
    [InlineData("no such key", "station", "nothing", "factory.token-key-absent")]
    [InlineData("a private key without its public half", "station", "half", "factory.token-key-absent")]
    [InlineData("two keys of one name", "station", "double", "factory.token-key-ambiguous")]
    [InlineData("a curve that signs nothing here", "station", "p521", "factory.token-key-kind")]
    [InlineData("no curve at all", "station", "rsa", "factory.token-key-kind")]
    [InlineData("two halves that are no pair", "station", "pair", "factory.token-key-mismatch")]
    public void WhatCannotSignIsRefusedAtOnce(string description, string token, string key, string reason) =>
        Assert.Equal(reason, Sample.Refusal(() => Open(token, key)).Id);

    [SoftHsmFact]
    public void AnIdTellsTwoKeysOfOneNameApart()
    {
        using SigningKey six = PrivateKeyFile.Load(SoftHsm.Uri("station", "double;id=%06")), seven = PrivateKeyFile.Load(SoftHsm.Uri("station", "double;id=%07"));
        Assert.NotEqual(six.PublicKey, seven.PublicKey);
    }

    [SoftHsmFact]
    public void AWrongPinAndNoneHaveReasonsOfTheirOwn()
    {
        string wrong = SoftHsm.Uri("guarded", "p256", Path.Combine(SoftHsm.Folder, "wrong-pin")), none = SoftHsm.Uri("guarded", "p256", "/nowhere/pin");
        var refusal = Assert.Throws<FactoryException>(() => PrivateKeyFile.Load(wrong));
        Assert.Equal(FactoryReasons.TokenPinWrong, refusal.Reason);
        Assert.Contains("will lock", refusal.Detail); // SoftHSM counts, and says so in the token's flags
        Assert.Equal(FactoryReasons.TokenPinMissing, Sample.Refusal(() => PrivateKeyFile.Load(none)));
        Assert.Equal(FactoryReasons.TokenPinMissing, Sample.Refusal(() => PrivateKeyFile.Load(wrong.Split("&pin-source")[0])));
    }

    [SoftHsmFact]
    public void ATokenThatGoesAwayIsTold()
    {
        using SigningKey key = Open("going", "p256");
        key.Sign(Data);
        Directory.Delete(SoftHsm.FolderOf("going"), recursive: true);
        Assert.Equal(FactoryReasons.TokenGone, Sample.Refusal(() => key.Sign(Data)));
    }

    [SoftHsmFact]
    public void AWholeCaLivesInTheTokenAndProvisionsDevices()
    {
        using var folder = new TemporaryFolder();
        using (ManufacturerCa.CreateInToken(folder["ca"], "Example Devices", SoftHsm.Uri("station", "p384"), SoftHsm.Uri("station", "p256"), Sample.Floor(), Passphrases.None))
            Assert.Empty(Directory.GetFiles(folder["ca"], "*.key.pem"));
        Assert.Contains("OK", OpenSsl.Run($"verify -x509_strict -check_ss_sig -CAfile {folder["ca/ca.crt.pem"]} {folder["ca/ca.crt.pem"]}"));
        using ManufacturerCa ca = ManufacturerCa.Load(folder["ca"]);
        new ProvisioningStation(ca, Sample.Floor()).Provision(Sample.Order(), folder["unit"]);
        Assert.Contains("OK", OpenSsl.Run($"verify -ignore_critical -CAfile {folder["ca/ca.crt.pem"]} {folder["unit/uds.crt.pem"]}"));
    }

    [SoftHsmFact]
    public void RootAndCorimKeyAreTwoKeys()
    {
        using var folder = new TemporaryFolder();
        string uri = SoftHsm.Uri("station", "p256");
        Assert.Equal(FactoryReasons.TokenUri, Sample.Refusal(() => ManufacturerCa.CreateInToken(folder["ca"], "Example Devices", uri, uri, Sample.Floor(), Passphrases.None)));
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [SoftHsmTheory]
    [InlineData("P-256", "p256")]
    [InlineData("P-384", "p384")]
    [InlineData("Ed25519", "ed25519")]
    public void ThreadsShareTheTokenAndItsOneLogin(string description, string name)
    {
        const int count = 400;
        using SigningKey key = Open("station", name);
        byte[][] signatures = new byte[count][];
        var watch = Stopwatch.StartNew();
        Parallel.For(0, count, i => signatures[i] = key.Sign(BitConverter.GetBytes(i)));
        output.WriteLine($"{description}: {count / watch.Elapsed.TotalSeconds:F0} signatures a second on {Environment.ProcessorCount} processors");
        for (int i = 0; i < count; i++)
            Assert.True(key.PublicKey.Verify(key.Algorithm, BitConverter.GetBytes(i), signatures[i]));
    }

    private static SigningKey Open(string token, string key) => PrivateKeyFile.Load(SoftHsm.Uri(token, key));
}
