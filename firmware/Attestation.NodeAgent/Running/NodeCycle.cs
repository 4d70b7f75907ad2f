using System.Net.Sockets;
using Attestation.NodeAgent.Joining;
using Attestation.NodeAgent.State;
using Attestation.Tpm.Sessions;

namespace Attestation.NodeAgent.Running;

/// <summary>
/// What the service does again and again: attests, and where a gate is named joins or renews with that very attestation. A join that does not come to its end
/// leaves the verdict as it is; the next cycle goes on with it.
/// </summary>
public sealed class NodeCycle(AgentOptions options, Attester attester, AgentLog log, TimeProvider time) : IDisposable
{
    /// <summary>For another agent of this folder, that joins by hand.</summary>
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(30);

    /// <summary>For a decision on the request, where the interval is not shorter: the service must go on attesting, and finds its request again.</summary>
    private const int MostWait = 60, LeastWait = 5;

    private readonly Joiner? joiner = options.Join is { } join ? new Joiner(options, join, log, time) : null;
    private readonly JoinPreparation? preparation = options.Join is { } join ? new JoinPreparation(options, join, log, time) : null;
    private JoinTrouble? trouble;

    /// <summary>Brings the kubelet's files back after a boot, without a verifier.</summary>
    public async Task RestoreAsync(CancellationToken cancellation)
    {
        if (preparation is null)
            return;
        await GuardedAsync(async () =>
        {
            using AgentLock turn = await AgentLock.JoinAsync(options.Folders, Turn, cancellation);
            (await preparation.BeginAsync(JoinWish.WhatIsDue, cancellation))?.Dispose();
        });
    }

    public async Task<AttestationResult> RunAsync(CancellationToken cancellation)
    {
        if (joiner is null || preparation is null)
            return await attester.AttestAsync(cancellation);
        AgentLock? turn = null;
        JoinTask? task = null;
        try
        {
            await GuardedAsync(async () =>
            {
                turn = await AgentLock.JoinAsync(options.Folders, Turn, cancellation);
                task = await preparation.BeginAsync(JoinWish.WhatIsDue, cancellation);
            });
            AttestationResult result = await attester.AttestAsync(cancellation, task?.Secrets?.Hash);
            if (task is not null && result.Verdict is { IsAffirming: true } verdict)
            {
                TimeSpan wait = TimeSpan.FromSeconds(Math.Clamp(verdict.Next?.IntervalSeconds ?? MostWait, LeastWait, MostWait));
                await GuardedAsync(() => joiner.CompleteAsync(task, JoinAttempt.NodeOf(result), wait, cancellation));
            }
            return result;
        }
        finally
        {
            task?.Dispose();
            turn?.Dispose();
        }
    }

    public void Dispose() => joiner?.Dispose();

    /// <summary>For the status; null where no gate is named.</summary>
    public JoinStatus? Status() => options.Join is { } join ? JoinStatusReader.Read(options.Folders, join) with { Trouble = trouble } : null;

    /// <summary>A pause that is no longer than up to the next renewal.</summary>
    /// <param name="pause">Up to the next attestation.</param>
    /// <param name="shortest">A renewal that is due and does not succeed waits so long.</param>
    public TimeSpan Until(TimeSpan pause, TimeSpan shortest)
    {
        if (Status()?.Certificate is not { } certificate)
            return pause;
        TimeSpan left = certificate.RenewAt - time.GetUtcNow();
        TimeSpan least = left > shortest ? left : shortest;
        return least < pause ? least : pause;
    }

    private async Task GuardedAsync(Func<Task> step)
    {
        try
        {
            await step();
            trouble = null;
        }
        catch (JoinFailure e)
        {
            Tell(e.Reason.Id, e.Message, e.Because);
        }
        catch (Exception e) when (e is AgentException or TpmException or TpmProtocolException or IOException or SocketException or UnauthorizedAccessException)
        {
            Tell(null, e.Message, null);
        }
    }

    private void Tell(string? reason, string message, string? because)
    {
        trouble = new JoinTrouble(time.GetUtcNow(), reason, message);
        log.Write(AgentEvent.JoinFailed, message, ("reason", reason), ("because", because));
    }
}
