using System.Globalization;
using Attestation.Gate.Logging;

namespace Attestation.Gate.Kubernetes;

/// <summary>How long a lease holds and how often it is renewed.</summary>
/// <param name="Duration">Another replica may take over so long after the last renewal that it saw.</param>
/// <param name="RenewDeadline">Without a renewal for so long the leader stops acting; below <paramref name="Duration"/>, so that two never act at once.</param>
/// <param name="RetryPeriod">Between attempts.</param>
public sealed record LeaderTiming(TimeSpan Duration, TimeSpan RenewDeadline, TimeSpan RetryPeriod)
{
    public static LeaderTiming Default { get; } = new(TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(2));
}

/// <summary>
/// Of several replicas one acts: the one that holds a Lease (coordination.k8s.io/v1). Others' clocks are not trusted: a lease has ended when this
/// replica has not seen it change for its duration. The leader stops acting before any other may start.
/// </summary>
public sealed class LeaderElection(ApiServer server, string @namespace, string name, string identity, LeaderTiming timing, TimeProvider clock, ILogger logger)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    private readonly Resource<Lease> leases = Resources.Leases(@namespace);
    private string? observedVersion;
    private long observedAt;
    private long renewedAt;
    private volatile bool leading;

    /// <summary>This replica's name in the lease.</summary>
    public string Identity => identity;

    /// <summary>May this replica act now?</summary>
    public bool IsLeader => leading && clock.GetElapsedTime(Volatile.Read(ref renewedAt)) < timing.RenewDeadline;

    /// <summary>Who holds the lease, as last seen.</summary>
    public string? Holder { get; private set; }

    /// <summary>Seeks and keeps the lease until cancelled; then gives it up, so that another need not wait for its end.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        try
        {
            while (true)
            {
                await StepAsync(cancel);
                await Task.Delay(timing.RetryPeriod, clock, cancel);
            }
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            await ReleaseAsync();
        }
    }

    /// <summary>Does the work while this replica leads: begins it with every term, and cancels it when the term ends.</summary>
    /// <param name="work">Ends when its token is cancelled.</param>
    /// <param name="cancel">Ends the last term.</param>
    public async Task RunWhileLeadingAsync(Func<CancellationToken, Task> work, CancellationToken cancel)
    {
        while (!cancel.IsCancellationRequested)
        {
            if (!IsLeader)
            {
                await Task.Delay(Look, clock, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                continue;
            }
            using var term = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            Task end = EndAsync(term);
            try
            {
                await work(term.Token);
            }
            catch (OperationCanceledException) when (term.IsCancellationRequested)
            {
                // the term is over
            }
            await term.CancelAsync();
            await end;
        }
    }

    private async Task EndAsync(CancellationTokenSource term)
    {
        while (IsLeader && !term.IsCancellationRequested)
            await Task.Delay(Look, clock, term.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await term.CancelAsync();
    }

    internal async Task StepAsync(CancellationToken cancel)
    {
        bool was = leading;
        // A server that hangs must not keep the leader from trying again while its lease still holds.
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limited.CancelAfter(timing.RenewDeadline / 2);
        try
        {
            leading = await TryHoldAsync(limited.Token);
        }
        catch (Exception failure) when (failure is ApiFailure || failure is OperationCanceledException && !cancel.IsCancellationRequested)
        {
            logger.LeaseUnreachable(name, failure.Message);
            if (!IsLeader)
                leading = false;
        }
        if (leading != was)
            logger.LeaderChanged(name, leading ? identity : Holder ?? "nobody", leading);
    }

    private async Task<bool> TryHoldAsync(CancellationToken cancel)
    {
        long asked = clock.GetTimestamp();
        Lease? lease = await server.FindAsync(leases, name, cancel);
        if (lease is null)
            return await WriteAsync(() => server.CreateAsync(leases, Mine(new ObjectMeta { Name = name, Namespace = @namespace }, 0), cancel), asked);
        Observe(lease);
        bool mine = lease.Spec.HolderIdentity == identity;
        if (!mine && !string.IsNullOrEmpty(lease.Spec.HolderIdentity) && clock.GetElapsedTime(observedAt) < Length(lease))
            return false;
        int transitions = (lease.Spec.LeaseTransitions ?? 0) + (mine ? 0 : 1);
        Lease next = Mine(lease.Metadata, transitions, mine ? lease.Spec.AcquireTime : null);
        return await WriteAsync(() => server.ReplaceAsync(leases, next, "", cancel), asked);
    }

    private void Observe(Lease lease)
    {
        Holder = lease.Spec.HolderIdentity;
        if (lease.Metadata.ResourceVersion == observedVersion)
            return;
        observedVersion = lease.Metadata.ResourceVersion;
        observedAt = clock.GetTimestamp();
    }

    /// <summary>The holder's own duration where it is longer: replicas may be configured differently during an update.</summary>
    private TimeSpan Length(Lease lease)
    {
        TimeSpan stated = TimeSpan.FromSeconds(Math.Clamp(lease.Spec.LeaseDurationSeconds ?? 0, 0, 3600));
        return stated > timing.Duration ? stated : timing.Duration;
    }

    /// <param name="write">Creates or replaces the lease at the version that was read: of two replicas one gets 409.</param>
    /// <param name="asked">The lease counts from before the request: its answer may be late.</param>
    private async Task<bool> WriteAsync(Func<Task<Lease>> write, long asked)
    {
        try
        {
            Observe(await write());
        }
        catch (ApiFailure failure) when (failure.IsConflict)
        {
            return false;
        }
        Volatile.Write(ref renewedAt, asked);
        return true;
    }

    private Lease Mine(ObjectMeta metadata, int transitions, string? acquired = null)
    {
        string now = clock.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
        return new Lease
        {
            Metadata = metadata,
            Spec = new LeaseSpec
            {
                HolderIdentity = identity,
                LeaseDurationSeconds = (int)timing.Duration.TotalSeconds,
                AcquireTime = acquired ?? now,
                RenewTime = now,
                LeaseTransitions = transitions,
            },
        };
    }

    private async Task ReleaseAsync()
    {
        bool was = leading;
        leading = false;
        if (!was)
            return;
        using var limited = new CancellationTokenSource(TimeSpan.FromSeconds(3));
        try
        {
            Lease? lease = await server.FindAsync(leases, name, limited.Token);
            if (lease?.Spec.HolderIdentity == identity)
                await server.ReplaceAsync(leases, lease with { Spec = lease.Spec with { HolderIdentity = "", LeaseDurationSeconds = 1 } }, "", limited.Token);
        }
        catch (Exception e) when (e is ApiFailure or OperationCanceledException)
        {
            logger.LeaseUnreachable(name, e.Message);
        }
    }
}
