using Attestation.Appraisal.Endorsements;
using Attestation.Appraisal.Nodes.References;
using Attestation.Formats.Cbor;
using Attestation.Formats.Corim;
using Attestation.Formats.EventLog;
using Attestation.UnitTests.Formats;

namespace Attestation.UnitTests.Appraisal.Endorsements;

/// <summary>Reference triples without layer: what of them counts for nodes, and that the rest is named (docs/formats/node-reference-values.md).</summary>
public sealed class NodeTripleTests
{
    private static readonly DeviceClass Class = new("Example", "Worker");
    private static readonly CorimDigest Sha256 = new(new CborLabel(CorimDigest.Sha256), new byte[32]);

    [Fact]
    public void EachKindOfMeasurementCounts()
    {
        NodeReferences references = Read(out CorimIntake intake,
            ("kernel", new MeasurementValues { Digests = [Sha256], Name = "/vmlinuz", Version = "6.1" }),
            ("command-line", new MeasurementValues { Name = "/vmlinuz ** quiet" }),
            ("command-line", new MeasurementValues { Digests = [Sha256], Name = "command line" }),
            ("pcrs", new MeasurementValues { IntegrityRegisters = new Dictionary<CborLabel, IReadOnlyList<CorimDigest>> { [new CborLabel(4)] = [Sha256] } }),
            ("ima", new MeasurementValues { Digests = [Sha256], Name = "/usr/bin/true" }),
            ("ima", new MeasurementValues { Digests = [Sha256] }),
            ("ima-signer", new MeasurementValues { CryptoKeys = [CorimKey.Of(TestKeys.P256.PublicKey)] }))!;
        Assert.Equal((0, 7, 0), (intake.References, intake.Nodes, intake.NotUsed.Count));
        NodeReference kernel = Assert.Single(references.Of(BootClass.Kernel));
        Assert.Equal(("/vmlinuz", "6.1", "a-corim", "a signer"), (kernel.Name, kernel.Version, kernel.Source, kernel.Signer));
        Assert.Equal(["/vmlinuz ** quiet", null], references.Of(BootClass.CommandLine).Select(r => r.Pattern?.ToString()));
        Assert.Equal([4], Assert.Single(references.Pcrs).Pcrs.Keys);
        Assert.Equal((2, 1), (references.Ima.Count, references.Ima.Signers.Count));
    }

    [Theory]
    [InlineData("a key that is no class", "kernels", "digests", "measurement kernels: no class of boot events")]
    [InlineData("fixed events have nothing to compare", "fixed", "digests", "measurement fixed: no class of boot events")]
    [InlineData("no digests", "kernel", "name", "measurement kernel: no digests")]
    [InlineData("an unknown algorithm", "kernel", "md5", "measurement kernel: a digest whose algorithm")]
    [InlineData("three stars", "command-line", "stars", "measurement command-line: neither digests nor a pattern")]
    [InlineData("a register that is no PCR", "pcrs", "register 24", "measurement pcrs, register 24: no PCR")]
    [InlineData("no registers", "pcrs", "digests", "measurement pcrs: no integrity registers")]
    [InlineData("no keys", "ima-signer", "digests", "measurement ima-signer: no keys")]
    [InlineData("a thumbprint", "ima-signer", "thumbprint", "measurement ima-signer: a key of tag 557")]
    public void WhatDoesNotCountIsNamed(string description, string key, string values, string note)
    {
        NodeReferences? references = Read(out CorimIntake intake, (key, Values(values)));
        Assert.True(references is null, description);
        Assert.Equal(0, intake.Nodes);
        Assert.Contains(note, Assert.Single(intake.NotUsed), StringComparison.Ordinal);
    }

    private static MeasurementValues Values(string kind) => kind switch
    {
        "digests" => new MeasurementValues { Digests = [Sha256] },
        "md5" => new MeasurementValues { Digests = [new CorimDigest(new CborLabel("md5"), new byte[16])] },
        "stars" => new MeasurementValues { Name = "***" },
        "register 24" => new MeasurementValues { IntegrityRegisters = new Dictionary<CborLabel, IReadOnlyList<CorimDigest>> { [new CborLabel(24)] = [Sha256] } },
        "thumbprint" => new MeasurementValues { CryptoKeys = [new CorimKey(CorimTag.KeyThumbprint, CborMapBuilder.Encode(w => { w.WriteStartArray(2); w.WriteInt32(1); w.WriteByteString(new byte[32]); w.WriteEndArray(); }))] },
        _ => new MeasurementValues { Name = "a name" },
    };

    [Fact]
    public void UnsignedValuesCountOnlyWhereAskedFor()
    {
        var builder = new EndorsementSetBuilder();
        builder.AddCorim(Corim(("kernel", new MeasurementValues { Digests = [Sha256] })), "");
        EndorsementSet set = builder.Build();
        Assert.Null(set.Nodes(Class));
        Assert.NotNull(set.Nodes(Class, unsignedToo: true));
        Assert.Null(set.References(Class, unsignedToo: true));
    }

    [Fact]
    public void SeveralCorimsOfOneClassAddUp()
    {
        var builder = new EndorsementSetBuilder();
        builder.AddCorim(Corim(("kernel", new MeasurementValues { Digests = [Sha256], Name = "old" })), "a signer");
        builder.AddCorim(Corim(("kernel", new MeasurementValues { Digests = [Sha256], Name = "new" })), "a signer");
        Assert.Equal(["old", "new"], builder.Build().Nodes(Class)!.Of(BootClass.Kernel).Select(r => r.Name));
    }

    private static NodeReferences? Read(out CorimIntake intake, params (string Key, MeasurementValues Values)[] measurements)
    {
        var builder = new EndorsementSetBuilder();
        intake = builder.AddCorim(Corim(measurements), "a signer");
        return builder.Build().Nodes(Class);
    }

    /// <summary>Written and read, as it travels.</summary>
    private static CorimManifest Corim(params (string Key, MeasurementValues Values)[] measurements)
    {
        var environment = new CorimEnvironment { Vendor = Class.Vendor, Model = Class.Model };
        var triple = new ValueTriple(environment, [.. measurements.Select(m => new CorimMeasurement(TypedItem.OfText(m.Key), m.Values, []))]);
        var corim = new CorimManifest { Id = TypedItem.OfText("a-corim"), Comids = [new Comid { TagId = TypedItem.OfText("a-comid"), References = [triple] }] };
        Assert.True(CorimManifest.TryParse(corim.Encode(), out CorimManifest? read, out var error), error.ToString());
        return read!;
    }
}
