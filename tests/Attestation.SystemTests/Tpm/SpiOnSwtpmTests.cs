using System.Buffers.Binary;
using System.Security.Cryptography;
using Attestation.Simulator.SpiTpms;
using Attestation.Tpm.Commands;
using Attestation.Tpm.Sessions;
using Attestation.Tpm.Software;
using Attestation.Tpm.Transports;
using Attestation.Tpm.Transports.Spi;
using Attestation.Tpm.Wire;

namespace Attestation.SystemTests.Tpm;

/// <summary>swtpm behind the register-level model of an SPI TPM with wait states, small and empty bursts and damaged readings: what comes over SPI is what comes over its
/// socket, tpm2-tools verify it, and the model finds no breach of the protocol. No SPI hardware takes part.</summary>
public sealed class SpiOnSwtpmTests : IAsyncLifetime
{
    private const uint EkAt = 0x81010001, AkAt = 0x81010002;
    private static readonly byte[] EmptyPassword = Convert.FromHexString("0000000940000009000000" + "0000");

    private readonly SteppingClock clock = new();
    private Swtpm swtpm = null!;

    public async Task InitializeAsync() => swtpm = await Swtpm.StartAsync();

    public async Task DisposeAsync() => await swtpm.DisposeAsync();

    /// <summary>Commands whose answer depends on nothing but the TPM's state, errors among them; each over both ways, byte by byte.</summary>
    [Fact]
    public async Task BothWaysGiveTheSameAnswers()
    {
        byte[][] commands = [.. Fixed(), .. Enumerable.Range(0, 300).Select(seed => Capability(new Random(seed)))];
        await using (TpmConnection tpm = await swtpm.ConnectAsync())
        {
            var ek = await TpmKeys.PrimaryAsync(tpm, TpmHandle.Endorsement, EkTemplates.All.Single(t => t.Id == "L-1").Public);
            await tpm.SendAsync(new EvictControl(TpmHandle.Owner, ek.Handle, EkAt));
            await tpm.FlushAsync(ek.Handle.Value);
        }
        List<string> overSocket = [], overSpi = [];
        await using (SocketTransport socket = await SocketTransport.ConnectAsync(swtpm.Data, CancellationToken.None))
        {
            foreach (byte[] command in commands)
                await socket.ExchangeAsync(command, CancellationToken.None); // the first use of an algorithm tests it, and answers TPM_RC_RETRY
            foreach (byte[] command in commands)
                overSocket.Add(Convert.ToHexStringLower(await socket.ExchangeAsync(command, CancellationToken.None)));
        }
        await using SpiWay spi = await OpenAsync(7);
        foreach (byte[] command in commands)
            overSpi.Add(Convert.ToHexStringLower(await spi.Transport.ExchangeAsync(command, CancellationToken.None)));
        Assert.Equal(overSocket, overSpi);
        Assert.True(overSpi.Count(answer => answer[12..20] == "00000000") > 200, "most commands succeed");
        Assert.Contains(overSpi, answer => answer.Length > 2 * 320);
        Assert.Empty(spi.Model.Violations);
    }

    /// <summary>Keys, an encrypting session and a quote over SPI; tpm2_checkquote verifies it.</summary>
    [Theory]
    [InlineData("rsassa", "L-1", "sha256")]
    [InlineData("p256", "L-2", "sha256")]
    [InlineData("p384", "H-3", "sha384")]
    public async Task ToolsVerifyAQuoteThatCameOverSpi(string kind, string ekId, string hash)
    {
        TpmtPublic ak;
        await using (SpiWay spi = await OpenAsync(kind.Length))
        {
            await using var tpm = new TpmConnection(spi.Transport);
            var parent = await TpmKeys.PrimaryAsync(tpm, TpmHandle.Endorsement, EkTemplates.All.Single(t => t.Id == ekId).Public);
            var child = await TpmKeys.ChildAsync(tpm, parent, TpmKeys.Ak(kind));
            ak = child.Public;
            TpmlPcrSelection asked = TpmlPcrSelection.Of(PcrFile.BankOf(hash)!.Value, 0, 7, 10);
            QuoteResponse quote = await tpm.SendAsync(new Quote(child.Handle, [0xAA, 0xBB], TpmtScheme.Null, asked));
            Write("attest", quote.Quoted);
            Write("sig", WireValue.Encode(quote.Signature));
            await tpm.FlushAsync(child.Handle.Value);
            await tpm.FlushAsync(parent.Handle.Value);
            Assert.Empty(spi.Model.Violations);
        }
        Write("ak.pem", System.Text.Encoding.ASCII.GetBytes(PemEncoding.WriteString("PUBLIC KEY", PublicKeys.ToSubjectPublicKeyInfo(ak))));
        swtpm.Tool("tpm2_pcrread", "-F", "serialized", "-o", "pcrs", $"{hash}:0,7,10");
        swtpm.Tool("tpm2_checkquote", "-u", "ak.pem", "-m", "attest", "-s", "sig", "-f", "pcrs", "-g", hash, "-q", "aabb");
        Assert.NotEqual(0, swtpm.TryTool("tpm2_checkquote", "-u", "ak.pem", "-m", "attest", "-s", "sig", "-f", "pcrs", "-g", hash, "-q", "aabc").Code);
    }

    /// <summary>A sealed secret comes back over an encrypting session: the bus never carries it in the clear, and no buffer of the transport changes it.</summary>
    [Fact]
    public async Task AnEncryptingSessionWorksOverSpi()
    {
        byte[] secret = SHA256.HashData("over SPI"u8);
        await using SpiWay spi = await OpenAsync(3);
        var wire = new SpyTransport(spi.Transport);
        await using var tpm = new TpmConnection(wire);
        var root = await TpmKeys.PrimaryAsync(tpm, TpmHandle.Owner, KeyTemplates.StorageRootP256);
        var item = await TpmKeys.ChildAsync(tpm, root, KeyTemplates.SealedData(TpmAlgId.Sha256, []), [1, 2, 3], secret);
        wire.Forget();
        KeyedSession session = await tpm.StartSessionAsync(new SessionOptions { SaltKey = (root.Handle, root.Public), Cipher = new TpmtSymDef(TpmAlgId.Aes, 128, TpmAlgId.Cfb) });
        session.Attributes |= TpmaSession.Encrypt;
        Assert.Equal(secret, (await tpm.SendAsync(new Unseal(item.Handle), [new Authorization(session, [1, 2, 3])])).OutData);
        Assert.False(wire.Saw(secret), "the secret went over the bus");
        Assert.Empty(spi.Model.Violations);
    }

    private async Task<SpiWay> OpenAsync(int seed)
    {
        SocketTransport behind = await SocketTransport.ConnectAsync(swtpm.Data, CancellationToken.None);
        var random = new Random(seed);
        var conditions = new SpiTpmConditions
        {
            WaitStates = () => Math.Max(0, random.Next(-8, 6)),
            BurstCount = () => Math.Max(0, random.Next(-20, 65)),
            PassesThroughIdle = true,
            Invalid = TimeSpan.FromMilliseconds(1),
        };
        for (int i = 0; i < 100; i++)
            conditions.Readings.Enqueue((ReadDefect)(i % 2 * random.Next(5)));
        var model = new SpiTpm(conditions, command => behind.ExchangeAsync(command, CancellationToken.None).AsTask().GetAwaiter().GetResult(), clock);
        return new SpiWay(await SpiTransport.OpenAsync(model, time: clock), model, behind);
    }

    private static IEnumerable<byte[]> Fixed()
    {
        byte[] create = WireValue.EncodeSized(EkTemplates.All.Single(t => t.Id == "L-2").Public);
        yield return Command(0x8001, TpmCc.ReadPublic, U32(EkAt));
        yield return Command(0x8001, TpmCc.ReadPublic, U32(AkAt));                                            // nothing there
        yield return Command(0x8001, TpmCc.PcrRead, Convert.FromHexString("00000001000b03ffffff"));
        yield return Command(0x8001, (TpmCc)0x20000000, []);                                                  // no such command
        yield return Command(0x8001, TpmCc.PcrRead, []);                                                      // parameters missing
        yield return Command(0x8003, TpmCc.PcrRead, Convert.FromHexString("00000001000b03ffffff"));           // no such tag
        yield return Command(0x8002, TpmCc.Unseal, [.. U32(EkAt), .. EmptyPassword]);                         // not a sealed object
        yield return Command(0x8002, TpmCc.CreatePrimary, [.. U32(0x40000007), .. EmptyPassword, 0, 4, 0, 0, 0, 0, .. create, 0, 0, 0, 0, 0, 0]);
        yield return Command(0x8001, TpmCc.FlushContext, U32(0x80000000));
    }

    private static byte[] Capability(Random random) =>
        Command(0x8001, TpmCc.GetCapability, [.. U32((uint)random.Next(0, 11)), .. U32(random.Next(3) == 0 ? (uint)random.Next() : (uint)random.Next(0, 0x300)), .. U32((uint)random.Next(0, 300))]);

    private static byte[] Command(ushort tag, TpmCc code, byte[] rest)
    {
        byte[] command = [.. new byte[10], .. rest];
        BinaryPrimitives.WriteUInt16BigEndian(command, tag);
        BinaryPrimitives.WriteUInt32BigEndian(command.AsSpan(2), (uint)command.Length);
        BinaryPrimitives.WriteUInt32BigEndian(command.AsSpan(6), (uint)code);
        return command;
    }

    private static byte[] U32(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes;
    }

    private void Write(string name, byte[] bytes) => File.WriteAllBytes(Path.Combine(swtpm.Work, name), bytes);

    private sealed record SpiWay(SpiTransport Transport, SpiTpm Model, SocketTransport Behind) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await Transport.DisposeAsync();
            await Behind.DisposeAsync();
        }
    }
}
