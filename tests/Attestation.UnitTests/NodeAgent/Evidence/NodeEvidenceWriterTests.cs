using System.Security.Cryptography;
using Attestation.Formats;
using Attestation.Formats.Node;
using Attestation.Formats.Pcrs;
using Attestation.NodeAgent.Evidence;
using Attestation.NodeAgent.Keys;
using Attestation.Tpm.Software;
using Attestation.Tpm.Wire;
using NodeBindings = Attestation.NodeAgent.Evidence.NodeBindings;

namespace Attestation.UnitTests.NodeAgent.Evidence;

/// <summary>What the agent writes, the verifier reads: the whole of it, and in the one encoding that it accepts.</summary>
public sealed class NodeEvidenceWriterTests
{
    private static readonly byte[] Digest = SHA256.HashData("key"u8);

    public static TheoryData<string, EvidenceParts> Forms
    {
        get
        {
            EvidenceParts plain = Parts();
            LogContent none = LogContent.Missing(Absence.NotThere);
            var variables = new Dictionary<string, byte[]> { ["b-long-1"] = [0, 0, 0, 0], ["z-1"] = [1, 2, 3, 4, 5], ["a-1"] = new byte[5000], ["Ab-1"] = [9, 9, 9, 9] };
            return new TheoryData<string, EvidenceParts>
            {
                { "everything", plain with { Variables = variables, DeviceEvidence = [1] } },
                { "logs in several long pieces", plain with { BootLog = LogContent.Of(new byte[70_000], new byte[3], new byte[5000]) } },
                { "no log at all", plain with { BootLog = none, UserspaceLog = none, ImaLog = new ImaContent(0, 0, none) } },
                { "each absence", plain with { BootLog = LogContent.Missing(Absence.NotReadable), UserspaceLog = LogContent.Missing(Absence.Empty), ImaLog = new ImaContent(0, 0, LogContent.Missing(Absence.TooLarge)) } },
                { "turned off", plain with { UserspaceLog = LogContent.Missing(Absence.TurnedOff) } },
                { "IMA list from an offset", plain with { ImaLog = new ImaContent(70_000, 300, LogContent.Of(new byte[10])) } },
                { "nothing new in the IMA list", plain with { ImaLog = new ImaContent(1L << 33, 1L << 20, LogContent.Of()) } },
                { "empty bindings", plain with { Bindings = new NodeBindings().Encode() } },
            };
        }
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task TheVerifierReadsEachPart(string what, EvidenceParts parts)
    {
        NodeEvidenceDocument document = NodeEvidenceWriter.Write(parts);
        using var stream = new MemoryStream();
        await document.WriteToAsync(stream);
        byte[] bytes = document.ToArray();
        Assert.Equal(bytes, stream.ToArray());
        Assert.Equal(bytes.Length, document.Length);
        Assert.True(NodeEvidence.TryParse(bytes, out NodeEvidence read, out ParseError error), $"{what}: {error}");

        Assert.Equal(WireValue.EncodeSized(parts.AttestationKey), read.AttestationKey.ToArray());
        Assert.Equal(parts.Quoted.Quotes.Select(q => (Hex(q.Attest), Hex(q.Signature))), read.Quotes.Select(q => (Hex(q.Attest), Hex(q.Signature))));
        foreach ((TpmAlgId bank, int index, byte[] value) in parts.Quoted.Values.All)
        {
            Assert.True(read.Pcrs.TryGet((PcrBank)bank, index, out ReadOnlyMemory<byte> found));
            Assert.Equal(value, found.ToArray());
        }
        Assert.Equal(parts.Quoted.Values.Count, read.Pcrs.Count);
        Same(parts.BootLog, read.BootLog.Content, read.BootLog.Absence);
        Same(parts.UserspaceLog, read.UserspaceLog.Content, read.UserspaceLog.Absence);
        Same(parts.ImaLog.Log, read.ImaLog.Content, read.ImaLog.Absence);
        Assert.Equal((parts.ImaLog.Offset, parts.ImaLog.Entries), (read.ImaLog.Offset, read.ImaLog.Entries));
        Assert.Equal(parts.Variables.Select(v => (v.Key, Hex(v.Value))).Order(), read.Variables.Select(v => (v.Key, Hex(v.Value))).Order());
        Assert.Equal(Hex(parts.Bindings), Hex(read.Bindings.Raw));
        Assert.Equal(parts.DeviceEvidence is { } d ? Hex(d) : null, read.DeviceEvidence is { } r ? Hex(r) : null);
        Assert.Contains(parts.BootLog.ToString(), document.Summary);
    }

    [Fact]
    public void BindingsArrive()
    {
        var bindings = new NodeBindings { NodeName = "worker-7.rack-2", KubeletKey = Digest, DeviceEvidence = SHA256.HashData([1]), SecretsKey = SHA256.HashData([2]) };
        byte[] bytes = NodeEvidenceWriter.Write(Parts() with { Bindings = bindings.Encode() }).ToArray();
        Assert.True(NodeEvidence.TryParse(bytes, out NodeEvidence read, out _));
        Assert.Equal(bindings.NodeName, read.Bindings.NodeName);
        Assert.Equal(
            (Hex(bindings.KubeletKey), Hex(bindings.DeviceEvidence), Hex(bindings.SecretsKey)),
            (Hex(read.Bindings.KubeletKey!.Value), Hex(read.Bindings.DeviceEvidence!.Value), Hex(read.Bindings.SecretsKey!.Value)));
    }

    private static EvidenceParts Parts()
    {
        var values = new PcrValues();
        foreach (int index in (int[])[0, 7, 10, 23])
            values.Set(TpmAlgId.Sha256, index, SHA256.HashData([(byte)index]));
        values.Set(TpmAlgId.Sha1, 1, SHA1.HashData([1]));
        values.Set(TpmAlgId.Sha384, 24 - 1, SHA384.HashData([1]));
        return new EvidenceParts(
            AttestationKeyKind.P256.Template, new QuotedPcrs([new SignedQuote([1, 2], [3]), new SignedQuote(new byte[300], [4])], values), LogContent.Of(new byte[] { 1, 2, 3 }),
            new ImaContent(0, 0, LogContent.Of(new byte[] { 4, 5 })), LogContent.Of(new byte[] { 6 }), new Dictionary<string, byte[]>(), new NodeBindings { NodeName = "n" }.Encode(), null);
    }

    private static void Same(LogContent written, ReadOnlyMemory<byte> content, LogAbsence absence)
    {
        Assert.Equal((int)written.Absence, (int)absence);
        Assert.Equal(written.ToArray(), content.ToArray());
    }

    private static string Hex(ReadOnlyMemory<byte> bytes) => Convert.ToHexString(bytes.Span);
}
