using System.Net;
using Attestation.Formats.Ear;
using Attestation.Gate.ForwardAuth;

namespace Attestation.Gate.Configuration;

/// <summary>Section <c>forwardAuth</c>: the endpoint that reverse proxies ask whether to let a request through (docs/forward-auth.md).</summary>
public sealed record ForwardAuthSettings
{
    private static readonly string[] Loopback = ["127.0.0.0/8", "::1/128"];

    public bool Enabled { get; init; }

    public required ListenAddress Listen { get; init; }

    /// <summary>PEM: certificate and, in the other file, key of the listener where it is https.</summary>
    public (string Certificate, string Key)? Tls { get; init; }

    /// <summary>Addresses from which requests count.</summary>
    public required IReadOnlyList<IPNetwork> TrustedProxies { get; init; }

    /// <summary>Header with the attestation result; before it in <c>Authorization</c> stands <c>Bearer</c>.</summary>
    public required string TokenHeader { get; init; }

    /// <summary>Header in which the proxy hands on the client's certificate.</summary>
    public required string CertificateHeader { get; init; }

    public CertificateForm CertificateForm { get; init; }

    /// <summary>PEM, JWK or JWK set: keys that sign results; null takes the verifier's as the rest of the gate does.</summary>
    public string? ResultKeys { get; init; }

    /// <summary>Folder of manufacturers' certificates and UDS keys.</summary>
    public string? Anchors { get; init; }

    /// <summary>Folder of certificates that complete chains.</summary>
    public string? Certificates { get; init; }

    /// <summary>Does the proxy write the path of the original request behind the policy's name, as Envoy does?</summary>
    public bool AppendedPath { get; init; }

    /// <summary>Most results whose signature is remembered.</summary>
    public int Cache { get; init; }

    public required IReadOnlyList<ForwardPolicy> Policies { get; init; }

    public static ForwardAuthSettings Read(SettingsNode node)
    {
        SettingsNode certificate = node.Section("certificate"), tls = node.Section("tls");
        CertificateForm form = certificate.Choice("form", CertificateForm.Nginx);
        var settings = new ForwardAuthSettings
        {
            Enabled = node.Flag("enabled", false),
            Listen = node.Listen("listen", "http://127.0.0.1:9096"),
            Tls = tls.Exists ? (RequiredFile(tls, "certificate"), RequiredFile(tls, "key")) : null,
            TrustedProxies = Networks(node),
            TokenHeader = Header(node, "tokenHeader", "Authorization"),
            CertificateHeader = Header(certificate, "header", UsualHeader(form)),
            CertificateForm = form,
            ResultKeys = node.FilePath("resultKeys"),
            Anchors = node.FilePath("anchors"),
            Certificates = node.FilePath("certificates"),
            AppendedPath = node.Flag("appendedPath", false),
            Cache = node.Number("cache", 10_000, 0, 1_000_000),
            Policies = ForwardPolicySettings.Read(node.Section("policies")),
        };
        if (!node.Flag("plainHttp", false) && !settings.Listen.IsTls && !settings.Listen.IsLoopback)
            throw node.Wrong("listen", "is plain http to other machines, where results could be read and used: give tls, or set plainHttp knowingly");
        if (settings.Listen.IsTls != settings.Tls.HasValue)
            throw node.Wrong("listen", "is https exactly where tls is given");
        if (settings.Anchors is null && settings.Policies.FirstOrDefault(p => p.Certificate == CertificateDemand.Chain) is { } chain)
            throw node.Wrong("policies", $"asks in {chain.Name} for a certificate chain, and anchors is not given");
        certificate.Done();
        tls.Done();
        node.Done();
        return settings;
    }

    private static IPNetwork[] Networks(SettingsNode node)
    {
        IReadOnlyList<string> texts = node.Texts("trustedProxies");
        return [.. (texts.Count == 0 ? Loopback : texts).Select(text => Network(node, text))];
    }

    private static IPNetwork Network(SettingsNode node, string text) =>
        ForwardAuth.TrustedProxies.TryParse(text, out IPNetwork network) ? network : throw node.Wrong("trustedProxies", $"holds {text}, which is no address and no network");

    private static string RequiredFile(SettingsNode node, string name)
    {
        node.RequiredText(name);
        return node.FilePath(name)!;
    }

    private static string Header(SettingsNode node, string name, string fallback)
    {
        string header = node.Text(name, fallback);
        return header.Length <= 64 && header.All(c => char.IsAsciiLetterOrDigit(c) || c == '-') ? header : throw node.Wrong(name, "is no header's name");
    }

    private static string UsualHeader(CertificateForm form) => form switch
    {
        CertificateForm.Envoy => "x-forwarded-client-cert",
        CertificateForm.Traefik => "X-Forwarded-Tls-Client-Cert",
        CertificateForm.Rfc9440 => "Client-Cert",
        _ => "X-Client-Cert",
    };
}
