using System.Security.Cryptography;

namespace Attestation.UnitTests.Dice.Primitives;

/// <summary>
/// The path through the code is the same for every secret, and its length fits an interpreter. (Which addresses are read is by construction: a
/// table is
/// always read as a whole, see CombDigits.)
/// </summary>
public sealed class ConstantTimeTests
{
    private static readonly byte[] Message = new byte[600];

    public static TheoryData<string, string, string, int, Func<byte[], object[]>> Operations => new()
    {
        { "P-256 public key", "P256", "DerivePublicKey", 32, secret => [secret, new byte[64]] },
        { "P-256 signature", "P256", "Sign", 32, secret => [secret, new byte[32], new byte[64]] },
        { "P-384 public key", "P384", "DerivePublicKey", 48, secret => [secret, new byte[96]] },
        { "P-384 signature", "P384", "Sign", 48, secret => [secret, new byte[48], new byte[96]] },
        { "Ed25519 public key", "Ed25519", "DerivePublicKey", 32, secret => [secret, new byte[32]] },
        { "Ed25519 signature", "Ed25519", "Sign", 32, secret => [secret, new byte[32], Message, 0, 600, new byte[64]] },
        { "P-256 private key from a seed", "P256", "GeneratePrivateKey", 32, secret => [secret, new byte[32]] },
        { "HKDF-SHA-512", "Hkdf", "DeriveSha512", 32, secret => [secret, new byte[64], new byte[10], new byte[32]] },
        { "HMAC-SHA-256", "HmacSha256", "Mac", 32, secret => [secret, Message, 0, 600, new byte[32], 0] },
    };

    [Theory]
    [MemberData(nameof(Operations))]
    public void The_path_does_not_depend_on_the_secret(string description, string type, string method, int size, Func<byte[], object[]> arguments)
    {
        (ulong Path, ulong Instructions) first = TracedPrimitives.Run(type, method, arguments(Secret(size, 0)));
        for (int i = 1; i < 12; i++)
            Assert.True(first == TracedPrimitives.Run(type, method, arguments(Secret(size, i))), $"{description}, secret {i}");
    }

    [Fact]
    public void A_path_that_depends_on_its_input_shows()
    {
        byte[] key = Convert.FromHexString("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
        byte[] valid = Convert.FromHexString("e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b");
        (ulong Path, ulong Instructions) here = TracedPrimitives.Run("Ed25519", "Verify", key, Array.Empty<byte>(), 0, 0, valid);
        byte[] otherKey = new byte[32], signature = new byte[64];
        Attestation.Dice.Primitives.Ed25519.DerivePublicKey(new byte[32], otherKey);
        Attestation.Dice.Primitives.Ed25519.Sign(new byte[32], otherKey, [], 0, 0, signature);
        Assert.NotEqual(here, TracedPrimitives.Run("Ed25519", "Verify", otherKey, Array.Empty<byte>(), 0, 0, signature));
    }

    /// <summary>Instructions of the IL interpreter per operation; a boot of three layers makes two key pairs and one signature in each.</summary>
    [Theory]
    [InlineData("P-256", "P256", 1_000_000, 1_500_000, 35_000_000)]
    [InlineData("Ed25519", "Ed25519", 800_000, 900_000, 25_000_000)]
    public void Three_layers_fit_an_interpreter(string description, string type, ulong keyBudget, ulong signatureBudget, ulong bootBudget)
    {
        byte[] secret = Secret(32, 3);
        ulong key = TracedPrimitives.Run(type, "DerivePublicKey", secret, new byte[type == "P256" ? 64 : 32]).Instructions;
        ulong signature = type == "P256"
            ? TracedPrimitives.Run(type, "Sign", secret, new byte[32], new byte[64]).Instructions
            : TracedPrimitives.Run(type, "Sign", secret, new byte[32], Message, 0, 600, new byte[64]).Instructions;
        ulong generation = type == "P256" ? TracedPrimitives.Run(type, "GeneratePrivateKey", secret, new byte[32]).Instructions : 0;
        ulong derivation = TracedPrimitives.Run("Hkdf", "DeriveSha512", secret, new byte[64], new byte[10], new byte[32]).Instructions;
        ulong boot = 3 * ((2 * (key + generation)) + signature + (6 * derivation));
        Assert.True(key < keyBudget && signature < signatureBudget && boot < bootBudget,
            $"{description}: key {key}, signature {signature}, private key {generation}, HKDF {derivation}, boot {boot}");
    }

    /// <summary>1, n - 1 like patterns first, then hashes; all below the orders.</summary>
    private static byte[] Secret(int size, int number)
    {
        byte[] secret = new byte[size];
        switch (number)
        {
            case 0: secret[^1] = 1; break;
            case 1: secret[^1] = 2; break;
            case 2: Array.Fill(secret, (byte)0x7F); break;
            case 3: Array.Fill(secret, (byte)0xAA); break;
            case 4: secret[0] = 0x80; break;
            default:
                SHA384.HashData([(byte)number]).AsSpan(0, size).CopyTo(secret);
                secret[0] &= 0x7F;
                break;
        }

        return secret;
    }
}
