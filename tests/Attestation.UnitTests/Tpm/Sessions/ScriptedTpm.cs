using Attestation.Tpm.Transports;
using Attestation.Tpm.Wire;

namespace Attestation.UnitTests.Tpm.Sessions;

/// <summary>A transport that answers from a script and keeps what it was sent.</summary>
internal sealed class ScriptedTpm(Func<int, byte[]> answer) : ITpmTransport
{
    public List<byte[]> Sent { get; } = [];

    public ValueTask<byte[]> ExchangeAsync(ReadOnlyMemory<byte> command, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        Sent.Add(command.ToArray());
        return ValueTask.FromResult(answer(Sent.Count));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    public static byte[] Error(TpmRc code) => new ResponseFrame(code, null, [], null).Encode();

    public static byte[] Answer(params byte[] parameters) => new ResponseFrame(TpmRc.Success, null, parameters, null).Encode();
}

/// <summary>A clock whose timers fire at once, and which adds up what it was asked to wait.</summary>
internal sealed class HurriedTime : TimeProvider
{
    public TimeSpan Waited { get; private set; }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime > TimeSpan.Zero)
            Waited += dueTime;
        return base.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
