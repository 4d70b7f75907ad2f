using Attestation.Tpm.Commands;
using Attestation.Tpm.Sessions;
using Attestation.Tpm.Wire;

namespace Attestation.UnitTests.Tpm.Sessions;

/// <summary>Retries, cancellation and responses that are none.</summary>
public sealed class ConnectionTests
{
    private static readonly byte[] TwoBytes = ScriptedTpm.Answer(0, 2, 1, 2);

    [Theory]
    [InlineData("busy", 0x922u)]
    [InlineData("yielded", 0x908u)]
    [InlineData("testing itself", 0x90Au)]
    public async Task ACommandIsSentAgainUnchanged(string what, uint code)
    {
        _ = what;
        var scripted = new ScriptedTpm(n => n < 4 ? ScriptedTpm.Error(new TpmRc(code)) : TwoBytes);
        await using var tpm = new TpmConnection(scripted, new HurriedTime());
        Assert.Equal([1, 2], (await tpm.SendAsync(new GetRandom(2))).RandomBytes);
        Assert.Equal(4, scripted.Sent.Count);
        Assert.All(scripted.Sent, sent => Assert.Equal(scripted.Sent[0], sent));
    }

    [Fact]
    public async Task ATpmThatIsAlwaysBusyIsGivenUp()
    {
        var scripted = new ScriptedTpm(_ => ScriptedTpm.Error(TpmRc.Retry));
        var time = new HurriedTime();
        await using var tpm = new TpmConnection(scripted, time);
        TpmException refused = await Assert.ThrowsAsync<TpmException>(() => tpm.SendAsync(new GetRandom(2)));
        Assert.Equal(TpmRc.Retry, refused.Code);
        Assert.Equal(TpmConnection.MostAttempts, scripted.Sent.Count);
        Assert.InRange(time.Waited, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10));
    }

    [Theory]
    [InlineData("lockout", 0x921u)]
    [InlineData("a wrong value", 0x1C4u)]
    [InlineData("no memory", 0x902u)]
    public async Task OtherRefusalsAreNotRetried(string what, uint code)
    {
        _ = what;
        var scripted = new ScriptedTpm(_ => ScriptedTpm.Error(new TpmRc(code)));
        await using var tpm = new TpmConnection(scripted, new HurriedTime());
        TpmException refused = await Assert.ThrowsAsync<TpmException>(() => tpm.SendAsync(new GetRandom(2)));
        Assert.Equal(code, refused.Code.Value);
        Assert.Single(scripted.Sent);
    }

    [Fact]
    public async Task WaitingForABusyTpmIsCancelled()
    {
        using var stop = new CancellationTokenSource();
        var scripted = new ScriptedTpm(n =>
        {
            if (n == 3)
                stop.Cancel();
            return ScriptedTpm.Error(TpmRc.Retry);
        });
        await using var tpm = new TpmConnection(scripted, new HurriedTime());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => tpm.SendAsync(new GetRandom(2), stop.Token));
        Assert.Equal(3, scripted.Sent.Count);
    }

    [Fact]
    public async Task EveryTruncationAndOneByteMoreOfAResponseIsRefused()
    {
        for (int length = 0; length < TwoBytes.Length; length++)
            await RefusedAsync(TwoBytes[..length]);
        await RefusedAsync([.. TwoBytes, 0]);
        await RefusedAsync(ScriptedTpm.Answer(0, 2, 1, 2, 3));
        await RefusedAsync(ScriptedTpm.Answer(0xFF, 0xFF, 1, 2));
    }

    [Fact]
    public async Task AResponseWithoutTheSessionsOfItsCommandIsRefused()
    {
        await using var tpm = new TpmConnection(new ScriptedTpm(_ => ScriptedTpm.Answer(0, 1, 9)));
        TpmProtocolException refused = await Assert.ThrowsAsync<TpmProtocolException>(() => tpm.SendAsync(new Unseal(new TpmHandle(0x80000000, [0, 11]))));
        Assert.Contains("has 0 sessions, the command had 1", refused.Message);
    }

    [Fact]
    public async Task AMissingAuthorizationIsTheCallersError()
    {
        var scripted = new ScriptedTpm(_ => TwoBytes);
        await using var tpm = new TpmConnection(scripted);
        await Assert.ThrowsAsync<ArgumentException>(() => tpm.SendAsync(new Unseal(new TpmHandle(0x80000000, [0, 11])), []));
        Assert.Empty(scripted.Sent);
    }

    [Fact]
    public async Task APasswordIsInNoMessage()
    {
        byte[] password = "correct horse"u8.ToArray();
        Authorization authorization = Authorization.Password(password);
        await using var tpm = new TpmConnection(new ScriptedTpm(_ => ScriptedTpm.Error(new TpmRc(0x9A2))));
        TpmException refused = await Assert.ThrowsAsync<TpmException>(() => tpm.SendAsync(new Unseal(new TpmHandle(0x80000000, [0, 11])), [authorization]));
        Assert.DoesNotContain("correct horse", refused.ToString() + authorization);
    }

    private static async Task RefusedAsync(byte[] response)
    {
        await using var tpm = new TpmConnection(new ScriptedTpm(_ => response));
        await Assert.ThrowsAsync<TpmProtocolException>(() => tpm.SendAsync(new GetRandom(2)));
    }
}
