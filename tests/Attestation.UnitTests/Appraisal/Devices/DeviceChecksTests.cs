using Attestation.Appraisal.Devices;
using Attestation.Appraisal.Endorsements;
using Attestation.Appraisal.Policies;
using Attestation.Formats.Keys;
using static Attestation.UnitTests.Appraisal.Devices.Layers;

namespace Attestation.UnitTests.Appraisal.Devices;

public sealed class DeviceChecksTests
{
    private static readonly DeviceClass Other = new("Example", "Other");
    private static readonly byte[] Name = [1, .. new byte[16]];

    [Fact]
    public void ANameMadeOfTheKeyNeedsNoEndorsement()
    {
        KnownChain chain = Chain(null, null);
        var record = new AppraisalRecord();
        DeviceChecks.Ueid(new byte[] { 1 }.Concat(Convert.FromHexString(chain.UdsKeyThumbprint)).ToArray(), chain, null, Policy.Default, record);
        Assert.Empty(record.Findings);
    }

    public static TheoryData<string, byte[]?, byte[]?, byte[]?, string[]> Names => new()
    {
        { "as certified", Name, Name, null, [] },
        { "as endorsed", Name, null, Name, [] },
        { "as certified and endorsed", Name, Name, Name, [] },
        { "another than certified", [1, 2], Name, null, ["appraisal.ueid"] },
        { "another than endorsed", [1, 2], null, Name, ["appraisal.ueid"] },
        { "certified and endorsed differently", Name, Name, [1, 2], ["appraisal.ueid"] },
        { "neither certified nor endorsed nor made of the key", Name, null, null, ["appraisal.ueid"] },
        { "no name", null, Name, null, ["appraisal.ueid.missing"] },
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void ANameBelongsToItsKey(string name, byte[]? claimed, byte[]? certified, byte[]? endorsed, string[] reasons)
    {
        var record = new AppraisalRecord();
        IdentityEndorsement? identity = endorsed is null ? null : new("", null, endorsed, "corim", "signer");
        DeviceChecks.Ueid(Memory(claimed), Chain(null, certified), identity, Policy.Default, record);
        Assert.True(reasons.SequenceEqual(record.Reasons()), name);
    }

    [Fact]
    public void APolicyMayDoWithoutAName()
    {
        var record = new AppraisalRecord();
        DeviceChecks.Ueid(null, Chain(null, Name), null, Policy.Default with { RequireUeid = false }, record);
        Assert.Empty(record.Findings);
    }

    [Fact]
    public void TheClassComesFromCertificateOrEndorsementAndTheyMustAgree()
    {
        Assert.Equal((Class, ""), ClassOf(Class, null));
        Assert.Equal((Class, ""), ClassOf(null, Class));
        Assert.Equal((Class, ""), ClassOf(Class, Class));
        Assert.Equal((null, "appraisal.class"), ClassOf(Class, Other));
        Assert.Equal((null, "appraisal.class"), ClassOf(null, null));
    }

    [Fact]
    public void UnsignedReferencesCountOnlyWherePolicySaysSo()
    {
        EndorsementSet set = new EndorsementSetBuilder().Add(Reference(0, signer: "")).Build();
        var record = new AppraisalRecord();
        Assert.Null(DeviceChecks.References(Class, set, Policy.Default, record));
        Assert.Equal(["policy.unsigned-corim", "policy.vacuous"], record.Reasons());
        Assert.NotNull(DeviceChecks.References(Class, set, Policy.Default with { AcceptUnsignedCorim = true }, record));
    }

    [Fact]
    public void AClassWithoutReferencesIsVacuous()
    {
        EndorsementSet set = new EndorsementSetBuilder().Add(Reference(0)).Build();
        var record = new AppraisalRecord();
        Assert.Null(DeviceChecks.References(Other, set, Policy.Default, record));
        Assert.Equal(["policy.vacuous"], record.Reasons());
    }

    [Theory]
    [InlineData("as many as referenced", 2, 1, "")]
    [InlineData("one fewer than referenced", 1, 1, "dice.layer.missing")]
    [InlineData("fewer than required", 2, 3, "dice.layer.missing")]
    public void NoLayerMayBeMissing(string name, int layers, int required, string reason)
    {
        var record = new AppraisalRecord();
        DeviceChecks.LayerCount(layers, new ClassReferences([Reference(1)]), Policy.Default with { RequiredLayers = required }, record);
        Assert.True(reason == string.Concat(record.Reasons()), name);
    }

    private static (DeviceClass?, string) ClassOf(DeviceClass? certified, DeviceClass? endorsed)
    {
        var record = new AppraisalRecord();
        IdentityEndorsement? identity = endorsed is null ? null : new("", endorsed, null, "corim", "signer");
        return (DeviceChecks.Class(Chain(certified, null), identity, record), string.Concat(record.Reasons()));
    }

    private static KnownChain Chain(DeviceClass? @class, byte[]? ueid)
    {
        byte[] seven = [7, .. new byte[31]];
        Assert.True(VerificationKey.TryFromEd25519(Convert.FromHexString("6ee9a71fd3c398e6253aae6d812007675760ecf90d2d43db0d3c76087ba1daec"), out VerificationKey key, out _));
        return new KnownChain
        {
            Leaf = key,
            Keys = [key],
            UdsKeyThumbprint = Convert.ToHexStringLower(seven),
            Vouching = [Convert.ToHexStringLower(seven)],
            Layers = [],
            Class = @class,
            Ueid = Memory(ueid),
            Anchor = null,
        };
    }
}
