using Attestation.Dice.Primitives;

namespace Attestation.UnitTests.Dice.Primitives;

/// <summary>Ed25519 against RFC 8032's vectors (section 7.1), Wycheproof, and the refusals that RFC 8032 section 5.1.7 asks for.</summary>
public sealed class Ed25519Tests
{
    [Theory]
    [InlineData("TEST 1, empty message", "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b")]
    [InlineData("TEST 2, one byte", "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00")]
    [InlineData("TEST 3, two bytes", "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a")]
    [InlineData("TEST SHA(abc)", "833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42",
        "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
        "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
        "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704")]
    public void RFC_8032_vectors(string description, string seed, string publicKey, string message, string signature)
    {
        byte[] key = new byte[32], actual = new byte[64], data = Convert.FromHexString(message);
        Assert.True(Ed25519.DerivePublicKey(Convert.FromHexString(seed), key));
        Assert.True(publicKey == Convert.ToHexStringLower(key), description);
        Assert.True(Ed25519.Sign(Convert.FromHexString(seed), key, data, 0, data.Length, actual));
        Assert.True(signature == Convert.ToHexStringLower(actual), description);
        Assert.True(Ed25519.Verify(key, data, 0, data.Length, actual), description);
    }

    [PublicVectorFact(Wycheproof.Folder)]
    public void Wycheproof_vectors()
    {
        int valid = 0, invalid = 0;
        foreach (WycheproofCase @case in Wycheproof.Cases("ed25519_test.json"))
        {
            byte[] message = @case.Bytes("msg");
            bool accepted = Ed25519.Verify(@case.PublicKey("pk"), message, 0, message.Length, @case.Bytes("sig"));
            Assert.True(@case.IsValid == accepted, @case.ToString());
            _ = accepted ? valid++ : invalid++;
        }

        Assert.Equal((88, 63), (valid, invalid));
    }

    [Fact]
    public void Random_signatures_verify_and_any_flipped_bit_refuses()
    {
        Random random = new(8032);
        byte[] seed = new byte[32], key = new byte[32], signature = new byte[64];
        for (int round = 0; round < 64; round++)
        {
            byte[] message = new byte[random.Next(0, 200)];
            random.NextBytes(seed);
            random.NextBytes(message);
            Assert.True(Ed25519.DerivePublicKey(seed, key));
            Assert.True(Ed25519.Sign(seed, key, message, 0, message.Length, signature));
            Assert.True(Ed25519.Verify(key, message, 0, message.Length, signature), $"round {round}");
            signature[round] ^= (byte)(1 << (round & 7));
            Assert.False(Ed25519.Verify(key, message, 0, message.Length, signature), $"round {round}");
        }
    }

    [Fact]
    public void A_part_of_a_buffer_is_signed_like_the_part_alone()
    {
        byte[] seed = [.. Enumerable.Range(0, 32).Select(i => (byte)i)], key = new byte[32], whole = new byte[64], part = new byte[64];
        Ed25519.DerivePublicKey(seed, key);
        Ed25519.Sign(seed, key, [9, 1, 2, 3, 9], 1, 3, part);
        Ed25519.Sign(seed, key, [1, 2, 3], 0, 3, whole);
        Assert.Equal(whole, part);
        Assert.True(Ed25519.Verify(key, [8, 1, 2, 3], 1, 3, part));
    }

    [Theory]
    [InlineData("S + L", "1c68a3d87cb8c5e5a3ab3ed7d3e1a3e4", true)]
    [InlineData("S as it is", "", false)]
    public void S_must_be_below_L(string description, string salt, bool addOrder)
    {
        byte[] seed = new byte[32], key = new byte[32], signature = new byte[64], message = Convert.FromHexString(salt);
        Ed25519.DerivePublicKey(seed, key);
        Ed25519.Sign(seed, key, message, 0, message.Length, signature);
        System.Numerics.BigInteger s = new(signature.AsSpan(32), isUnsigned: true);
        if (addOrder)
        {
            s += System.Numerics.BigInteger.Pow(2, 252) + System.Numerics.BigInteger.Parse("27742317777372353535851937790883648493");
            s.ToByteArray(isUnsigned: true).CopyTo(signature, 32);
        }

        Assert.True(Ed25519.Verify(key, message, 0, message.Length, signature) != addOrder, description);
    }

    [Theory]
    [InlineData("y = p, not canonical", "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")]
    [InlineData("y = p + 1, not canonical", "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")]
    [InlineData("y = 1 with the sign bit, x = 0 has none", "0100000000000000000000000000000000000000000000000000000000000080")]
    [InlineData("y = 2, no such x", "0200000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("31 bytes", "00000000000000000000000000000000000000000000000000000000000000")]
    public void Bad_public_keys_are_refused(string description, string key)
    {
        byte[] signature = new byte[64];
        signature[0] = 1;
        Assert.False(Ed25519.Verify(Convert.FromHexString(key), [], 0, 0, signature), description);
    }

    [Fact]
    public void Wrong_lengths_are_refused_without_writing()
    {
        byte[] key = new byte[31], signature = new byte[63];
        Assert.False(Ed25519.DerivePublicKey(new byte[32], key));
        Assert.False(Ed25519.DerivePublicKey(new byte[33], new byte[32]));
        Assert.False(Ed25519.Sign(new byte[32], new byte[32], [1], 0, 1, signature));
        Assert.False(Ed25519.Sign(new byte[31], new byte[32], [1], 0, 1, new byte[64]));
        Assert.False(Ed25519.Verify(new byte[32], [1], 0, 1, signature));
        Assert.All(key.Concat(signature), octet => Assert.Equal(0, octet));
    }
}
