using System.Security.Cryptography;
using Attestation.Dice.Primitives;

namespace Attestation.UnitTests.Dice.Primitives;

/// <summary>HMAC and HKDF against the .NET base library at every key length around the block size, and against Wycheproof.</summary>
public sealed class MacTests
{
    public static TheoryData<string, Hmac, Func<byte[], byte[], byte[]>> Macs => new()
    {
        { "HMAC-SHA-256", new HmacSha256(), HMACSHA256.HashData },
        { "HMAC-SHA-384", new HmacSha384(), HMACSHA384.HashData },
        { "HMAC-SHA-512", new HmacSha512(), HMACSHA512.HashData },
    };

    [Theory]
    [MemberData(nameof(Macs))]
    public void Every_key_length_agrees_with_the_base_library(string name, Hmac mac, Func<byte[], byte[], byte[]> oracle)
    {
        Random random = new(4231);
        byte[] tag = new byte[mac.Size];
        for (int length = 0; length <= 300; length++)
        {
            byte[] key = new byte[length], data = new byte[random.Next(0, 400)];
            random.NextBytes(key);
            random.NextBytes(data);
            mac.SetKey(key, 0, length);
            mac.Update(data, 0, data.Length);
            mac.Finish(tag, 0);
            Assert.True(oracle(key, data).AsSpan().SequenceEqual(tag), $"{name}, key of {length} bytes");
        }
    }

    [Theory]
    [MemberData(nameof(Macs))]
    public void A_second_message_under_the_same_key_starts_fresh(string name, Hmac mac, Func<byte[], byte[], byte[]> oracle)
    {
        byte[] key = [1, 2, 3], first = new byte[mac.Size], second = new byte[mac.Size];
        mac.SetKey(key, 0, 3);
        mac.Update([4], 0, 1);
        mac.Finish(first, 0);
        mac.Update([5], 0, 1);
        mac.Update([6], 0, 1);
        mac.Finish(second, 0);
        Assert.True(oracle(key, [4]).AsSpan().SequenceEqual(first) && oracle(key, [5, 6]).AsSpan().SequenceEqual(second), name);
    }

    [Fact]
    public void One_shot_tags_agree_with_the_base_library()
    {
        byte[] key = [7], data = [0, 8, 9, 10], t256 = new byte[32], t384 = new byte[48], t512 = new byte[64];
        HmacSha256.Mac(key, data, 1, 3, t256, 0);
        HmacSha384.Mac(key, data, 1, 3, t384, 0);
        HmacSha512.Mac(key, data, 1, 3, t512, 0);
        Assert.Equal(HMACSHA256.HashData(key, data.AsSpan(1)), t256);
        Assert.Equal(HMACSHA384.HashData(key, data.AsSpan(1)), t384);
        Assert.Equal(HMACSHA512.HashData(key, data.AsSpan(1)), t512);
    }

    [PublicVectorTheory(Wycheproof.Folder)]
    [InlineData("HMAC-SHA-256", "hmac_sha256_test.json", 174)]
    [InlineData("HMAC-SHA-384", "hmac_sha384_test.json", 174)]
    [InlineData("HMAC-SHA-512", "hmac_sha512_test.json", 174)]
    public void Wycheproof_mac_vectors(string description, string file, int count)
    {
        Hmac mac = description.EndsWith("256") ? new HmacSha256() : description.EndsWith("384") ? new HmacSha384() : new HmacSha512();
        byte[] tag = new byte[mac.Size];
        int seen = 0;
        foreach (WycheproofCase @case in Wycheproof.Cases(file))
        {
            byte[] key = @case.Bytes("key"), message = @case.Bytes("msg"), expected = @case.Bytes("tag");
            mac.SetKey(key, 0, key.Length);
            mac.Update(message, 0, message.Length);
            mac.Finish(tag, 0);
            Assert.True(@case.IsValid == tag.AsSpan(0, expected.Length).SequenceEqual(expected), $"{description}: {@case}");
            seen++;
        }

        Assert.Equal(count, seen);
    }

    [Fact]
    public void Hkdf_agrees_with_the_base_library_at_all_lengths()
    {
        Random random = new(5869);
        for (int length = 1; length <= 300; length++)
        {
            byte[] ikm = new byte[random.Next(0, 200)], salt = new byte[random.Next(0, 200)], info = new byte[random.Next(0, 100)], output = new byte[length];
            random.NextBytes(ikm);
            random.NextBytes(salt);
            random.NextBytes(info);
            Assert.True(Hkdf.DeriveSha512(ikm, salt, info, output));
            Assert.Equal(HKDF.DeriveKey(HashAlgorithmName.SHA512, ikm, length, salt, info), output);
            Assert.True(Hkdf.DeriveSha256(ikm, salt, info, output));
            Assert.Equal(HKDF.DeriveKey(HashAlgorithmName.SHA256, ikm, length, salt, info), output);
        }
    }

    [Fact]
    public void Hkdf_refuses_more_than_255_blocks()
    {
        Assert.True(Hkdf.DeriveSha256([1], [], [], new byte[255 * 32]));
        Assert.False(Hkdf.DeriveSha256([1], [], [], new byte[(255 * 32) + 1]));
        Assert.False(Hkdf.DeriveSha512([1], [], [], new byte[(255 * 64) + 1]));
    }

    [PublicVectorTheory(Wycheproof.Folder)]
    [InlineData("HKDF-SHA-256", "hkdf_sha256_test.json", 86)]
    [InlineData("HKDF-SHA-384", "hkdf_sha384_test.json", 83)]
    public void Wycheproof_hkdf_vectors(string description, string file, int count)
    {
        int seen = 0;
        foreach (WycheproofCase @case in Wycheproof.Cases(file))
        {
            byte[] output = new byte[@case.Number("size")];
            Hmac mac = description.EndsWith("256") ? new HmacSha256() : new HmacSha384();
            bool given = Hkdf.Derive(mac, @case.Bytes("ikm"), @case.Bytes("salt"), @case.Bytes("info"), output);
            Assert.True(@case.IsValid == (given && output.AsSpan().SequenceEqual(@case.Bytes("okm"))), $"{description}: {@case}");
            seen++;
        }

        Assert.Equal(count, seen);
    }
}
