using Attestation.Gate.Configuration;
using Attestation.Gate.Status;

namespace Attestation.Gate.Verdicts;

/// <summary>The verifier's verdicts, for all other parts.</summary>
internal static class VerdictsPart
{
    public static void Add(IServiceCollection services, GateSettings settings)
    {
        services.AddSingleton(new VerifierClient(settings.Verifier));
        services.AddSingleton(provider => new VerdictCache(provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<ResultKey>().AddSingleton<FeedMetrics>().AddSingleton<VerdictFeed>();
        services.AddHostedService(provider => provider.GetRequiredService<VerdictFeed>());
        services.AddSingleton(provider => new ReadinessCheck("verdicts",
            () => provider.GetRequiredService<VerdictCache>().IsLoaded ? null : "the verifier's feed has not been read yet"));
    }
}
