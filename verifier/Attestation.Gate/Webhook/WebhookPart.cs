using System.Net.Security;
using System.Security.Authentication;
using Attestation.Formats.Reasons;
using Attestation.Gate.Configuration;
using Attestation.Gate.Hosting;
using Attestation.Gate.Kubernetes;
using Attestation.Gate.Status;
using Attestation.Gate.Webhook.Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Attestation.Gate.Webhook;

/// <summary>The admission webhook as a part of the gate: every replica answers.</summary>
internal static class WebhookPart
{
    /// <summary>Where the API server posts its reviews; the ValidatingWebhookConfiguration names it.</summary>
    public const string Path = "/admission/v1/nodes";

    private const string Name = "webhook";

    public static void Add(IServiceCollection services, GateSettings settings)
    {
        if (!settings.Webhook.Enabled)
            return;
        var serving = new ServingCertificate();
        services.AddSingleton(serving).AddSingleton(new Listener(Name, settings.Webhook.Listen, options => UseTls(options, serving)));
        services.AddSingleton<RegistrationHealth>().AddSingleton<AdmissionMetrics>().AddSingleton<AdmissionEndpoint>();
        services.AddSingleton(provider => Rules(settings, provider.GetRequiredService<ApiCredentials>()));
        services.AddSingleton(provider => new StoredNodes(provider.GetRequiredService<ApiServer>(), provider.GetRequiredService<NodeStore>(), settings.Prefix));
        services.AddSingleton(new ReadinessCheck("webhook", () => serving.Context is null ? "the webhook has no certificate yet" : null));
        AddCertificate(services, settings);
    }

    public static void Map(IEndpointRouteBuilder routes, GateSettings settings)
    {
        if (!settings.Webhook.Enabled)
            return;
        AdmissionEndpoint endpoint = routes.ServiceProvider.GetRequiredService<AdmissionEndpoint>();
        routes.OnListener(Name).MapPost(Path, endpoint.AnswerAsync);
    }

    /// <exception cref="GateFailure">gate.configuration: without the account's name everybody, or nobody, would be the gate.</exception>
    private static AdmissionRules Rules(GateSettings settings, ApiCredentials credentials)
    {
        string account = settings.Kubernetes.Account ?? AccountOf(credentials)
            ?? throw new GateFailure(GateReasons.Configuration, "kubernetes.account is missing, and the credentials do not tell the gate's user name");
        WebhookSettings webhook = settings.Webhook;
        return new AdmissionRules(settings.Prefix, account, settings.Exempt.ToHashSet(StringComparer.Ordinal), webhook.BreakGlass.ToHashSet(StringComparer.Ordinal), webhook.WarnBefore);
    }

    private static string? AccountOf(ApiCredentials credentials)
    {
        try
        {
            return credentials.Account;
        }
        catch (ApiFailure failure)
        {
            throw new GateFailure(GateReasons.KubernetesCredentials, failure.Message, failure);
        }
    }

    private static void AddCertificate(IServiceCollection services, GateSettings settings)
    {
        WebhookSettings webhook = settings.Webhook;
        if (webhook is { Certificate: { } certificate, Key: { } key })
        {
            services.AddHostedService(provider => ActivatorUtilities.CreateInstance<FileCertificate>(provider, certificate, key, webhook.CertificateCheck));
            return;
        }
        var rotation = new Rotation(webhook.Names, webhook.CertificateLifetime, webhook.CertificateOverlap);
        services.AddSingleton(new CertificateSource(KubernetesPart.NamespaceOf(settings.Kubernetes), webhook.Secret, webhook.Configuration, rotation, webhook.CertificateCheck));
        services.AddHostedService<CertificateKeeper>();
    }

    /// <summary>
    /// TLS 1.2 and 1.3 with the certificate of the moment, chosen at each handshake. HTTP/2 as well: the API server then sends all its questions over one
    /// connection.
    /// </summary>
    private static void UseTls(ListenOptions options, ServingCertificate serving)
    {
        options.Protocols = HttpProtocols.Http1AndHttp2;
        options.UseHttps(new TlsHandshakeCallbackOptions
        {
            HandshakeTimeout = TimeSpan.FromSeconds(5),
            OnConnection = _ => serving.Context is { } context
                ? ValueTask.FromResult(new SslServerAuthenticationOptions
                {
                    ServerCertificateContext = context,
                    EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
                    ApplicationProtocols = [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11],
                })
                : throw new AuthenticationException("the webhook has no certificate yet"),
        });
    }
}
