using System.Collections.Concurrent;
using Attestation.Gate.Configuration;
using Attestation.Gate.Kubernetes;
using Attestation.Gate.Logging;
using Attestation.Gate.Taints;
using Attestation.Gate.Verdicts;

namespace Attestation.Gate.Csr;

/// <summary>
/// Decides every undecided request of the kubelets' signers while this replica acts. Nothing is remembered that the API server does not keep: after a crash
/// the next list brings up what was left, and a decision that was already written is not written again (409, or a condition that is there).
/// A request without a good verdict waits <see cref="CsrSettings.Patience"/>, and as long as the verifier has said nothing since it was posted: a denial is
/// final for a kubelet.
/// </summary>
internal sealed class CsrApprover : IWatchSink<CertificateSigningRequest>
{
    private const int Workers = 16;
    private static readonly TimeSpan AskAgain = TimeSpan.FromSeconds(1), LongestPause = TimeSpan.FromSeconds(30);

    private readonly RequestJudge _judge;
    private readonly ApprovedRequests _approved;
    private readonly CsrParts _parts;
    private readonly DecisionWriter _writer;
    private readonly ConcurrentDictionary<string, PendingRequest> _pending = new(StringComparer.Ordinal);
    private readonly WorkQueue _queue = new();
    private CancellationToken _term;

    public CsrApprover(CsrParts parts, RequestRules rules)
    {
        _parts = parts;
        _approved = new ApprovedRequests();
        _judge = new RequestJudge(rules, parts.Verdicts, _approved);
        _writer = new DecisionWriter(parts.Server, parts.Clock);
        parts.Metrics.Pending = () => _pending.Count;
    }

    /// <summary>Has the term's list been read?</summary>
    public bool IsListed { get; private set; }

    /// <summary>Works until the term ends.</summary>
    public async Task RunAsync(CancellationToken term)
    {
        _term = term;
        _parts.Verdicts.Changed += VerdictChanged;
        try
        {
            var watcher = new Watcher<CertificateSigningRequest>(_parts.Server, Resources.SigningRequests, this, _parts.Logger, _parts.WatchMetrics);
            await Task.WhenAll([watcher.RunAsync(term), .. Enumerable.Range(0, Workers).Select(_ => WorkAsync(term))]);
        }
        finally
        {
            _parts.Verdicts.Changed -= VerdictChanged;
            _pending.Clear();
        }
    }

    Task IWatchSink<CertificateSigningRequest>.ListedAsync(IReadOnlyList<CertificateSigningRequest> items, CancellationToken cancel)
    {
        var present = items.Select(r => r.Metadata.Name).ToHashSet(StringComparer.Ordinal);
        foreach (string gone in _pending.Keys.Where(name => !present.Contains(name)))
            _pending.TryRemove(gone, out _);
        // What was approved before comes first: a replay may be among the rest.
        foreach (CertificateSigningRequest request in items.OrderBy(r => r.Status.Conditions is null or []))
            Take(request);
        IsListed = true;
        return Task.CompletedTask;
    }

    Task IWatchSink<CertificateSigningRequest>.ChangedAsync(CertificateSigningRequest value, bool deleted, CancellationToken cancel)
    {
        if (deleted)
            _pending.TryRemove(value.Metadata.Name, out _);
        else
            Take(value);
        return Task.CompletedTask;
    }

    private void Take(CertificateSigningRequest request)
    {
        if (!_judge.IsOurs(request))
            return;
        if (!IsUndecided(request))
        {
            _pending.TryRemove(request.Metadata.Name, out _);
            if (IsApproved(request))
                NoteApproved(request);
            return;
        }
        PendingRequest pending = _pending.AddOrUpdate(request.Metadata.Name, _ => new PendingRequest(request, _parts.Clock.GetUtcNow()), (_, known) => Renewed(known, request));
        _queue.Add(pending.Request.Metadata.Name, isUrgent: false);
    }

    /// <summary>The same object keeps its patience; another one of that name begins anew.</summary>
    private PendingRequest Renewed(PendingRequest known, CertificateSigningRequest request)
    {
        if (known.Request.Metadata.Uid != request.Metadata.Uid)
            return new PendingRequest(request, _parts.Clock.GetUtcNow());
        known.Request = request;
        return known;
    }

    private void NoteApproved(CertificateSigningRequest request)
    {
        if (KubeletRequest.TryParse(request.Spec.Request, out KubeletRequest? asked))
            _approved.Note(asked.Digest, request.Metadata.Uid ?? "");
        _parts.TokenUsed(request.Spec);
    }

    private void VerdictChanged(NodeVerdict verdict)
    {
        foreach ((string name, PendingRequest pending) in _pending)
        {
            if (pending.Node == verdict.NodeName)
                _queue.Add(name, isUrgent: true);
        }
    }

    private async Task WorkAsync(CancellationToken term)
    {
        try
        {
            while (true)
            {
                string name = await _queue.TakeAsync(term);
                try
                {
                    if (_pending.TryGetValue(name, out PendingRequest? pending))
                        await DecideAsync(name, pending, term);
                }
                catch (Exception failure) when (failure is not OperationCanceledException || !term.IsCancellationRequested)
                {
                    Retry(name, failure); // one request must not keep a worker from the others
                }
                finally
                {
                    _queue.Done(name);
                }
            }
        }
        catch (OperationCanceledException) when (term.IsCancellationRequested)
        {
            // the term is over
        }
    }

    private async Task DecideAsync(string name, PendingRequest pending, CancellationToken term)
    {
        CertificateSigningRequest request = pending.Request;
        DateTimeOffset now = _parts.Clock.GetUtcNow();
        Judgement judgement = _judge.Judge(request, _parts.Nodes.Find, now);
        if (judgement.Denial?.Code == Formats.Reasons.GateReasons.RequestNames && judgement.Node is { } serving && request.Spec.SignerName == RequestJudge.ServingSigner)
            judgement = await AgainAsync(request, serving, now, term);
        pending.Node = judgement.Node;
        if (judgement.Denial is not null && judgement.MayPass && Wait(pending, now) is { } pause)
        {
            Later(name, pause);
            return;
        }
        if (!_parts.Election.IsLeader)
        {
            // A renewal that is late and then succeeds ends no term, so nobody lists this request again: it stays in the queue.
            Later(name, AskAgain);
            return;
        }
        await WriteAsync(name, pending, judgement, term);
    }

    /// <summary>The watch of nodes may be behind the kubelet, which writes its status and asks at once: the node as it is stored decides.</summary>
    private async Task<Judgement> AgainAsync(CertificateSigningRequest request, string name, DateTimeOffset now, CancellationToken term)
    {
        Node? stored = await _parts.Server.FindAsync(Resources.Nodes, name, term);
        return _judge.Judge(request, _ => stored, now);
    }

    /// <summary>
    /// How long to wait before a denial for want of a verdict; null where it is to be denied now. While the verifier is away no node can get a verdict, so
    /// patience begins anew when it is back.
    /// </summary>
    private TimeSpan? Wait(PendingRequest pending, DateTimeOffset now)
    {
        bool contacted = _parts.Verdicts.IsLoaded && _parts.Verdicts.LastContact > pending.Seen;
        if (pending.VerifierWasAway && contacted)
            (pending.VerifierWasAway, pending.PatientFrom) = (false, now);
        TimeSpan left = pending.PatientFrom + _parts.Settings.Patience - now;
        if (left > TimeSpan.Zero)
        {
            if (!pending.Hurried)
                _parts.Hurry();
            pending.Hurried = true;
            return left;
        }
        if (contacted)
            return null;
        // The verifier has not answered since the request came: nobody knows that the node has no verdict.
        pending.VerifierWasAway = true;
        _parts.Hurry();
        return AskAgain;
    }

    private async Task WriteAsync(string name, PendingRequest pending, Judgement judgement, CancellationToken term)
    {
        CertificateSigningRequest request = pending.Request;
        try
        {
            CertificateSigningRequest written = await _writer.WriteAsync(request, judgement, judgement.Node is { } node ? _parts.Verdicts.Find(node) : null, term);
            _pending.TryRemove(name, out _);
            if (judgement.Denial is null)
                NoteApproved(written);
            Report(request, judgement, _parts.Clock.GetUtcNow() - pending.Seen);
        }
        catch (ApiFailure failure) when (failure.IsConflict || failure.IsNotFound || failure.IsInvalid)
        {
            _parts.Metrics.Conflict();
            await ReadAgainAsync(name, pending, failure, term);
        }
    }

    /// <summary>Somebody changed, decided or deleted the request meanwhile: what is stored now is judged.</summary>
    private async Task ReadAgainAsync(string name, PendingRequest pending, ApiFailure failure, CancellationToken term)
    {
        CertificateSigningRequest? stored = await _parts.Server.FindAsync(Resources.SigningRequests, name, term);
        if (stored is null || !IsUndecided(stored))
        {
            _pending.TryRemove(name, out _);
            if (stored is not null && IsApproved(stored))
                NoteApproved(stored);
            return;
        }
        if (stored.Metadata.ResourceVersion == pending.Request.Metadata.ResourceVersion)
            throw failure; // nothing changed, and still it is not taken: not at once again
        Take(stored);
    }

    private void Report(CertificateSigningRequest request, Judgement judgement, TimeSpan latency)
    {
        _parts.Metrics.Decided(judgement.Denial?.Code.Id ?? "approved", request.Spec.SignerName, latency);
        if (judgement.Denial is not { } denial)
        {
            _parts.Logger.RequestApproved(request.Metadata.Name, judgement.Node!, request.Spec.Username ?? "");
            return;
        }
        _parts.Logger.RequestDenied(denial, request.Metadata.Name, request.Spec.Username ?? "");
        _parts.Events.Add(EventSubject.SigningRequest(request.Metadata.Name, request.Metadata.Uid), NodeEvents.Warning, DecisionWriter.CamelCase(denial.Code.Id), denial.Message);
    }

    private void Retry(string name, Exception failure)
    {
        _parts.Metrics.Failed();
        if (!_pending.TryGetValue(name, out PendingRequest? pending))
            return;
        if (pending.Failures++ == 0)
            _parts.Logger.DecisionNotWritten(name, failure.Message);
        TimeSpan pause = TimeSpan.FromMilliseconds(200 * Math.Pow(2, Math.Min(pending.Failures, 8)));
        Later(name, pause < LongestPause ? pause : LongestPause);
    }

    private void Later(string name, TimeSpan pause) => _ = Task.Delay(pause, _parts.Clock, _term).ContinueWith(
        done => _queue.Add(name, isUrgent: false), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);

    private static bool IsUndecided(CertificateSigningRequest request) => request.Status.Conditions is null or [] && request.Status.Certificate is null;

    private static bool IsApproved(CertificateSigningRequest request) => request.Status.Conditions?.Any(c => c.Type == "Approved") == true;
}
