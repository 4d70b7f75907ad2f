using System.Text.Json;
using Attestation.Factory.Ownership;
using Attestation.Formats.Keys;
using Attestation.Formats.Reasons;
using Attestation.UnitTests.Formats;

namespace Attestation.UnitTests.Factory.Ownership;

public sealed class OwnerAuthorisationTests
{
    public static readonly byte[] Ueid = [1, .. new byte[32]];

    public static TheoryData<string> Vectors => BoardVectors.OwnerAuthorisations.Names;

    /// <summary>Made by another program: python3 and openssl.</summary>
    [Theory]
    [MemberData(nameof(Vectors))]
    public void EveryVectorHasItsOutcome(string name)
    {
        ReasonCode? reason = OwnerAuthorisation.TryVerify(BoardVectors.OwnerAuthorisations.Read(name), BoardVectors.OwnerAuthorisations.KeyOf(name), out OwnerAuthorisation read);
        string outcome = reason == null ? "verified" : reason == OwnershipReasons.AuthorisationSignature ? "signature" : "malformed";
        Assert.Equal(BoardVectors.OwnerAuthorisations.Outcome(name), outcome);
        if (reason is null)
            AssertSays(BoardVectors.OwnerAuthorisations.Expected(name), read);
    }

    private static void AssertSays(JsonElement expected, OwnerAuthorisation read)
    {
        Assert.Equal(expected.GetProperty("action").GetString(), OwnerAuthorisation.NameOf(read.Action));
        Assert.Equal(expected.GetProperty("ueid").GetString(), Convert.ToHexStringLower(read.Ueid.Span));
        Assert.Equal(expected.GetProperty("counter").GetUInt64(), read.Counter);
        string? owner = expected.GetProperty("owner") is { ValueKind: JsonValueKind.Object } key ? key.GetProperty("key").GetString() : null;
        Assert.Equal(owner, read.NewOwner is { } o ? Convert.ToHexStringLower(o.PublicBytes.Span) : null);
    }

    [Theory]
    [InlineData("good-rotate.cose")]
    [InlineData("good-rotate-to-ed25519.cose")]
    [InlineData("good-return.cose")]
    [InlineData("good-decommission.cose")]
    public void AFactoryWritesTheBytesOfTheOtherProgram(string name)
    {
        byte[] vector = BoardVectors.OwnerAuthorisations.Read(name);
        Assert.Null(OwnerAuthorisation.TryVerify(vector, TestKeys.Ed25519.PublicKey, out OwnerAuthorisation read));
        Assert.Equal(vector, read.Sign(TestKeys.Ed25519));
    }

    [Fact]
    public void AKeyThatBoardsCannotVerifyIsRefused()
    {
        var rotate = new OwnerAuthorisation(OwnerAction.Rotate, Ueid, 1, null);
        Assert.Equal(OwnershipReasons.OwnerKey, Sample.Refusal(() => rotate.Sign(TestKeys.P384)));
        Assert.Equal(OwnershipReasons.OwnerKey, Sample.Refusal(() => (rotate with { NewOwner = TestKeys.P384.PublicKey }).Encode()));
    }

    [Theory]
    [InlineData("a device that is returned has no owner", OwnerAction.Return)]
    [InlineData("a device that is ended has no owner", OwnerAction.Decommission)]
    public void AnOwnerWhereNoneCanFollowIsRefused(string description, OwnerAction action) =>
        Assert.Equal(OwnershipReasons.OwnerUnfit, Sample.Refusal(() => new OwnerAuthorisation(action, Ueid, 1, TestKeys.P256.PublicKey).Encode()));
}
