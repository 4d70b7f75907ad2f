using System.Security.Cryptography.X509Certificates;
using Attestation.Formats.Reasons;
using Attestation.NodeAgent.Running;

namespace Attestation.NodeAgent.Joining;

/// <summary>
/// The second half of a join, after a verdict that affirms the node and names the keys of the task: the credential from the gate, the request at the API server,
/// the certificate, the files.
/// </summary>
public sealed class Joiner : IDisposable
{
    /// <summary>A gate reads the verdict a moment after the node does: its first answers may still speak of the one before.</summary>
    private static readonly TimeSpan[] GatePauses = [.. new[] { 0.3, 0.7, 1.5, 3, 5 }.Select(TimeSpan.FromSeconds)];

    private static readonly TimeSpan FirstPoll = TimeSpan.FromMilliseconds(250), LastPoll = TimeSpan.FromSeconds(2), LongestRetryAfter = TimeSpan.FromSeconds(10);

    /// <summary>A renewal asks no broker that would tell that the gate has the verdict.</summary>
    private static readonly TimeSpan VerdictTravels = TimeSpan.FromSeconds(2);

    /// <summary>An API server learns of a new token by a watch of its own.</summary>
    private static readonly TimeSpan TokenTravels = TimeSpan.FromMilliseconds(300);

    private const int MostTokens = 3, MostTries = 20;

    private readonly AgentOptions options;
    private readonly JoinOptions join;
    private readonly AgentLog log;
    private readonly TimeProvider time;
    private readonly GateClient gate;
    private readonly JoinState state;
    private readonly KubeletFiles files;

    /// <exception cref="AgentException">Usage: what makes the gate the right one cannot be read.</exception>
    public Joiner(AgentOptions options, JoinOptions join, AgentLog log, TimeProvider time)
    {
        (this.options, this.join, this.log, this.time) = (options, join, log, time);
        (gate, state, files) = (new GateClient(join.Gate), new JoinState(options.Folders), new KubeletFiles(join.Folder));
    }

    /// <summary>Does what the task says.</summary>
    /// <param name="task">Its keys stand in the verdict.</param>
    /// <param name="node">Name of the node, as enrolled.</param>
    /// <param name="wait">For a decision on the request.</param>
    /// <param name="cancellation">Cancels the wait.</param>
    /// <returns>The certificate in use; null where only a token was fetched.</returns>
    /// <exception cref="JoinFailure">Why not. A request that was denied costs its key: the next attempt makes another.</exception>
    public async Task<KubeletCertificate?> CompleteAsync(JoinTask task, string node, TimeSpan wait, CancellationToken cancellation)
    {
        try
        {
            if (task.Need == JoinNeed.Renew && task.Secrets is null)
                return await RenewAsync(task, wait, cancellation);
            return join.Kind == JoinKind.ClientCertificate && !task.IsTokenOnly
                ? await FetchAsync(task, node, cancellation)
                : await BootstrapAsync(task, node, wait, cancellation);
        }
        catch (JoinFailure e) when (e.Reason == JoinReasons.Denied || e.Reason == JoinReasons.Failed || e.Reason == JoinReasons.Certificate)
        {
            state.NextKey.Remove(); // its request is decided for good
            throw;
        }
    }

    public void Dispose() => gate.Dispose();

    /// <summary>The gate gives the certificate itself.</summary>
    private async Task<KubeletCertificate> FetchAsync(JoinTask task, string node, CancellationToken cancellation)
    {
        Credential credential = await PatientlyAsync(() => gate.CertificateAsync(node, task.Secrets!, task.Key.Request(node), cancellation), cancellation);
        JoinRecord record = Remember(credential, node, isTokenOnly: false);
        return await InstallAsync(record, credential.Certificate!, task.Key, cancellation);
    }

    private async Task<KubeletCertificate?> BootstrapAsync(JoinTask task, string node, TimeSpan wait, CancellationToken cancellation)
    {
        long began = time.GetTimestamp();
        for (int tokens = 1; ; tokens++)
        {
            Credential credential = await PatientlyAsync(() => gate.TokenAsync(node, task.Secrets!, cancellation), cancellation);
            JoinRecord record = Remember(credential, node, task.IsTokenOnly);
            if (task.IsTokenOnly)
            {
                files.WriteBootstrap(record.Cluster, credential.Token!, task.Key);
                return null;
            }
            using ClusterClient cluster = ClusterClient.WithToken(record.Cluster, credential.Token!);
            try
            {
                return await InstallAsync(record, await IssuedAsync(cluster, task.Key, node, (began, wait), cancellation), task.Key, cancellation);
            }
            catch (JoinFailure e) when (e.IsUnauthorized && tokens < MostTokens)
            {
                // the token was used up or ended while we waited: another one finds the same request
            }
        }
    }

    /// <summary>The node asks as itself, with the certificate that it has.</summary>
    private async Task<KubeletCertificate> RenewAsync(JoinTask task, TimeSpan wait, CancellationToken cancellation)
    {
        JoinRecord record = state.Record ?? throw new JoinFailure(JoinReasons.Key, "The file of the join is gone.");
        using KubeletKey old = files.Key() ?? throw new JoinFailure(JoinReasons.Key, $"{files.Current} holds no key on P-256.");
        KubeletCertificate current = files.Certificate() ?? throw new JoinFailure(JoinReasons.Key, $"{files.Current} holds no certificate.");
        await Task.Delay(VerdictTravels, time, cancellation);
        using X509Certificate2 leaf = X509CertificateLoader.LoadCertificate(current.Leaf.Span);
        using ClusterClient cluster = ClusterClient.WithCertificate(record.Cluster, old.With(leaf));
        try
        {
            return await InstallAsync(record, await IssuedAsync(cluster, task.Key, record.Node, (time.GetTimestamp(), wait), cancellation), task.Key, cancellation);
        }
        catch (JoinFailure e) when (e.IsUnauthorized)
        {
            state.Forget(); // the cluster has another authority by now, say: the gate is asked next time
            throw new JoinFailure(e.Reason, e.Detail, e) { IsUnauthorized = true, IsOfEarlierRun = true };
        }
    }

    /// <summary>Files the request, or finds it, and waits for the certificate.</summary>
    private async Task<string> IssuedAsync(ClusterClient cluster, KubeletKey key, string node, (long Began, TimeSpan For) wait, CancellationToken cancellation)
    {
        (SigningRequest request, bool wasThere) = await TakenAsync(() => cluster.FileAsync(key.RequestName, key.Request(node), cancellation), cancellation);
        log.Write(AgentEvent.Requested, null, ("request", key.RequestName), ("found", wasThere ? "true" : null));
        string? lost = null;
        for (TimeSpan pause = FirstPoll; ; pause = pause * 1.5 < LastPoll ? pause * 1.5 : LastPoll)
        {
            if (SigningRequestOutcome.Certificate(request, wasThere) is { } certificate)
                return certificate;
            if (time.GetElapsedTime(wait.Began) + pause > wait.For)
                throw new JoinFailure(JoinReasons.Timeout, $"{key.RequestName} was waited for {wait.For.TotalSeconds:0} s.{(lost is null ? "" : " " + lost)}");
            await Task.Delay(pause, time, cancellation);
            try
            {
                request = await cluster.FindAsync(key.RequestName, cancellation) ?? (await cluster.FileAsync(key.RequestName, key.Request(node), cancellation)).Request;
                lost = null;
            }
            catch (JoinFailure e) when (e.Reason == JoinReasons.Cluster && !e.IsUnauthorized)
            {
                lost = e.Detail; // a server that restarts is waited for too
            }
        }
    }

    /// <summary>Asks with a token that may be too new to be known.</summary>
    private async Task<T> TakenAsync<T>(Func<Task<T>> ask, CancellationToken cancellation)
    {
        for (int tries = 1; ; tries++)
        {
            try
            {
                return await ask();
            }
            catch (JoinFailure e) when (e.IsUnauthorized && tries < MostTries)
            {
                await Task.Delay(TokenTravels, time, cancellation);
            }
        }
    }

    private async Task<T> PatientlyAsync<T>(Func<Task<T>> ask, CancellationToken cancellation)
    {
        foreach (TimeSpan pause in GatePauses)
        {
            try
            {
                return await ask();
            }
            catch (JoinFailure e) when (IsPassing(e))
            {
                await Task.Delay(e.RetryAfter is { } asked && asked > pause ? asked : pause, time, cancellation);
            }
        }
        return await ask();
    }

    /// <summary>Did the gate itself say no, for a reason that may be another in a moment?</summary>
    private static bool IsPassing(JoinFailure e) =>
        e.Reason == JoinReasons.Refused || (e.Reason == JoinReasons.GateUnreachable && e.Because is not null && (e.RetryAfter ?? TimeSpan.Zero) <= LongestRetryAfter);

    private JoinRecord Remember(Credential credential, string node, bool isTokenOnly)
    {
        ClusterAddress cluster = ClusterAddress.Parse(credential.Server, credential.Ca);
        var record = new JoinRecord(join.Gate.Address.AbsoluteUri, node, cluster.Text, cluster.Authorities, isTokenOnly);
        state.Write(record);
        log.Write(AgentEvent.Credential, null, ("gate", record.Gate), ("server", record.Server));
        return record;
    }

    private async Task<KubeletCertificate> InstallAsync(JoinRecord record, string issued, KubeletKey key, CancellationToken cancellation)
    {
        DateTimeOffset now = time.GetUtcNow();
        KubeletCertificate certificate = KubeletCertificate.Issued(issued, key, record.Node, now);
        TpmSeal? seal = join.IsSealed ? new TpmSeal(options, join.SealPcrs) : null;
        await new JoinCompletion(state, files, seal).InstallAsync(record, certificate, key, now, cancellation);
        log.Write(AgentEvent.Joined, null, ("node", record.Node), ("server", record.Server), ("serial", certificate.Serial),
            ("ends", certificate.NotAfter.ToString("u")), ("renewal", certificate.RenewAt.ToString("u")));
        return certificate;
    }
}
