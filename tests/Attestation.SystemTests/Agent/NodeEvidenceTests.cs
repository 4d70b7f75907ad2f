using System.Security.Cryptography;
using Attestation.Formats;
using Attestation.Formats.Node;
using Attestation.Formats.Pcrs;
using Attestation.NodeAgent;
using Attestation.NodeAgent.Evidence;
using Attestation.NodeAgent.Keys;
using Attestation.Tpm.Commands;
using Attestation.Tpm.Sessions;
using Attestation.Tpm.Software;
using Attestation.Tpm.Transports;
using Attestation.Tpm.Wire;
using NodeBindings = Attestation.NodeAgent.Evidence.NodeBindings;

namespace Attestation.SystemTests.Agent;

/// <summary>Evidence as the agent makes it on a software TPM, read and verified as a verifier does.</summary>
public sealed class NodeEvidenceTests : IAsyncLifetime
{
    private static readonly byte[] Nonce = SHA256.HashData("nonce"u8);

    private NodeMachine machine = null!;

    public async Task InitializeAsync() => machine = await NodeMachine.StartAsync();

    public async Task DisposeAsync() => await machine.DisposeAsync();

    [Theory]
    [InlineData("one bank", "p256", "sha256:0-10,14", 1)]
    [InlineData("three banks in one quote", "rsassa", "sha1:0-15+sha256:0-15+sha384:0-15", 1)]
    [InlineData("another bank than the signature's", "p384", "sha256:0-23", 1)]
    public async Task TheVerifierReadsAndVerifiesIt(string what, string kind, string pcrs, int quotes)
    {
        File.WriteAllBytes(machine["boot"], [1, 2, 3]);
        await using TpmConnection tpm = await machine.OpenAsync();
        await using LoadedKey key = await machine.KeyStore(tpm, AttestationKeyKind.Parse(kind), HandleRange.Default).OpenAsync();
        byte[] kubelet = SHA256.HashData("kubelet"u8);
        NodeEvidence evidence = await MakeAsync(tpm, key, pcrs, new NodeBindings { NodeName = "node-1.example", KubeletKey = kubelet });
        Assert.True(evidence.Quotes.Count == quotes, what);
        Assert.Equal("node-1.example", evidence.Bindings.NodeName);
        Assert.Equal(kubelet, evidence.Bindings.KubeletKey!.Value.ToArray());
        Assert.Equal([1, 2, 3], evidence.BootLog.Content.ToArray());
        Verify(evidence, PcrChoice.Parse(pcrs));
    }

    [Fact]
    public async Task DeviceEvidenceIsBoundByItsHash()
    {
        await using TpmConnection tpm = await machine.OpenAsync();
        await using LoadedKey key = await machine.KeyStore(tpm, AttestationKeyKind.P256, HandleRange.Default).OpenAsync();
        NodeEvidence evidence = await MakeAsync(tpm, key, PcrChoice.Default, new NodeBindings(), nonce => [.. "device "u8, .. nonce]);
        byte[] device = [.. "device "u8, .. Nonce];
        Assert.Equal(device, evidence.DeviceEvidence!.Value.ToArray());
        Assert.Equal(SHA256.HashData(device), evidence.Bindings.DeviceEvidence!.Value.ToArray());
        Verify(evidence, PcrChoice.Parse(PcrChoice.Default));
    }

    /// <summary>PCR 10 moves behind the agent's back between quote and reading: both are taken again.</summary>
    [Fact]
    public async Task QuoteAndValuesBelongTogetherThoughPcrsMove()
    {
        await using NodeMachine busy = await NodeMachine.StartAsync();
        SocketTransport wire = await SocketTransport.ConnectAsync(busy.Tpm.Data, CancellationToken.None);
        await using var tpm = new TpmConnection(wire);
        await using LoadedKey key = await busy.KeyStore(tpm, AttestationKeyKind.P256, null).OpenAsync();
        var moving = new MovingPcr(wire, times: 3);
        await using var disturbed = new TpmConnection(moving);
        QuotedPcrs quoted = await QuoteMaker.QuoteAsync(disturbed, key, [1], PcrChoice.Parse("sha256:0,10"));
        Assert.Equal(0, moving.TimesLeft);
        var quote = new UnverifiedQuote(quoted.Quotes[0].Attest, quoted.Quotes[0].Signature);
        Assert.True(quote.TryVerify(AttestationKey.Of(key.Public), out AuthenticQuote? authentic, out _));
        Assert.Empty(authentic.Check(new QuoteExpectation([1], PcrChoice.Parse("sha256:0,10"), quoted.Values, authentic.Attest.QualifiedSigner)));
    }

    [Fact]
    public async Task APcrThatNeverRestsIsSaid()
    {
        await using NodeMachine busy = await NodeMachine.StartAsync();
        SocketTransport wire = await SocketTransport.ConnectAsync(busy.Tpm.Data, CancellationToken.None);
        await using var tpm = new TpmConnection(wire);
        await using LoadedKey key = await busy.KeyStore(tpm, AttestationKeyKind.P256, null).OpenAsync();
        await using var disturbed = new TpmConnection(new MovingPcr(wire, times: int.MaxValue));
        AgentException refused = await Assert.ThrowsAsync<AgentException>(() => QuoteMaker.QuoteAsync(disturbed, key, [1], PcrChoice.Parse("sha256:10")));
        Assert.Contains("changed between quote and reading", refused.Message);
    }

    /// <summary>A TPM that signs one bank at a time: a quote for each, all over the same qualifying data.</summary>
    [Fact]
    public async Task ATpmThatTakesOneBankAtATimeMakesSeveralQuotes()
    {
        await using NodeMachine narrow = await NodeMachine.StartAsync();
        await using var tpm = new TpmConnection(new OneBankAtATime(await SocketTransport.ConnectAsync(narrow.Tpm.Data, CancellationToken.None)));
        await using LoadedKey key = await narrow.KeyStore(tpm, AttestationKeyKind.P256, null).OpenAsync();
        TpmlPcrSelection asked = PcrChoice.Parse("sha1:0+sha256:0,7+sha384:1");
        QuotedPcrs quoted = await QuoteMaker.QuoteAsync(tpm, key, [1], asked);
        Assert.Equal((3, 4), (quoted.Quotes.Count, quoted.Values.Count));
        foreach ((SignedQuote signed, TpmsPcrSelection bank) in quoted.Quotes.Zip(asked.Selections))
        {
            Assert.True(new UnverifiedQuote(signed.Attest, signed.Signature).TryVerify(AttestationKey.Of(key.Public), out AuthenticQuote? quote, out _));
            var values = new PcrValues();
            foreach (int index in bank.Indices)
                values.Set(bank.Hash, index, quoted.Values.All.Single(v => v.Bank == bank.Hash && v.Index == index).Value);
            Assert.Empty(quote.Check(new QuoteExpectation([1], new TpmlPcrSelection([bank]), values, quote.Attest.QualifiedSigner)));
        }
    }

    [Fact]
    public async Task ABankThatTheTpmLacksIsRefusedByName()
    {
        await using NodeMachine certified = await NodeMachine.StartAsync(certified: true);
        await using TpmConnection tpm = await certified.OpenAsync();
        AgentException refused = await Assert.ThrowsAsync<AgentException>(() => PcrChoice.RequireAsync(tpm, PcrChoice.Parse("sha512:0")));
        Assert.Contains("does not keep sha512:0", refused.Message);
        Assert.Equal(2, refused.ExitCode);
    }

    private async Task<NodeEvidence> MakeAsync(
        TpmConnection tpm, LoadedKey key, string pcrs, NodeBindings bindings, Func<byte[], byte[]>? device = null)
    {
        var paths = new NodePaths { BootLog = machine["boot"], ImaLog = machine["ima"], UserspaceLog = null, EfiVariables = machine["efivars"] };
        var maker = new EvidenceMaker(tpm, key, paths, PcrChoice.Parse(pcrs)) { DeviceEvidence = device };
        NodeEvidenceDocument document = await maker.MakeAsync(Nonce, bindings);
        Assert.True(NodeEvidence.TryParse(document.ToArray(), out NodeEvidence evidence, out ParseError error), error.ToString());
        return evidence;
    }

    private static void Verify(NodeEvidence evidence, TpmlPcrSelection asked)
    {
        Assert.True(WireValue.TryParseSized(evidence.AttestationKey, out TpmtPublic? area, out WireError error), error.Sentence);
        var values = new PcrValues();
        foreach ((TpmAlgId bank, int index) in asked.InOrder)
        {
            Assert.True(evidence.Pcrs.TryGet((PcrBank)bank, index, out ReadOnlyMemory<byte> value));
            values.Set(bank, index, value.ToArray());
        }
        Assert.Equal(asked.InOrder.Count(), evidence.Pcrs.Count);
        byte[] qualifying = NodeQualifyingData.Of(Nonce, evidence.Bindings.Raw.Span);
        foreach (NodeQuote quote in evidence.Quotes)
        {
            var unverified = new UnverifiedQuote(quote.Attest.ToArray(), quote.Signature.ToArray());
            Assert.True(unverified.TryVerify(AttestationKey.Of(area), out AuthenticQuote? authentic, out QuoteRefusal? refusal), refusal?.Sentence);
            Assert.Empty(authentic.Check(new QuoteExpectation(qualifying, asked, values, authentic.Attest.QualifiedSigner)));
        }
    }

    /// <summary>Extends PCR 10 behind each quote, as a busy kernel does.</summary>
    private sealed class MovingPcr(ITpmTransport inner, int times) : ITpmTransport
    {
        private const uint Quote = 0x158;

        public int TimesLeft { get; private set; } = times;

        public async ValueTask<byte[]> ExchangeAsync(ReadOnlyMemory<byte> command, CancellationToken cancellation)
        {
            byte[] response = await inner.ExchangeAsync(command, cancellation);
            if (TimesLeft > 0 && System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(command.Span[6..]) == Quote)
            {
                TimesLeft--;
                await using var tpm = new TpmConnection(new Borrowed(inner));
                await tpm.SendAsync(new PcrEvent(TpmHandle.Pcr(10), [1]), cancellation);
            }
            return response;
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    /// <summary>Answers TPM_RC_SIZE, parameter 3 (PCRselect), to a quote over more than one bank.</summary>
    private sealed class OneBankAtATime(ITpmTransport inner) : ITpmTransport
    {
        public async ValueTask<byte[]> ExchangeAsync(ReadOnlyMemory<byte> command, CancellationToken cancellation)
        {
            if (!CommandFrame.TryParse(command, CommandCatalogue.HandleCount, out CommandFrame? frame, out _) || frame!.Code != TpmCc.Quote)
                return await inner.ExchangeAsync(command, cancellation);
            Quote quote = Quote.Read([new TpmHandle(frame.Handles[0])], new WireReader(frame.Parameters));
            return quote.PcrSelect.Selections.Count == 1
                ? await inner.ExchangeAsync(command, cancellation)
                : [0x80, 0x01, 0, 0, 0, 10, 0, 0, 0x03, 0xD5];
        }

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }

    /// <summary>Somebody else's transport: not ours to close.</summary>
    private sealed class Borrowed(ITpmTransport inner) : ITpmTransport
    {
        public ValueTask<byte[]> ExchangeAsync(ReadOnlyMemory<byte> command, CancellationToken cancellation) => inner.ExchangeAsync(command, cancellation);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
