using System.Security.Cryptography;
using System.Text;
using Attestation.Dice;
using Attestation.Dice.Host;
using Attestation.Dice.Sealing;

namespace Attestation.UnitTests.Dice.Sealing;

/// <summary>Sealing keys and the versioned KDF, against the formulas written out with the base library's HKDF.</summary>
public sealed class SealingTests
{
    private const int Ceiling = 9;
    private static readonly HostDiceOperations Host = new();
    private static readonly byte[] Context = [1, 2, 3];

    [Fact]
    public void ASealingKeyIsKdfOfLabel()
    {
        byte[] cdi = SampleInputs.Filled(32, 1);
        byte[] key = new byte[32];
        Assert.Equal(DiceResult.Ok, SealingKey.Derive(Host, cdi, [5], key));
        Assert.Equal(HKDF.DeriveKey(HashAlgorithmName.SHA512, cdi, 32, [5], Ascii("Sealing Key")), key);
        byte[] other = new byte[32];
        SealingKey.Derive(Host, cdi, [6], other);
        Assert.NotEqual(key, other);
    }

    [Fact]
    public void TheSeedDiffersFromCdiSealByTheInfoStringOnly()
    {
        DiceInputs inputs = SampleInputs.Inline();
        byte[] seed = new byte[32];
        Assert.Equal(DiceResult.Ok, VersionedKdf.DeriveSeed(Host, SampleInputs.Filled(32, 7), inputs, seed));
        byte[] salt = SHA512.HashData([.. inputs.AuthorityHash, (byte)inputs.Mode, .. inputs.Hidden]);
        Assert.Equal(HKDF.DeriveKey(HashAlgorithmName.SHA512, SampleInputs.Filled(32, 7), 32, salt, Ascii("VKDF_SEED")), seed);
    }

    [Fact]
    public void AKeyIsWhatTheFormulaGives()
    {
        byte[] state = SampleInputs.Filled(32, 3);
        for (int version = Ceiling; version >= 4; version--)
            state = HKDF.DeriveKey(HashAlgorithmName.SHA512, state, 32, [], Ascii("VKDF_STEP"));
        byte[] expected = HKDF.DeriveKey(HashAlgorithmName.SHA512, state, 32, Context, Ascii("VKDF_KEY"));
        Assert.Equal(expected, Key(Seeded((3, 6)), 4));
    }

    [Fact]
    public void NewerSoftwareDerivesOlderKeysAndNeverTheOtherWayRound()
    {
        for (int version = 0; version <= 5; version++)
        {
            Assert.Equal(Key(Seeded((3, version)), version), Key(Seeded((3, 5)), version));
            for (int above = version + 1; above <= Ceiling + 1; above++)
                Assert.Equal(DiceResult.InvalidInput, Seeded((3, version)).DeriveKey(Host, [above], Context, new byte[32]));
        }

        Assert.Equal(Ceiling + 1, Enumerable.Range(0, Ceiling + 1).Select(v => Convert.ToHexString(Key(Seeded((3, Ceiling)), v))).Distinct().Count());
    }

    [Fact]
    public void SeedsAndLimitsOfAllLayersStayInForce()
    {
        VersionedKdf two = Seeded((3, 2), (4, 7));
        Assert.Equal(2, two.Layers);
        Assert.Equal(Key(Seeded((3, 5), (4, 9)), 2, 7), Key(two, 2, 7));
        Assert.NotEqual(Key(Seeded((3, 2), (5, 7)), 2, 7), Key(two, 2, 7));
        Assert.Equal(DiceResult.InvalidInput, two.DeriveKey(Host, [3, 7], Context, new byte[32]));
        Assert.Equal(DiceResult.InvalidInput, two.DeriveKey(Host, [2], Context, new byte[32]));
    }

    [Fact]
    public void EightLayersFitAndANinthIsRefused()
    {
        VersionedKdf kdf = Seeded([.. Enumerable.Range(1, 8).Select(i => ((byte)i, 1))]);
        byte[] seed = SampleInputs.Filled(32, 9);
        Assert.Equal(DiceResult.InvalidInput, kdf.Seed(Host, seed, 1));
        Assert.Equal(new byte[32], seed);
        Assert.Equal(8, kdf.Layers);
    }

    [Fact]
    public void ASeedIsWipedAndAWipedKdfGivesNothing()
    {
        byte[] seed = SampleInputs.Filled(32, 3);
        VersionedKdf kdf = new(Ceiling);
        Assert.Equal(DiceResult.Ok, kdf.Seed(Host, seed, 1));
        Assert.Equal(new byte[32], seed);
        kdf.Wipe(Host);
        Assert.Equal(DiceResult.InvalidInput, kdf.DeriveKey(Host, [], Context, new byte[32]));
    }

    [Theory]
    [InlineData("above the ceiling", Ceiling + 1)]
    [InlineData("negative", -1)]
    public void AVersionOutOfRangeIsRefused(string description, int version)
    {
        VersionedKdf kdf = new(Ceiling);
        Assert.True(kdf.Seed(Host, SampleInputs.Filled(32, 3), version) == DiceResult.InvalidInput && kdf.Layers == 0, description);
    }

    [Fact]
    public void BadLengthsAreRefused()
    {
        byte[] key = new byte[32];
        Assert.Equal(DiceResult.InvalidInput, SealingKey.Derive(Host, new byte[31], [1], key));
        Assert.Equal(DiceResult.InvalidInput, SealingKey.Derive(Host, new byte[32], null, key));
        Assert.Equal(DiceResult.InvalidInput, SealingKey.Derive(Host, new byte[32], [1], new byte[15]));
        Assert.Equal(DiceResult.InvalidInput, SealingKey.Derive(Host, new byte[32], [1], new byte[65]));
        Assert.Equal(DiceResult.InvalidInput, VersionedKdf.DeriveSeed(Host, new byte[33], SampleInputs.Inline(), key));
        Assert.Equal(DiceResult.InvalidInput, VersionedKdf.DeriveSeed(Host, new byte[32], SampleInputs.Inline(), new byte[31]));
        Assert.Equal(DiceResult.InvalidInput, VersionedKdf.DeriveSeed(Host, new byte[32], new DiceInputs(), key));
        Assert.Equal(DiceResult.InvalidInput, new VersionedKdf(1).Seed(Host, new byte[16], 1));
    }

    /// <summary>Every operation of seeding and of deriving a key fails once.</summary>
    [Fact]
    public void AFailureLeavesNoSecretBehind()
    {
        for (int n = 1; n <= 2; n++)
        {
            WatchedOperations watched = new(Host, n);
            byte[] cdi = SampleInputs.Filled(32, 7);
            Assert.NotEqual(DiceResult.Ok, VersionedKdf.DeriveSeed(watched, cdi, SampleInputs.Inline(), new byte[32]));
            Assert.Empty(watched.Leftovers(cdi));
        }

        for (int n = 1; n <= 4; n++)
        {
            WatchedOperations watched = new(Host, n);
            Assert.Equal(DiceResult.KdfFailed, new VersionedKdf(Ceiling).Seed(watched, SampleInputs.Filled(32, 3), Ceiling - 3));
            Assert.Empty(watched.Leftovers());
        }

        for (int n = 1; n <= 3; n++)
        {
            WatchedOperations watched = new(Host, n);
            byte[] key = new byte[32];
            Assert.Equal(DiceResult.KdfFailed, Seeded((3, 5)).DeriveKey(watched, [3], Context, key));
            Assert.Empty(watched.Leftovers());
            Assert.Equal(new byte[32], key);
        }

        byte[] sealing = new byte[32];
        Assert.Equal(DiceResult.KdfFailed, SealingKey.Derive(new WatchedOperations(Host, 1), new byte[32], [1], sealing));
        Assert.Equal(new byte[32], sealing);
        Assert.Throws<InvalidOperationException>(() => SealingKey.Derive(new WatchedOperations(Host, 1, throws: true), new byte[32], [1], sealing));
        Assert.Equal(new byte[32], sealing);
    }

    private static VersionedKdf Seeded(params (byte Seed, int Version)[] layers)
    {
        VersionedKdf kdf = new(Ceiling);
        foreach ((byte seed, int version) in layers)
            Assert.Equal(DiceResult.Ok, kdf.Seed(Host, SampleInputs.Filled(32, seed), version));
        return kdf;
    }

    private static byte[] Key(VersionedKdf kdf, params int[] versions)
    {
        byte[] key = new byte[32];
        Assert.Equal(DiceResult.Ok, kdf.DeriveKey(Host, versions, Context, key));
        return key;
    }

    private static byte[] Ascii(string text) => Encoding.ASCII.GetBytes(text);
}
