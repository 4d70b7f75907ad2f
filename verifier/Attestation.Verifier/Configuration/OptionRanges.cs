using Attestation.Formats.Node;
using Attestation.Formats.Reasons;

namespace Attestation.Verifier.Configuration;

/// <summary>The ranges that --help names.</summary>
internal static class OptionRanges
{
    /// <exception cref="ServiceFailure">service.option</exception>
    public static void Check(VerifierOptions options)
    {
        Within("--max-evidence", options.MaxEvidence, 1024, 1 << 20);
        Within("--max-node-evidence", options.MaxNodeEvidence, 1 << 20, NodeLimits.Evidence);
        Within("--max-large-bodies", options.MaxLargeBodies, 1, 64);
        Within("--max-feed-waits", options.MaxFeedWaits, 1, 256);
        Within("--keep-evidence", options.KeepEvidence, 0, NodeLimits.Evidence);
        Within("--max-sessions", options.MaxSessions, 1, 1_000_000);
        Within("--session-ttl", options.SessionTtl.TotalSeconds, 1, 86_400);
        Within("--ear-ttl", options.EarTtl?.TotalSeconds ?? 1, 1, 604_800);
        Within("--enrolment-ttl", options.EnrolmentTtl.TotalSeconds, 1, 3_600);
        Within("--max-enrolments", options.MaxEnrolments, 1, 100_000);
        if (options.EkIssuerHosts.FirstOrDefault(host => Uri.CheckHostName(host.Split(':')[0]) == UriHostNameType.Unknown || host.Contains('/')) is { } wrong)
            throw new ServiceFailure(ServiceReasons.Option, $"--ek-aia-host {wrong} is no host name");
        Within("--store-patience", options.StorePatience.TotalSeconds, 1, 60);
    }

    private static void Within(string option, double value, int least, int most)
    {
        if (value < least || value > most)
            throw new ServiceFailure(ServiceReasons.Option, $"{option} {value} is not between {least} and {most}");
    }
}
