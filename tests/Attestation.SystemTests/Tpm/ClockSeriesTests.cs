using Attestation.Tpm.Commands;
using Attestation.Tpm.Sessions;
using Attestation.Tpm.Software;
using Attestation.Tpm.Transports;
using Attestation.Tpm.Wire;

namespace Attestation.SystemTests.Tpm;

/// <summary>The life of a TPM on its control channel: reset, power cut, restart, resume, an old state put back. Unix sockets throughout.</summary>
public sealed class ClockSeriesTests
{
    private static readonly TpmlPcrSelection Asked = TpmlPcrSelection.Of(TpmAlgId.Sha256, 10, 16);

    [Fact]
    public async Task EveryStepOfATpmsLifeIsTold()
    {
        await using Swtpm swtpm = await Swtpm.StartWithoutPowerAsync();
        await PowerAsync(swtpm, TpmSu.Clear);
        TpmsAttest first = await QuoteAsync(swtpm);
        TpmsAttest same = await QuoteAsync(swtpm);
        Assert.Equal((ClockMovement.SameBoot, false), Told(first, same));

        await ShutdownAsync(swtpm, TpmSu.Clear);
        await PowerAsync(swtpm, TpmSu.Clear);
        TpmsAttest reset = await QuoteAsync(swtpm);
        Assert.Equal((ClockMovement.Reset, false), Told(same, reset));
        Assert.True(reset.ClockInfo.Safe);

        await PowerAsync(swtpm, TpmSu.Clear); // a power cut: no TPM2_Shutdown before
        TpmsAttest cut = await QuoteAsync(swtpm);
        Assert.Equal((ClockMovement.Reset, false), Told(reset, cut));
        Assert.False(cut.ClockInfo.Safe);

        await ShutdownAsync(swtpm, TpmSu.State);
        await PowerAsync(swtpm, TpmSu.Clear);
        TpmsAttest restart = await QuoteAsync(swtpm);
        Assert.Equal((ClockMovement.Restarted, false), Told(cut, restart));

        await ShutdownAsync(swtpm, TpmSu.State);
        await PowerAsync(swtpm, TpmSu.State);
        TpmsAttest resume = await QuoteAsync(swtpm);
        Assert.Equal((ClockMovement.Restarted, false), Told(restart, resume));

        TpmsAttest[] life = [first, same, reset, cut, restart, resume];
        foreach ((TpmsAttest earlier, TpmsAttest later) in life.Zip(life.Skip(2)))
            Assert.True(Told(later, earlier).WentBack);
    }

    [Fact]
    public async Task ClearedTpmsCountersFell()
    {
        await using Swtpm swtpm = await Swtpm.StartWithoutPowerAsync();
        await PowerAsync(swtpm, TpmSu.Clear);
        await PowerAsync(swtpm, TpmSu.Clear);
        TpmsAttest before = await QuoteAsync(swtpm);
        await using (TpmConnection tpm = await swtpm.ConnectAsync())
            await tpm.SendAsync(new Clear(TpmHandle.Lockout));
        Assert.Equal((ClockMovement.ResetCountFell, true), Told(before, await QuoteAsync(swtpm)));
    }

    [Fact]
    public async Task WithoutPowerOrStartupTheTpmSaysSo()
    {
        await using Swtpm swtpm = await Swtpm.StartWithoutPowerAsync();
        await using SwtpmControl control = await SwtpmControl.ConnectAsync(swtpm.Control, CancellationToken.None);
        Assert.NotEqual(0ul, await control.GetCapabilityAsync(CancellationToken.None));
        await control.InitAsync(deleteVolatileState: false, CancellationToken.None);
        await using TpmConnection tpm = await swtpm.ConnectAsync();
        TpmException refused = await Assert.ThrowsAsync<TpmException>(() => tpm.SendAsync(new GetRandom(8)));
        Assert.Equal(TpmRc.Initialize, refused.Code);
        await tpm.SendAsync(new Startup(TpmSu.Clear));
        Assert.Equal(8, (await tpm.SendAsync(new GetRandom(8))).RandomBytes.Length);
        await control.StopAsync(CancellationToken.None);
        await Assert.ThrowsAnyAsync<Exception>(() => tpm.SendAsync(new GetRandom(8)));
        await control.ShutdownAsync(CancellationToken.None);
    }

    private static (ClockMovement Movement, bool WentBack) Told(TpmsAttest before, TpmsAttest now)
    {
        ClockComparison comparison = ClockComparison.Of(before, now);
        Assert.False(comparison.FirmwareChanged);
        return (comparison.Movement, comparison.WentBack);
    }

    private static async Task PowerAsync(Swtpm swtpm, TpmSu startup)
    {
        await using (SwtpmControl control = await SwtpmControl.ConnectAsync(swtpm.Control, CancellationToken.None))
            await control.InitAsync(deleteVolatileState: false, CancellationToken.None);
        await using TpmConnection tpm = await swtpm.ConnectAsync();
        await tpm.SendAsync(new Startup(startup));
    }

    private static async Task ShutdownAsync(Swtpm swtpm, TpmSu kind)
    {
        await using TpmConnection tpm = await swtpm.ConnectAsync();
        await tpm.SendAsync(new Shutdown(kind));
    }

    /// <summary>A quote by a primary key of the endorsement hierarchy: the same key in every boot, and counters in the clear.</summary>
    private static async Task<TpmsAttest> QuoteAsync(Swtpm swtpm)
    {
        await using TpmConnection tpm = await swtpm.ConnectAsync();
        (TpmHandle handle, TpmtPublic area) = await TpmKeys.PrimaryAsync(tpm, TpmHandle.Endorsement, TpmKeys.Ak("p256"));
        QuoteResponse response = await tpm.SendAsync(new Quote(handle, [1], TpmtScheme.Null, Asked));
        await tpm.FlushAsync(handle.Value);
        var quote = new UnverifiedQuote(response.Quoted, WireValue.Encode(response.Signature));
        Assert.True(quote.TryVerify(AttestationKey.Of(area), out AuthenticQuote? authentic, out QuoteRefusal? refusal), refusal?.Sentence);
        return authentic.Attest;
    }
}
