using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Attestation.Formats.Reasons;
using Attestation.Gate.Configuration;
using Attestation.Gate.Hosting;
using Attestation.Gate.Kubernetes;
using Attestation.Gate.Webhook.Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Attestation.Gate.JoinTokens;

/// <summary>The broker of credentials as a part of the gate: every replica answers, the one that leads withdraws tokens of nodes that turned bad.</summary>
internal static class JoinTokensPart
{
    private const string Name = "tokens";

    public static void Add(IServiceCollection services, GateSettings settings)
    {
        TokenSettings tokens = settings.Tokens;
        if (!tokens.Enabled)
            return;
        services.AddSingleton(tokens);
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<TokenLedger>(provider, settings.Prefix));
        services.AddSingleton(provider => Seal(tokens, provider.GetRequiredService<ApiCredentials>()));
        services.AddSingleton<NodeCertificates>().AddSingleton<CredentialBroker>().AddSingleton<JoinMetrics>().AddSingleton<JoinEndpoint>();
        services.AddHostedService<TokenSweeper>();
        AddListener(services, tokens);
    }

    public static void Map(IEndpointRouteBuilder routes, GateSettings settings)
    {
        if (!settings.Tokens.Enabled)
            return;
        JoinEndpoint endpoint = routes.ServiceProvider.GetRequiredService<JoinEndpoint>();
        routes.OnListener(Name).MapPost(JoinEndpoint.Path, endpoint.HandleAsync);
    }

    private static void AddListener(IServiceCollection services, TokenSettings tokens)
    {
        if (!tokens.Listen.IsTls)
        {
            services.AddSingleton(new Listener(Name, tokens.Listen));
            return;
        }
        var serving = new ServingCertificate();
        services.AddSingleton(new Listener(Name, tokens.Listen, options => UseTls(options, serving)));
        // not AddHostedService, which would take a second one of the same class for the first
        services.AddSingleton<IHostedService>(provider =>
            ActivatorUtilities.CreateInstance<FileCertificate>(provider, tokens.Certificate!, tokens.Key!, tokens.CertificateCheck, serving));
    }

    private static void UseTls(ListenOptions options, ServingCertificate serving) => options.UseHttps(new TlsHandshakeCallbackOptions
    {
        HandshakeTimeout = TimeSpan.FromSeconds(5),
        OnConnection = _ => ValueTask.FromResult(new SslServerAuthenticationOptions
        {
            ServerCertificateContext = serving.Context ?? throw new AuthenticationException("there is no certificate yet"),
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        }),
    });

    /// <exception cref="GateFailure">gate.configuration</exception>
    private static CredentialSeal Seal(TokenSettings tokens, ApiCredentials credentials)
    {
        string authorities = tokens.CaFile is { } file ? Authorities(file) : credentials.AuthoritiesPem;
        if (authorities.Length == 0)
            throw new GateFailure(GateReasons.Configuration, "tokens.caFile is missing, and the gate's own account names no authority: nodes could not tell who the API server is");
        return new CredentialSeal(tokens.Server ?? credentials.Server, authorities);
    }

    private static string Authorities(string file)
    {
        try
        {
            var read = new X509Certificate2Collection();
            read.ImportFromPemFile(file);
            return read.ExportCertificatePems();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new GateFailure(GateReasons.Configuration, $"tokens.caFile {file}: {e.Message}", e);
        }
    }
}
