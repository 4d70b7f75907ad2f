using Attestation.Gate.Configuration;
using Attestation.Gate.Kubernetes;
using Attestation.Gate.Verdicts;

namespace Attestation.Gate.JoinTokens;

/// <summary>
/// Deletes tokens whose time has come, and, on the replica that leads, those of nodes whose verdict turned. A replica that takes the lead looks at all
/// verdicts once: nobody may have acted on the last ones.
/// </summary>
internal sealed class TokenSweeper(TokenLedger ledger, VerdictCache verdicts, LeaderElection election, TokenSettings settings, TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    /// <summary>A verdict came while this replica did not act: a lead that lapses and is renewed at once is seen by nobody else.</summary>
    private volatile bool _missed = true;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        verdicts.Changed += Look;
        try
        {
            while (true)
            {
                if (!election.IsLeader || !verdicts.IsLoaded)
                    _missed = true;
                else if (_missed)
                    LookAtAll();
                await ledger.DeleteDueAsync(stoppingToken);
                await Task.Delay(Pause, clock, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // the end of the process
        }
        finally
        {
            verdicts.Changed -= Look;
        }
    }

    private void LookAtAll()
    {
        _missed = false;
        foreach (NodeVerdict verdict in verdicts.All)
            Look(verdict);
    }

    private void Look(NodeVerdict verdict)
    {
        if (!election.IsLeader)
            _missed = true;
        else if (MayHaveToken(verdict))
            ledger.Withdraw(verdict.NodeName);
    }

    /// <summary>A token is older than the refusal that followed, so long after a refusal there is none. When somebody revoked, retired or replaced is not known here.</summary>
    private bool MayHaveToken(NodeVerdict verdict)
    {
        DateTimeOffset now = clock.GetUtcNow();
        return VerdictCheck.Of(verdict, verdict.NodeName, now) is not null
            && (verdict.State != VerdictState.Current || now - verdict.At < settings.Lifetime);
    }
}
