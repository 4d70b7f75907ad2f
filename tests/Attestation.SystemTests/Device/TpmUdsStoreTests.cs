using Attestation.Device;
using Attestation.Device.Tpm;
using Attestation.Dice;
using Attestation.SystemTests.Tpm;

namespace Attestation.SystemTests.Device;

/// <summary>A UDS behind a TPM, with a real one: programmed once, read once in a reset, then latched against everybody; tpm2-tools are the witness.</summary>
public sealed class TpmUdsStoreTests : IAsyncLifetime
{
    private const uint Index = 0x01800100;

    private static readonly SoftwareDiceOperations Operations = new();
    private static readonly byte[] Secret = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];
    private static readonly byte[] Other = [.. Enumerable.Range(101, 32).Select(i => (byte)i)];
    private static readonly byte[] Authorisation = "index"u8.ToArray();

    private Swtpm _tpm = null!;

    public async Task InitializeAsync() => _tpm = await Swtpm.StartAsync();

    public async Task DisposeAsync() => await _tpm.DisposeAsync();

    [Fact]
    public async Task It_is_programmed_once_and_read_once_in_a_reset()
    {
        await OnBoardAsync(store =>
        {
            Assert.False(store.IsProgrammed);
            Assert.False(store.TryRead(Operations, out _));
            Assert.Equal(DeviceRefusal.None, store.TryProgram(Operations, Secret));
            Assert.True(store.IsProgrammed);
            Assert.Equal(DeviceRefusal.None, store.TryProgram(Operations, Secret));
            Assert.Equal(DeviceRefusal.SecretWritten, store.TryProgram(Operations, Other));
            Assert.True(store.TryRead(Operations, out byte[] uds));
            Assert.Equal(Secret, uds);
            Assert.False(store.TryRead(Operations, out _));
        });
        await OnBoardAsync(store => Assert.False(store.TryRead(Operations, out _))); // another program, the same reset
        await _tpm.ResetAsync();
        await OnBoardAsync(store =>
        {
            Assert.True(store.TryRead(Operations, out byte[] uds));
            Assert.Equal(Secret, uds);
        });
    }

    [Fact]
    public async Task The_latch_holds_against_others_until_the_next_reset()
    {
        await OnBoardAsync(store => Assert.Equal(DeviceRefusal.None, store.TryProgram(Operations, Secret)));
        Assert.Equal(Secret, ReadWithTools());
        await OnBoardAsync(store => store.Latch()); // nothing was read
        (int code, _, string error) = _tpm.TryTool("tpm2_nvread", "0x1800100", "-C", "0x1800100", "-P", "index", "-s", "32", "-o", "uds");
        Assert.NotEqual(0, code);
        Assert.Contains("0x148", error); // TPM_RC_NV_LOCKED
        Assert.Contains("readlocked", _tpm.Tool("tpm2_nvreadpublic", "0x1800100"));
        await _tpm.ResetAsync();
        await OnBoardAsync(store => Assert.True(store.TryRead(Operations, out _)));
    }

    [Fact]
    public async Task Nobody_writes_it_again()
    {
        await OnBoardAsync(store => Assert.Equal(DeviceRefusal.None, store.TryProgram(Operations, Secret)));
        File.WriteAllBytes(Path.Combine(_tpm.Work, "other"), Other);
        Assert.NotEqual(0, _tpm.TryTool("tpm2_nvwrite", "0x1800100", "-C", "0x1800100", "-P", "index", "-i", "other").Code);
        Assert.Equal(Secret, ReadWithTools());
    }

    [Fact]
    public async Task Power_may_fail_before_it_is_locked()
    {
        DefineWithTools("authread|authwrite|no_da|read_stclear|writedefine", 32);
        await OnBoardAsync(store =>
        {
            Assert.False(store.IsProgrammed);
            Assert.Equal(DeviceRefusal.None, store.TryProgram(Operations, Secret));
            Assert.True(store.TryRead(Operations, out byte[] uds));
            Assert.Equal(Secret, uds);
        });
    }

    [Theory]
    [InlineData("the owner may read", "authread|authwrite|no_da|read_stclear|writedefine|ownerread")]
    [InlineData("it cannot be latched", "authread|authwrite|no_da|writedefine")]
    [InlineData("it can be written after a reset", "authread|authwrite|no_da|read_stclear|write_stclear")]
    public async Task An_index_that_somebody_made_otherwise_gives_no_secret(string description, string attributes)
    {
        DefineWithTools(attributes, 32);
        File.WriteAllBytes(Path.Combine(_tpm.Work, "other"), Other);
        _tpm.Tool("tpm2_nvwrite", "0x1800100", "-C", "0x1800100", "-P", "index", "-i", "other");
        _tpm.Tool("tpm2_nvwritelock", "0x1800100", "-C", "0x1800100", "-P", "index");
        await OnBoardAsync(store =>
        {
            Assert.False(store.IsProgrammed, description);
            Assert.False(store.TryRead(Operations, out _), description);
        });
    }

    [Fact]
    public async Task An_erased_secret_is_gone()
    {
        await OnBoardAsync(store =>
        {
            Assert.True(store.TryErase());
            Assert.Equal(DeviceRefusal.None, store.TryProgram(Operations, Secret));
            Assert.True(store.TryErase());
            Assert.False(store.IsProgrammed);
            Assert.False(store.TryRead(Operations, out _));
        });
    }

    [Fact]
    public async Task Another_authorisation_reads_nothing()
    {
        await OnBoardAsync(store => Assert.Equal(DeviceRefusal.None, store.TryProgram(Operations, Secret)));
        await using BoardTpm channel = await BoardTpm.ConnectAsync(_tpm.Data);
        Assert.False(new TpmUdsStore(channel, Operations, new NoPause(), Index, "wrong"u8.ToArray(), [], false).TryRead(Operations, out _));
    }

    private async Task OnBoardAsync(Action<TpmUdsStore> work)
    {
        await using BoardTpm channel = await BoardTpm.ConnectAsync(_tpm.Data);
        work(new TpmUdsStore(channel, Operations, new NoPause(), Index, Authorisation, [], true));
    }

    private void DefineWithTools(string attributes, int size) =>
        _tpm.Tool("tpm2_nvdefine", "0x1800100", "-C", "o", "-s", $"{size}", "-a", attributes, "-p", "index");

    private byte[] ReadWithTools()
    {
        _tpm.Tool("tpm2_nvread", "0x1800100", "-C", "0x1800100", "-P", "index", "-s", "32", "-o", "uds");
        return File.ReadAllBytes(Path.Combine(_tpm.Work, "uds"));
    }
}
