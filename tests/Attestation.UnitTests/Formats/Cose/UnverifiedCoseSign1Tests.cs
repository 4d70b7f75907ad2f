using Attestation.Formats;
using Attestation.Formats.Cose;
using Attestation.Formats.Keys;

namespace Attestation.UnitTests.Formats.Cose;

public sealed class UnverifiedCoseSign1Tests
{
    private static readonly byte[] Payload = "a payload"u8.ToArray();

    public static TheoryData<string, string, string> Refused => new()
    {
        { "a map", "d2a0", "cose.structure" },
        { "three elements", "d28343a10126a040", "cose.structure" },
        { "five elements", "d28543a10126a0404000", "cose.structure" },
        { "protected headers as a map", "d284a10126a04040", "cose.structure" },
        { "unprotected headers as bytes", "d28443a10126404040", "cose.structure" },
        { "payload as text", "d28443a10126a06040", "cose.structure" },
        { "no tag", "8443a10126a04040", "cose.tag" },
        { "the tag of COSE_Mac0", "d18443a10126a04040", "cose.tag" },
        { "tag 18 twice", "d2d28443a10126a04040", "cose.structure" },
        { "no algorithm", "d28441a0a04040", "cose.alg-missing" },
        { "empty protected headers", "d28440a04040", "cose.alg-missing" },
        { "an unprotected algorithm", "d28440a101264040", "cose.alg-unprotected" },
        { "the algorithm in both", "d28443a10126a101264040", "cose.header-twice" },
        { "a key id in both", "d28446a20126044100a1044100" + "4040", "cose.header-twice" },
        { "HMAC as algorithm", "d28443a10105a04040", "cose.alg-unknown" },
        { "an algorithm as text", "d28445a101624553a04040", "cose.alg-unknown" },
        { "an algorithm as bytes", "d28444a1014126a04040", "cose.header-type" },
        { "a key id as text", "d28443a10126a104613140" + "40", "cose.header-type" },
        { "a content type of 65536", "d28449a20126031a00010000a04040", "cose.header-type" },
        { "an empty crit", "d28445a201260280a04040", "cose.crit-malformed" },
        { "crit of an absent label", "d28446a20126028104a04040", "cose.crit-malformed" },
        { "an unprotected crit", "d28443a10126a10281014040", "cose.crit-malformed" },
        { "an x5chain that is an array of one", "d28443a10126a118218141004040", "cose.x5chain" },
        { "an empty certificate", "d28443a10126a1182140" + "4040", "cose.x5chain" },
        { "an x5t without hash", "d28443a10126a1182281264040", "cose.x5t" },
        { "a signature of 63 bytes", "d28443a10126a040583f" + new string('0', 126), "cose.signature-length" },
        { "protected headers followed by a byte", "d28444a1012600a04040", "cbor.trailing" },
        { "a duplicate in the protected headers", "d28445a201260126a04040", "cbor.duplicate-key" },
        { "a duplicate in the unprotected headers", "d28443a10126a2186300186300" + "4040", "cbor.duplicate-key" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void RefusesWithItsOwnReason(string description, string hex, string code)
    {
        Assert.False(UnverifiedCoseSign1.TryParse(Convert.FromHexString(hex), CoseTag.Required, out _, out ParseError error), description);
        Assert.Equal(code, error.Code.Id);
    }

    [Fact]
    public void ACriticalLabelMustBeUnderstood()
    {
        var writer = new CoseSign1Writer();
        writer.Protected.Add(2, w => { w.WriteStartArray(1); w.WriteInt32(1000); w.WriteEndArray(); }).Add(1000, 1);
        Assert.False(UnverifiedCoseSign1.TryParse(writer.Sign(TestKeys.P256, Payload), CoseTag.Required, out _, out ParseError error));
        Assert.Equal("cose.crit-unknown", error.Code.Id);
        var known = new CoseSign1Writer().WithContentType("text/plain");
        known.Protected.Add(2, w => { w.WriteStartArray(1); w.WriteInt32(3); w.WriteEndArray(); });
        Assert.True(UnverifiedCoseSign1.TryParse(known.Sign(TestKeys.P256, Payload), CoseTag.Required, out _, out error), error.ToString());
    }

    public static TheoryData<string> Kinds => ["P256", "P384", "Ed25519"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void WhatTheWriterSignsVerifies(string kind)
    {
        SigningKey key = Key(kind);
        byte[] bytes = new CoseSign1Writer().WithContentType("text/plain").WithKeyId(new byte[] { 1, 2 }).WithX5Chain([new byte[] { 0x30 }, new byte[] { 0x31 }])
            .Sign(key, Payload, "aad"u8);
        UnverifiedCoseSign1 message = Parse(bytes);
        Assert.Equal("text/plain", message.Protected.ContentType);
        Assert.Equal([1, 2], message.KeyId!.Value.ToArray());
        Assert.Equal(["30", "31"], message.X5Chain.Select(c => Convert.ToHexString(c.Span)));
        Assert.True(message.Verify(key.PublicKey, "aad"u8, out ReadOnlyMemory<byte> payload, out _));
        Assert.Equal(Payload, payload.ToArray());
        Assert.False(message.Verify(key.PublicKey, "other"u8, out payload, out ParseError error));
        Assert.Equal("cose.signature", error.Code.Id);
        Assert.True(payload.IsEmpty);
    }

    [Fact]
    public void AKeyOfAnotherKindIsNamed()
    {
        UnverifiedCoseSign1 message = Parse(new CoseSign1Writer().Sign(TestKeys.P256, Payload));
        Assert.False(message.Verify(TestKeys.P384.PublicKey, [], out _, out ParseError error));
        Assert.Equal("cose.alg-key", error.Code.Id);
    }

    [Fact]
    public void ASignerOutsideTheProcessGetsTheBytesToSign()
    {
        (byte[] toBeSigned, Func<byte[], byte[]> finish) = new CoseSign1Writer { Tagged = false }.Prepare(SignatureAlgorithm.Es256, Payload);
        byte[] bytes = finish(TestKeys.P256.Sign(toBeSigned));
        Assert.True(UnverifiedCoseSign1.TryParse(bytes, CoseTag.Absent, out UnverifiedCoseSign1? message, out _));
        Assert.True(message.Verify(TestKeys.P256.PublicKey, [], out _, out _));
    }

    [Fact]
    public void ADetachedPayloadIsVerifiedOnlyBesideItsMessage()
    {
        (byte[] toBeSigned, Func<byte[], byte[]> finish) = new CoseSign1Writer().Prepare(SignatureAlgorithm.Es256, Payload);
        byte[] whole = finish(TestKeys.P256.Sign(toBeSigned));
        int at = whole.AsSpan().IndexOf(Payload) - 1;
        byte[] detached = [.. whole[..at], 0xF6, .. whole[(at + 1 + Payload.Length)..]];
        UnverifiedCoseSign1 message = Parse(detached);
        Assert.True(message.IsDetached);
        Assert.True(message.VerifyDetached(TestKeys.P256.PublicKey, Payload, [], out _));
        Assert.False(message.VerifyDetached(TestKeys.P256.PublicKey, "another"u8, [], out ParseError changed));
        Assert.False(message.Verify(TestKeys.P256.PublicKey, [], out _, out ParseError missing));
        Assert.False(Parse(whole).VerifyDetached(TestKeys.P256.PublicKey, Payload, [], out ParseError twice));
        Assert.Equal(("cose.signature", "cose.payload-missing", "cose.payload-twice"), (changed.Code.Id, missing.Code.Id, twice.Code.Id));
    }

    /// <summary>A turned bit is noticed everywhere except inside the unprotected headers, which no signature covers (RFC 9052 section 3).</summary>
    [Fact]
    public void EveryTurnedBitIsNoticedExceptInUnprotectedHeaders()
    {
        byte[] good = new CoseSign1Writer().WithKeyId("key"u8.ToArray()).Sign(TestKeys.Ed25519, Payload);
        int unprotectedStart = good.AsSpan().IndexOf("key"u8) - 3, unprotectedEnd = unprotectedStart + 6;
        int accepted = 0;
        foreach ((int index, byte[] bad) in HostileInput.Flips(good))
        {
            if (!Accepts(bad, TestKeys.Ed25519.PublicKey))
                continue;
            Assert.InRange(index, unprotectedStart, unprotectedEnd - 1);
            accepted++;
        }
        Assert.True(accepted >= 24); // at least the three bytes of the key id
    }

    [Fact]
    public void NoHostileInputIsAcceptedOrThrows()
    {
        byte[] good = new CoseSign1Writer().WithKeyId("key"u8.ToArray()).Sign(TestKeys.P384, Payload);
        Assert.True(Accepts(good, TestKeys.P384.PublicKey));
        Assert.All(HostileInput.Lengths(good).Concat(HostileInput.CborShapes()), bad => Assert.False(Accepts(bad, TestKeys.P384.PublicKey)));
    }

    private static bool Accepts(byte[] bytes, VerificationKey key) =>
        UnverifiedCoseSign1.TryParse(bytes, CoseTag.Required, out UnverifiedCoseSign1? message, out _) && message.Verify(key, [], out _, out _);

    private static UnverifiedCoseSign1 Parse(byte[] bytes)
    {
        Assert.True(UnverifiedCoseSign1.TryParse(bytes, CoseTag.Required, out UnverifiedCoseSign1? message, out ParseError error), error.ToString());
        return message;
    }

    private static SigningKey Key(string kind) => kind switch { "P256" => TestKeys.P256, "P384" => TestKeys.P384, _ => TestKeys.Ed25519 };
}
