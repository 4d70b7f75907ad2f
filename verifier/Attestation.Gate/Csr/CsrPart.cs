using Attestation.Gate.Configuration;
using Attestation.Gate.JoinTokens;
using Attestation.Gate.Kubernetes;
using Attestation.Gate.Status;
using Attestation.Gate.Verdicts;

namespace Attestation.Gate.Csr;

/// <summary>The approver of kubelets' certificate signing requests.</summary>
internal static class CsrPart
{
    public static void Add(IServiceCollection services, GateSettings settings)
    {
        if (!settings.Csr.Enabled)
            return;
        services.AddSingleton<CsrMetrics>().AddSingleton<CsrService>();
        services.AddHostedService(provider => provider.GetRequiredService<CsrService>());
        services.AddSingleton(provider => new ReadinessCheck("signing-requests", provider.GetRequiredService<CsrService>().WhyNotReady));
    }

    public static RequestRules Rules(GateSettings settings, string? account) => new(
        settings.Csr, account, settings.Tokens.Groups.NodeOf, settings.IsExempt);
}

/// <summary>Runs an approver for every term in which this replica acts.</summary>
internal sealed class CsrService(IServiceProvider services, GateSettings settings, LeaderElection election, ILogger<CsrService> logger) : BackgroundService
{
    private CsrApprover? _approver;

    /// <summary>Ready where another replica acts, or this one has read the requests.</summary>
    public string? WhyNotReady() => election.IsLeader && _approver?.IsListed != true ? "the signing requests have not been listed yet" : null;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => election.RunWhileLeadingAsync(TermAsync, stoppingToken);

    private Task TermAsync(CancellationToken term)
    {
        string? account = !settings.Tokens.Enabled ? null : settings.Kubernetes.Account ?? services.GetRequiredService<ApiCredentials>().Account;
        _approver = new CsrApprover(Parts(), CsrPart.Rules(settings, account));
        return _approver.RunAsync(term);
    }

    private CsrParts Parts() => new()
    {
        Server = services.GetRequiredService<ApiServer>(),
        Election = election,
        Nodes = services.GetRequiredService<NodeStore>(),
        Verdicts = services.GetRequiredService<VerdictCache>(),
        Events = services.GetRequiredService<NodeEvents>(),
        Metrics = services.GetRequiredService<CsrMetrics>(),
        WatchMetrics = services.GetRequiredService<WatchMetrics>(),
        Settings = settings.Csr,
        Clock = services.GetRequiredService<TimeProvider>(),
        Logger = logger,
        Hurry = services.GetRequiredService<VerdictFeed>().Hurry,
        TokenUsed = services.GetService<TokenLedger>() is { } ledger ? ledger.Used : _ => { },
    };
}
