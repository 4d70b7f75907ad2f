using System.Security.Cryptography;
using System.Text;
using Attestation.Dice.Primitives;

namespace Attestation.UnitTests.Dice.Primitives;

/// <summary>The firmware's SHA-2 against FIPS 180-4's published examples and, at every length that pads differently, against the .NET base
/// library.</summary>
public sealed class HashTests
{
    private const string TwoBlocks =
        "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu";

    public static TheoryData<string, HashFunction, Func<byte[], byte[]>> Functions => new()
    {
        { "SHA-256", new Sha256(), SHA256.HashData },
        { "SHA-384", new Sha384(), SHA384.HashData },
        { "SHA-512", new Sha512(), SHA512.HashData },
    };

    [Theory]
    [InlineData("SHA-256, one block", 256, "abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    [InlineData("SHA-256, empty", 256, "", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [InlineData("SHA-256, two blocks", 256, TwoBlocks, "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1")]
    [InlineData("SHA-384, one block", 384, "abc",
        "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7")]
    [InlineData("SHA-384, two blocks", 384, TwoBlocks,
        "09330c33f71147e83d192fc782cd1b4753111b173b3b05d22fa08086e3b0f712fcc7c71a557e2db966c3e9fa91746039")]
    [InlineData("SHA-512, one block", 512, "abc",
        "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f")]
    [InlineData("SHA-512, two blocks", 512, TwoBlocks,
        "8e959b75dae313da8cf4f72814fc143f8f7779c6eb9f7fa17299aeadb6889018501d289e4900f7e4331b99dec4b5433ac7d329eeb6dd26545e96e55b874be909")]
    public void The_published_examples_hash_as_published(string description, int bits, string message, string digest)
    {
        byte[] data = Encoding.ASCII.GetBytes(message);
        byte[] actual = new byte[bits / 8];
        switch (bits)
        {
            case 256: Sha256.Hash(data, 0, data.Length, actual, 0); break;
            case 384: Sha384.Hash(data, 0, data.Length, actual, 0); break;
            default: Sha512.Hash(data, 0, data.Length, actual, 0); break;
        }

        Assert.True(digest == Convert.ToHexStringLower(actual), description);
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public void Every_length_up_to_three_blocks_agrees_with_the_base_library(string name, HashFunction hash, Func<byte[], byte[]> oracle)
    {
        byte[] data = new byte[400];
        new Random(20261121).NextBytes(data);
        byte[] digest = new byte[hash.DigestSize];
        for (int length = 0; length <= data.Length; length++)
        {
            hash.Update(data, 0, length);
            hash.Finish(digest, 0);
            Assert.True(oracle(data[..length]).AsSpan().SequenceEqual(digest), $"{name}, {length} bytes");
        }
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public void Any_division_into_pieces_gives_the_same_digest(string name, HashFunction hash, Func<byte[], byte[]> oracle)
    {
        Random random = new(7);
        byte[] data = new byte[1500];
        random.NextBytes(data);
        byte[] expected = oracle(data);
        byte[] digest = new byte[hash.DigestSize + 3];
        for (int round = 0; round < 200; round++)
        {
            for (int at = 0, piece; at < data.Length; at += piece)
            {
                piece = Math.Min(random.Next(0, 300), data.Length - at);
                hash.Update(data, at, piece);
            }

            hash.Finish(digest, 3);
            Assert.True(expected.AsSpan().SequenceEqual(digest.AsSpan(3)), $"{name}, round {round}");
        }
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public void A_copied_state_continues_on_its_own(string name, HashFunction hash, Func<byte[], byte[]> oracle)
    {
        HashFunction copy = (HashFunction)Activator.CreateInstance(hash.GetType())!;
        hash.Update([1, 2, 3], 0, 3);
        copy.CopyFrom(hash);
        hash.Update([9], 0, 1);
        copy.Update([4], 0, 1);
        byte[] first = new byte[hash.DigestSize], second = new byte[hash.DigestSize];
        hash.Finish(first, 0);
        copy.Finish(second, 0);
        Assert.True(oracle([1, 2, 3, 9]).AsSpan().SequenceEqual(first) && oracle([1, 2, 3, 4]).AsSpan().SequenceEqual(second), name);
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public void Reset_forgets_the_message_so_far(string name, HashFunction hash, Func<byte[], byte[]> oracle)
    {
        hash.Update(new byte[77], 0, 77);
        hash.Reset();
        byte[] digest = new byte[hash.DigestSize];
        hash.Finish(digest, 0);
        Assert.True(oracle([]).AsSpan().SequenceEqual(digest), name);
    }
}
