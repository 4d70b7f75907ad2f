using Attestation.Formats.Keys;
using Attestation.Formats.Reasons;
using Attestation.Gate.Configuration;
using Attestation.Gate.Kubernetes;
using Attestation.Gate.Logging;

namespace Attestation.Gate.Verdicts;

/// <summary>
/// Keeps <see cref="VerdictCache"/> as the verifier has it: reads its feed from the beginning, then asks for changes and lets the verifier hold the question
/// until there are some. While the verifier is away nothing is forgotten and nothing is added: every verdict holds to its own end.
/// </summary>
public sealed class VerdictFeed(GateSettings settings, VerifierClient verifier, ResultKey resultKey, VerdictCache cache, FeedMetrics metrics, TimeProvider clock,
    ILogger<VerdictFeed> logger) : BackgroundService
{
    /// <summary>Milliseconds between two hurried questions.</summary>
    private const long Shortest = 250;

    private readonly Backoff _pause = new(TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(15));
    private long _after;
    private string? _store;
    private VerificationKey? _key;
    private CancellationTokenSource? _waiting;
    private bool _hurry;
    private long _hurriedAt;

    /// <summary>
    /// Asks the verifier at once instead of waiting for the end of a held question. For whoever is about to decide for lack of a verdict. However many are in a
    /// hurry, a question that is not held is never given up, and there are at most four in a second.
    /// </summary>
    public void Hurry()
    {
        Volatile.Write(ref _hurry, true);
        try
        {
            Volatile.Read(ref _waiting)?.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The question ended at this very moment.
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        bool away = false;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await StepAsync(stoppingToken);
                _pause.Reset();
                if (away)
                    logger.VerifierBack();
                away = false;
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (VerifierFailure gone) when (gone.IsGone && _after > 0)
            {
                logger.FeedRestarts(gone.Message);
                (_after, _store) = (0, null);
            }
            catch (Exception failure) when (failure is VerifierFailure or GateFailure)
            {
                metrics.Failed();
                if (!away)
                    logger.VerifierAway(failure.Message);
                away = true;
                await _pause.WaitAsync(stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>One question and its answer.</summary>
    private async Task StepAsync(CancellationToken cancel)
    {
        _key ??= await resultKey.GetAsync(cancel);
        bool mayWait = cache.IsLoaded && !Interlocked.Exchange(ref _hurry, false);
        if (!mayWait)
            await PaceAsync(cancel);
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        FeedDocument answer;
        try
        {
            Volatile.Write(ref _waiting, mayWait ? waiting : null);
            if (mayWait && Volatile.Read(ref _hurry))
                return; // somebody came in a hurry just before there was anything to cancel
            answer = await verifier.ReadAsync(_after, _store, mayWait ? settings.Verifier.Poll : TimeSpan.Zero, waiting.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return; // somebody is in a hurry
        }
        finally
        {
            Volatile.Write(ref _waiting, null);
        }
        Take(answer);
    }

    /// <summary>Questions that are not held follow each other no faster than <see cref="Shortest"/>, but for the pages of the first reading.</summary>
    private async Task PaceAsync(CancellationToken cancel)
    {
        long since = Environment.TickCount64 - _hurriedAt;
        if (cache.IsLoaded && since < Shortest)
            await Task.Delay(TimeSpan.FromMilliseconds(Shortest - since), cancel);
        _hurriedAt = Environment.TickCount64;
    }

    private void Take(FeedDocument answer)
    {
        if (answer.Sequence < _after || (answer.Verdicts.Count > 0 && answer.Sequence < answer.Verdicts.Max(v => v.Sequence)))
            throw new VerifierFailure(200, $"the feed went from {_after} back to {answer.Sequence}");
        foreach (FeedVerdict line in answer.Verdicts)
            Take(line);
        bool whole = answer.Verdicts.Count < VerifierClient.PageSize;
        if (!cache.IsLoaded && whole)
            logger.FeedLoaded(cache.All.Count);
        (_after, _store) = (answer.Sequence, answer.Store);
        cache.Contacted(whole);
    }

    private void Take(FeedVerdict line)
    {
        if (FeedReader.TryRead(line, _key!, settings.Verifier.AcceptWarning, clock.GetUtcNow(), out NodeVerdict? verdict, out GateDenial? denial))
        {
            bool taken = cache.Put(verdict);
            metrics.Read(taken ? "taken" : "older");
            return;
        }
        // An end needs no signature: it only takes away.
        if (FeedReader.Ended(line, clock.GetUtcNow()) is { } ended)
        {
            metrics.Read(cache.Put(ended) ? "ended" : "older");
            return;
        }
        cache.End(line.Node, FeedReader.StateOf(line));
        metrics.Read(denial.Code.Id);
        logger.ResultRefused(denial, line.Node);
    }
}
