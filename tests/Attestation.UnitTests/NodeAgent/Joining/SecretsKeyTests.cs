using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Attestation.Formats.Reasons;
using Attestation.NodeAgent.Joining;

namespace Attestation.UnitTests.NodeAgent.Joining;

/// <summary>Messages to a node, made here with another derivation than the reader's: RFC 7518 appendix C is the witness for it.</summary>
public sealed class SecretsKeyTests
{
    private const string Node = "worker-1";

    /// <summary>RFC 7518 appendix C: Alice's ephemeral key.</summary>
    private static ECParameters Alice => Known(
        "gI0GAILBdu7T53akrFmMyGcsF3n5dO7MmwNBHKW5SV0", "SLW_xSffzlPWrHEVI30DHM_4egVwt3NQqeUD7nMFpps", "0_NxaRPUMQoAJt50Gz8YiTr8gRTwyEaCumd-MToTmIo");

    /// <summary>RFC 7518 appendix C: Bob's key.</summary>
    private static ECParameters Bob => Known(
        "weNJy2HscCSM6AEDTDg04biOvhFhyyWvOHQfeF_PxMQ", "e8lnCO-AlStT-NJVX-crhB7QRYhiix03illJOVAOyck", "VEmDZpDXXK8p8N0Cndsxs924q6nS1RXFASRl6BfUqdw");

    [Fact]
    public void TheDerivationOfTheseTestsIsTheOneOfTheStandard() =>
        Assert.Equal("VqqN6vgjbSBcIijNcacQGg", Base64Url.EncodeToString(Derive(Alice, Bob, "A128GCM", "Alice", "Bob", 16)));

    [Fact]
    public void AMessageOpens()
    {
        using var key = new SecretsKey(Bob);
        Assert.Equal("what only the node may have", Encoding.UTF8.GetString(key.Open(Message(Node), Node)));
    }

    [Fact]
    public void AMessageOfAnotherOneToAFreshKeyOpens()
    {
        using var key = new SecretsKey();
        using ECDiffieHellman read = ECDiffieHellman.Create();
        read.ImportSubjectPublicKeyInfo(key.SubjectPublicKeyInfo, out _);
        Assert.Equal("what only the node may have", Encoding.UTF8.GetString(key.Open(Message(Node, to: read.ExportParameters(false)), Node)));
        Assert.Equal(SHA256.HashData(key.SubjectPublicKeyInfo), key.Hash);
    }

    [Theory]
    [InlineData("of another node", "worker-2", null)]
    [InlineData("without a node", "", null)]
    [InlineData("with another header", Node, 0)]
    [InlineData("with another nonce", Node, 2)]
    [InlineData("with another ciphertext", Node, 3)]
    [InlineData("with another tag", Node, 4)]
    public void AnyOtherDoesNot(string what, string node, int? changed)
    {
        using var key = new SecretsKey(Bob);
        string[] parts = Message(node).Split('.');
        if (changed is { } part)
            parts[part] = (parts[part][0] == 'A' ? 'B' : 'A') + parts[part][1..];
        JoinFailure failure = Assert.Throws<JoinFailure>(() => key.Open(string.Join('.', parts), Node));
        Assert.True(failure.Reason == JoinReasons.Credential, what);
        using var other = new SecretsKey();
        Assert.Equal("jwe.decryption", Assert.Throws<JoinFailure>(() => other.Open(Message(Node), Node)).Because);
    }

    private static string Message(string node, ECParameters? to = null)
    {
        string header = Base64Url.EncodeToString(Encoding.UTF8.GetBytes($$"""
            {"alg":"ECDH-ES","enc":"A256GCM","epk":{"kty":"EC","crv":"P-256","x":"{{Text(Alice.Q.X)}}","y":"{{Text(Alice.Q.Y)}}"},"apu":"{{Text("gate"u8)}}","apv":"{{Text(Encoding.UTF8.GetBytes(node))}}"}
            """));
        byte[] plaintext = "what only the node may have"u8.ToArray(), nonce = [.. Enumerable.Range(0, 12).Select(i => (byte)i)], tag = new byte[16], ciphertext = new byte[plaintext.Length];
        using var cipher = new AesGcm(Derive(Alice, to ?? Bob, "A256GCM", "gate", node, 32), 16);
        cipher.Encrypt(nonce, plaintext, ciphertext, tag, Encoding.ASCII.GetBytes(header));
        return $"{header}..{Text(nonce)}.{Text(ciphertext)}.{Text(tag)}";
    }

    /// <summary>Concat KDF as the base library's hash derivation does it: SHA-256(prepend | Z | append).</summary>
    private static byte[] Derive(ECParameters own, ECParameters other, string algorithm, string from, string to, int bytes)
    {
        using ECDiffieHellman key = ECDiffieHellman.Create(own);
        using ECDiffieHellman peer = ECDiffieHellman.Create(new ECParameters { Curve = other.Curve, Q = other.Q });
        byte[] information = [.. Sized(algorithm), .. Sized(from), .. Sized(to), .. Number(bytes * 8)];
        return key.DeriveKeyFromHash(peer.PublicKey, HashAlgorithmName.SHA256, Number(1), information)[..bytes];
    }

    private static byte[] Sized(string text) => [.. Number(text.Length), .. Encoding.ASCII.GetBytes(text)];

    private static byte[] Number(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }

    private static string Text(ReadOnlySpan<byte> bytes) => Base64Url.EncodeToString(bytes);

    private static ECParameters Known(string x, string y, string d) => new()
    {
        Curve = ECCurve.NamedCurves.nistP256, D = Base64Url.DecodeFromChars(d), Q = new ECPoint { X = Base64Url.DecodeFromChars(x), Y = Base64Url.DecodeFromChars(y) },
    };
}
