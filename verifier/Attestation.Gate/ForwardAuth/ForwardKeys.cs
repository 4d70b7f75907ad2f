using Attestation.Formats;
using Attestation.Formats.Reasons;
using Attestation.Gate.Configuration;
using Attestation.Gate.Logging;
using Attestation.Gate.Verdicts;
using Attestation.RelyingParty.Keys;

namespace Attestation.Gate.ForwardAuth;

/// <summary>Gives the judge the keys that results are verified with: the operator's file at once, else the verifier's as soon as it is pinned.</summary>
internal sealed class ForwardKeys(GateSettings settings, ResultKey pinned, ForwardJudge judge, TimeProvider clock, ILogger<ForwardKeys> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    /// <exception cref="GateFailure">gate.verifier.key</exception>
    public static ResultKeys Read(string file)
    {
        try
        {
            return ResultKeys.TryParse(File.ReadAllBytes(file), out ResultKeys keys, out ParseError error)
                ? keys
                : throw new GateFailure(GateReasons.VerifierKey, $"{file}: {error}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new GateFailure(GateReasons.VerifierKey, e.Message, e);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (settings.ForwardAuth.ResultKeys is null && !judge.HasKeys)
        {
            try
            {
                judge.Believe(new ResultKeys(await pinned.GetAsync(stoppingToken)));
            }
            catch (Exception e) when (e is VerifierFailure or GateFailure)
            {
                logger.ForwardAuthWithoutKey(e.Message);
                await Task.Delay(Pause, clock, stoppingToken);
            }
        }
    }
}
