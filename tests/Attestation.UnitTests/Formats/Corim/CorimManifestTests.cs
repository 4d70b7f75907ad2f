using Attestation.Formats;
using Attestation.Formats.Cbor;
using Attestation.Formats.Corim;
using Attestation.Formats.Keys;

namespace Attestation.UnitTests.Formats.Corim;

public sealed class CorimManifestTests
{
    public static TheoryData<string, string, string> RefusedComids => new()
    {
        { "an array", "80", "corim.comid" },
        { "no identity", "a104a10081" + Triple("a101a10b6178"), "corim.id" },
        { "an empty text as id", "a201a1006004a10081" + Triple("a101a10b6178"), "corim.id" },
        { "an id of 15 bytes", "a201a1004f" + new string('0', 30) + "04a10081" + Triple("a101a10b6178"), "corim.id" },
        { "no triples", "a101a1006161", "corim.triples" },
        { "an empty map of triples", "a201a100616104a0", "corim.triples" },
        { "triples as a list", "a201a10061610480", "corim.triples" },
        { "a triple of three", Comid("838000" + "00"), "corim.triple" },
        { "a triple without environment", Comid("82a0" + "80"), "corim.environment" },
        { "an environment with an empty class", Comid("82a100a0" + "80"), "corim.environment" },
        { "an unknown member of the environment", Comid("82a10900" + "80"), "corim.environment" },
        { "no values", Comid(Triple("a101a0")), "corim.measurement" },
        { "no mval", Comid(Triple("a10001")), "corim.measurement" },
        { "a SHA-256 digest of 31 bytes", Comid(Triple("a101a1028182" + "01581f" + new string('0', 62))), "corim.digest" },
        { "an svn under another tag", Comid(Triple("a101a101c001")), "corim.value" },
        { "flag 11", Comid(Triple("a101a103a10bf5")), "corim.value" },
        { "a mask of another length", Comid(Triple("a101a104d90233824101420102")), "cbor.type" },
        { "a range upside down", Comid(Triple("a101a10fd90234820201")), "corim.value" },
        { "an untagged key", Comid(Triple("a101a10d816161")), "corim.key" },
        { "a MAC address of 7 bytes", Comid(Triple("a101a10647" + new string('0', 14))), "corim.value" },
    };

    [Theory]
    [MemberData(nameof(RefusedComids))]
    public void ComidsAreRefusedWithTheirOwnReason(string description, string hex, string code)
    {
        Assert.False(Attestation.Formats.Corim.Comid.TryParse(Convert.FromHexString(hex), out _, out ParseError error), description);
        Assert.Equal(code, error.Code.Id);
    }

    public static TheoryData<string, string, string> RefusedCorims => new()
    {
        { "another tag", "d901f4a0", "corim.structure" },
        { "an array", "d901f580", "corim.structure" },
        { "no id", "d901f5a0", "corim.id" },
        { "an integer as id", "d901f5a10001", "corim.id" },
        { "no tags", "d901f5a1006161", "corim.tags" },
        { "an empty list of tags", "d901f5a20061610180", "cbor.type" },
        { "untagged bytes without tag inside", "d901f5a2006161018141a0", "corim.tags" },
        { "a tag that holds text", "d901f5a20061610181d901fa6161", "cbor.type" },
        { "a profile as integer", "d901f5a10301", "cbor.type" },
        { "a profile as UUID", "d901f5a103d8256161", "cbor.type" },
        { "a validity that ends before it begins", "d901f5a104a200c10201c101", "corim.validity" },
        { "a validity without end", "d901f5a104a100c102", "corim.validity" },
        { "an entity without name", "d901f5a10581a1028101", "corim.entity" },
    };

    [Theory]
    [MemberData(nameof(RefusedCorims))]
    public void CorimsAreRefusedWithTheirOwnReason(string description, string hex, string code)
    {
        Assert.False(CorimManifest.TryParse(Convert.FromHexString(hex), out _, out ParseError error), description);
        Assert.Equal(code, error.Code.Id);
    }

    [Fact]
    public void EveryPartOfTheModelIsWrittenAndReadBack()
    {
        byte[] bytes = CorimTestData.Manifest.Encode();
        Assert.True(CorimManifest.TryParse(bytes, out CorimManifest? read, out ParseError error), error.ToString());
        Assert.Equal(bytes, read.Encode());
        Comid comid = Assert.Single(read.Comids);
        MeasurementValues values = comid.References[0].Measurements[0].Values;
        Assert.Equal((3UL, true, "1.0", 2, 2), (values.Svn!.Value, values.SvnIsMinimum, values.Version, values.Digests.Count, values.Flags.Count));
        Assert.Equal(new IntegerRange(-1, null), values.IntegerRange);
        Assert.Equal(("Acme", "Lamp", 1UL), (comid.References[0].Environment.Vendor, comid.References[0].Environment.Model, comid.References[0].Environment.Layer));
        Assert.Equal(17, comid.Identities[0].Environment.Instance!.Bytes!.Value.Length);
        Assert.True(comid.Identities[0].Keys[1].TryGetKey(out VerificationKey key, out _));
        Assert.Equal(TestKeys.P384.PublicKey, key);
        Assert.Equal(new CorimValidity(1, 2), read.Validity);
        Assert.Empty(read.NotUsed);
    }

    [Fact]
    public void KeysComeOutOfTheirForms()
    {
        VerificationKey expected = TestKeys.P256.PublicKey;
        string base64 = Convert.ToBase64String(expected.ToSpki());
        Assert.All(new[] { expected.ToPem(), base64 }, text =>
        {
            var key = new CorimKey(CorimTag.PkixKey, CborMapBuilder.Encode(w => w.WriteTextString(text)));
            Assert.True(key.TryGetKey(out VerificationKey found, out ParseError error), error.ToString());
            Assert.Equal(expected, found);
        });
        Assert.False(new CorimKey(CorimTag.KeyThumbprint, new byte[] { 0x82, 0x01, 0x41, 0x00 }).TryGetKey(out _, out ParseError thumbprint));
        Assert.Equal("corim.key-unusable", thumbprint.Code.Id);
    }

    [Fact]
    public void NoHostileInputThrows()
    {
        byte[] good = CorimTestData.Manifest.Encode();
        Assert.All(HostileInput.Lengths(good).Concat(HostileInput.CborShapes()), bad => Assert.False(CorimManifest.TryParse(bad, out _, out _)));
        Assert.All(HostileInput.Flips(good), flip => Assert.True(CorimManifest.TryParse(flip.Bytes, out _, out ParseError error) || error.Code is not null));
    }

    [Fact]
    public void ASignedCorimVerifiesAndEveryTurnedBitIsNoticed()
    {
        CorimManifest small = CorimTestData.Manifest with { Comids = [CorimTestData.Comid with { References = [], Identities = [], AttestKeys = [] }] };
        byte[] good = SignedCorimWriter.Sign(small, TestKeys.Ed25519, "Acme", new CorimValidity(null, 5), "kid"u8.ToArray());
        Assert.True(UnverifiedSignedCorim.TryParse(good, out UnverifiedSignedCorim? signed, out ParseError error), error.ToString());
        Assert.Equal(("Acme", new CorimValidity(null, 5)), (signed.Signer, signed.SignatureValidity!.Value));
        Assert.True(signed.Verify(TestKeys.Ed25519.PublicKey, out CorimManifest? corim, out error), error.ToString());
        Assert.Equal(small.Encode(), corim.Encode());
        int keyId = good.AsSpan().IndexOf("kid"u8);
        Assert.All(HostileInput.Flips(good), flip => Assert.True(!Accepts(flip.Bytes) || (flip.Index >= keyId - 3 && flip.Index < keyId + 3)));
        Assert.All(HostileInput.Lengths(good).Concat(HostileInput.CborShapes()), bad => Assert.False(Accepts(bad)));
    }

    private static bool Accepts(byte[] bytes) => UnverifiedSignedCorim.TryParse(bytes, out UnverifiedSignedCorim? signed, out _) && signed.Verify(TestKeys.Ed25519.PublicKey, out _, out _);

    private static string Comid(string triple) => "a201a100616104a10081" + triple;

    private static string Triple(string measurement) => "82a100a1016141" + "81" + measurement;
}
