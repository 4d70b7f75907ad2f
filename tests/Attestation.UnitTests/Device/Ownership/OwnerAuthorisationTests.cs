using System.Text.Json;
using Attestation.Device;
using Attestation.Device.Manifest;
using Attestation.Device.Ownership;
using Attestation.Dice;
using Attestation.UnitTests.Factory;

namespace Attestation.UnitTests.Device.Ownership;

/// <summary>The board's reader over the vectors that python3 and openssl made: it takes what the factory's reader takes, and says of every other one what
/// is wrong.</summary>
public sealed class OwnerAuthorisationTests
{
    private static readonly string[] Actions = ["rotate", "return", "decommission"];

    private static readonly Dictionary<string, DeviceRefusal> OfTheEnvelope = new(StringComparer.Ordinal)
    {
        ["unprotected-with-key-id.cose"] = DeviceRefusal.MessageEnvelope,
        ["trailing-byte.cose"] = DeviceRefusal.MessageEnvelope,
        ["tag-missing.cose"] = DeviceRefusal.MessageEnvelope,
        ["longer-than-512.cose"] = DeviceRefusal.MessageSize,
    };

    public static TheoryData<string> Names => BoardVectors.OwnerAuthorisations.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void Vectors(string name)
    {
        DeviceRefusal refusal = OwnerAuthorisation.Verify(BoardVectors.OwnerAuthorisations.Read(name), KeyOf(name), null, out OwnerAuthorisation? read);
        DeviceRefusal expected = BoardVectors.OwnerAuthorisations.Outcome(name) switch
        {
            "verified" => DeviceRefusal.None,
            "signature" => DeviceRefusal.MessageSignature,
            _ => OfTheEnvelope.GetValueOrDefault(name, DeviceRefusal.AuthorisationMalformed),
        };
        Assert.Equal((expected, expected == DeviceRefusal.None), (refusal, read is not null));
        if (read is not null)
            AssertSays(BoardVectors.OwnerAuthorisations.Expected(name), read);
    }

    [Fact]
    public void The_owners_signature_is_told_from_the_manufacturers()
    {
        byte[] signed = BoardVectors.OwnerAuthorisations.Read("good-rotate.cose");
        FirmwareKey signer = KeyOf("good-rotate.cose"), other = KeyOf("good-rotate-es256.cose");
        Assert.Equal(DeviceRefusal.None, OwnerAuthorisation.Verify(signed, other, signer, out OwnerAuthorisation byOwner));
        Assert.Equal(DeviceRefusal.None, OwnerAuthorisation.Verify(signed, signer, other, out OwnerAuthorisation byManufacturer));
        Assert.Equal((true, false), (byOwner.IsByOwner, byManufacturer.IsByOwner));
        Assert.Equal(DeviceRefusal.MessageAlgorithm, OwnerAuthorisation.Verify(signed, other, null, out _));
    }

    private static FirmwareKey KeyOf(string name) =>
        new(name.Contains("es256", StringComparison.Ordinal) ? DiceAlgorithm.P256 : DiceAlgorithm.Ed25519, BoardVectors.OwnerAuthorisations.KeyOf(name).PublicBytes.ToArray());

    private static void AssertSays(JsonElement expected, OwnerAuthorisation read)
    {
        Assert.Equal(expected.GetProperty("action").GetString(), Actions[read.Action]);
        Assert.Equal(expected.GetProperty("ueid").GetString(), Convert.ToHexStringLower(read.Ueid));
        Assert.Equal(expected.GetProperty("counter").GetUInt64(), read.Counter);
        JsonElement owner = expected.GetProperty("owner");
        bool hasOwner = owner.ValueKind == JsonValueKind.Object;
        Assert.Equal(hasOwner ? owner.GetProperty("key").GetString() : null, hasOwner ? Convert.ToHexStringLower(read.NewOwner.PublicKey) : read.NewOwner?.ToString());
    }
}
