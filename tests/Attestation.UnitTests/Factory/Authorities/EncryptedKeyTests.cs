using System.Text;
using Attestation.Dice;
using Attestation.Factory;
using Attestation.Factory.Authorities;
using Attestation.Formats.Keys;
using Attestation.Formats.Reasons;
using Attestation.UnitTests.Dice;

namespace Attestation.UnitTests.Factory.Authorities;

/// <summary>Encrypted key files, openssl at the other end.</summary>
public sealed class EncryptedKeyTests
{
    private const string Passphrase = "correct horse battery stäple";

    public static TheoryData<DiceAlgorithm> Algorithms => Sample.Algorithms;

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void OpenSslOpensWhatTheFactoryEncrypts(DiceAlgorithm algorithm)
    {
        using var folder = new TemporaryFolder();
        VerificationKey key = Create(folder, algorithm);
        Assert.StartsWith("-----BEGIN ENCRYPTED PRIVATE KEY-----\n", File.ReadAllText(folder["key.pem"]));
        Assert.Equal(key.ToPem(), OpenSsl.Run($"pkey -in {folder["key.pem"]} -passin file:{Word(folder)} -pubout"));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(folder["key.pem"]));
    }

    [Fact]
    public void WhatTheFactoryWritesIsSlowToGuess()
    {
        using var folder = new TemporaryFolder();
        Create(folder, DiceAlgorithm.P256);
        string structure = OpenSsl.Run($"asn1parse -in {folder["key.pem"]}");
        foreach (string part in new[] { "PBES2", "PBKDF2", "hmacWithSHA256", "aes-256-cbc", $"INTEGER           :{600_000:X}".Replace(":9", ":09") })
            Assert.Contains(part, structure);
    }

    [Theory]
    [InlineData("what openssl writes by default", "ec", "P-256", "-v2 aes-256-cbc")]
    [InlineData("another curve, another function", "ec", "P-384", "-v2 aes-256-cbc -v2prf hmacWithSHA512 -iter 100000")]
    [InlineData("shorter key", "ec", "P-256", "-v2 aes-128-cbc -v2prf hmacWithSHA384")]
    [InlineData("the default function of RFC 8018, which is left out", "ec", "P-256", "-v2 aes-192-cbc -v2prf hmacWithSHA1")]
    [InlineData("Ed25519", "ed25519", "", "-v2 aes-256-cbc -iter 200000")]
    public void TheFactoryOpensWhatOpenSslEncrypts(string description, string kind, string curve, string options)
    {
        using var folder = new TemporaryFolder();
        OpenSslKey(folder, kind, curve, options);
        using Passphrases passphrases = Files(Word(folder));
        using SigningKey key = PrivateKeyFile.Load(folder["encrypted.pem"], passphrases);
        Assert.Equal(OpenSsl.Run($"pkey -in {folder["plain.pem"]} -pubout"), key.PublicKey.ToPem());
        byte[] data = Encoding.ASCII.GetBytes("signed by the key that was inside");
        Assert.True(key.PublicKey.Verify(key.Algorithm, data, key.Sign(data)));
    }

    [Theory]
    [InlineData("a scheme before PBES2", "-v1 PBE-SHA1-3DES")]
    [InlineData("another derivation", "-scrypt")]
    [InlineData("another cipher", "-v2 des3")]
    public void WhatCannotBeOpenedIsRefusedBeforeAnybodyIsAsked(string description, string options)
    {
        using var folder = new TemporaryFolder();
        OpenSslKey(folder, "ec", "P-256", options);
        using var passphrases = new Passphrases([], _ => throw new InvalidOperationException("asked"));
        Assert.Equal(FactoryReasons.KeyUnusable, Sample.Refusal(() => PrivateKeyFile.Load(folder["encrypted.pem"], passphrases)));
    }

    /// <summary>PBES2 authenticates nothing; the public key beside the private one in the file does.</summary>
    [Fact]
    public void ADamagedFileNeverGivesAnotherKey()
    {
        using var folder = new TemporaryFolder();
        OpenSslKey(folder, "ec", "P-256", "-v2 aes-256-cbc -iter 1");
        byte[] der = Der(folder["encrypted.pem"]);
        using Passphrases passphrases = Files(Word(folder));
        using SigningKey genuine = PrivateKeyFile.Load(folder["encrypted.pem"], passphrases);
        int refused = 0;
        for (int i = 0; i < der.Length; i++)
        {
            byte[] changed = [.. der];
            changed[i] ^= 0x10;
            File.WriteAllText(folder["changed.pem"], new string(System.Security.Cryptography.PemEncoding.Write("ENCRYPTED PRIVATE KEY", changed)));
            refused += RefusedOrSame(folder["changed.pem"], passphrases, genuine.PublicKey) ? 1 : 0;
        }
        Assert.InRange(refused, der.Length - 4, der.Length);
    }

    private static bool RefusedOrSame(string path, Passphrases passphrases, VerificationKey genuine)
    {
        try
        {
            using SigningKey key = PrivateKeyFile.Load(path, passphrases);
            Assert.Equal(genuine, key.PublicKey);
            Assert.True(genuine.Verify(key.Algorithm, [1], key.Sign([1])), "a private key that does not belong to its public key");
            return false; // a version number inside, which nobody needs
        }
        catch (FactoryException refusal)
        {
            Assert.Contains(refusal.Reason, new[] { FactoryReasons.KeyUnusable, FactoryReasons.PassphraseWrong });
            return true;
        }
    }

    [Fact]
    public void AWrongPassphraseAndNoneHaveReasonsOfTheirOwn()
    {
        using var folder = new TemporaryFolder();
        Create(folder, DiceAlgorithm.P256);
        File.WriteAllText(folder["wrong"], "correct horse battery staple\n");
        Assert.Equal(FactoryReasons.PassphraseWrong, Refusal(folder, Files(folder["wrong"])));
        Assert.Equal(FactoryReasons.PassphraseMissing, Refusal(folder, Passphrases.None));
        Assert.Equal(FactoryReasons.PassphraseWrong, Refusal(folder, new Passphrases([], _ => "wrong"u8.ToArray())));
        using Passphrases second = Files(folder["wrong"], Word(folder));
        PrivateKeyFile.Load(folder["key.pem"], second).Dispose();
    }

    [Theory]
    [InlineData("nothing", "")]
    [InlineData("an empty first line", "\nsecond")]
    [InlineData("only a line end of another system", "\r\n")]
    public void AFileWithoutAPassphraseIsRefused(string description, string content)
    {
        using var folder = new TemporaryFolder();
        Create(folder, DiceAlgorithm.P256);
        File.WriteAllText(folder["empty"], content);
        Assert.Equal(FactoryReasons.PassphraseMissing, Refusal(folder, Files(folder["empty"])));
        Assert.Equal(FactoryReasons.PassphraseMissing, Refusal(folder, Files(folder["absent"])));
    }

    [Theory]
    [InlineData("no line end", Passphrase)]
    [InlineData("a line end", Passphrase + "\n")]
    [InlineData("a line end of another system", Passphrase + "\r\n")]
    [InlineData("a second line", Passphrase + "\nnot this one\n")]
    public void OnlyTheFirstLineCounts(string description, string content)
    {
        using var folder = new TemporaryFolder();
        Create(folder, DiceAlgorithm.P256);
        File.WriteAllText(folder["word"], content);
        using Passphrases passphrases = Files(folder["word"]);
        PrivateKeyFile.Load(folder["key.pem"], passphrases).Dispose();
    }

    [Fact]
    public void APersonIsAskedOnceForAWholeCa()
    {
        using var folder = new TemporaryFolder();
        var asked = new List<string>();
        using (var passphrases = new Passphrases([], Answer(asked)))
            ManufacturerCa.Create(folder["ca"], "Example Devices", DiceAlgorithm.P256, Sample.Floor(), passphrases).Dispose();
        Assert.Equal(["New passphrase of the CA of Example Devices: ", "Once more: "], asked);
        asked.Clear();
        using (var passphrases = new Passphrases([], Answer(asked)))
            ManufacturerCa.Load(folder["ca"], passphrases).Dispose();
        Assert.Single(asked);
        Assert.Equal(FactoryReasons.PassphraseMissing, Sample.Refusal(() => ManufacturerCa.Load(folder["ca"])));
    }

    [Fact]
    public void ANewPassphraseThatIsTypedDifferentlyMakesNothing()
    {
        using var folder = new TemporaryFolder();
        int count = 0;
        using var passphrases = new Passphrases([], _ => Encoding.UTF8.GetBytes($"answer {count++}"));
        Assert.Equal(FactoryReasons.PassphraseMissing,
            Sample.Refusal(() => ManufacturerCa.Create(folder["ca"], "Example Devices", DiceAlgorithm.P256, Sample.Floor(), passphrases)));
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void PassphrasesAreWipedWhenTheyAreDisposed()
    {
        using var folder = new TemporaryFolder();
        Create(folder, DiceAlgorithm.P256);
        byte[] answer = Encoding.UTF8.GetBytes(Passphrase);
        using (var passphrases = new Passphrases([], _ => answer))
            PrivateKeyFile.Load(folder["key.pem"], passphrases).Dispose();
        Assert.Equal(new byte[answer.Length], answer);
    }

    private static Func<string, byte[]?> Answer(List<string> asked) => prompt =>
    {
        asked.Add(prompt);
        return Encoding.UTF8.GetBytes(Passphrase);
    };

    private static VerificationKey Create(TemporaryFolder folder, DiceAlgorithm algorithm) =>
        PrivateKeyFile.Create(folder["key.pem"], algorithm, Sample.Floor("key").Entropy, Sample.Operations, passphrase: Encoding.UTF8.GetBytes(Passphrase));

    private static Passphrases Files(params string[] files) => new(files, _ => null);

    private static string Word(TemporaryFolder folder)
    {
        File.WriteAllText(folder["passphrase"], Passphrase + "\n");
        return folder["passphrase"];
    }

    private static ReasonCode Refusal(TemporaryFolder folder, Passphrases passphrases)
    {
        using (passphrases)
            return Sample.Refusal(() => PrivateKeyFile.Load(folder["key.pem"], passphrases));
    }

    private static void OpenSslKey(TemporaryFolder folder, string kind, string curve, string options)
    {
        string parameters = curve.Length == 0 ? "" : $"-pkeyopt ec_paramgen_curve:{curve}";
        OpenSsl.Run($"genpkey -algorithm {kind} {parameters} -out {folder["plain.pem"]}");
        OpenSsl.Run($"pkcs8 -topk8 -in {folder["plain.pem"]} -passout file:{Word(folder)} {options} -out {folder["encrypted.pem"]}");
    }

    private static byte[] Der(string path)
    {
        string pem = File.ReadAllText(path);
        return Convert.FromBase64String(pem[System.Security.Cryptography.PemEncoding.Find(pem).Base64Data]);
    }
}
