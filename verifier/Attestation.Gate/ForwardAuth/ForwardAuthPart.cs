using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Attestation.Formats;
using Attestation.Formats.Dice;
using Attestation.Formats.Reasons;
using Attestation.Gate.Configuration;
using Attestation.Gate.Hosting;
using Attestation.Gate.Metrics;
using Attestation.Gate.Status;
using Attestation.Gate.Verdicts;
using Attestation.RelyingParty.Devices;

namespace Attestation.Gate.ForwardAuth;

/// <summary>The endpoint for reverse proxies, on a listener of its own and on every replica.</summary>
internal static class ForwardAuthPart
{
    private const string Name = "forward-auth";

    /// <exception cref="GateFailure">gate.configuration, gate.verifier.key: a file or folder that cannot be used.</exception>
    public static void Add(IServiceCollection services, GateSettings settings)
    {
        ForwardAuthSettings own = settings.ForwardAuth;
        if (!own.Enabled)
            return;
        services.AddSingleton(new Listener(Name, own.Listen, Tls(own)));
        var devices = new DeviceCertificateCheck(Anchors(own), Known(own));
        services.AddSingleton(provider => Judge(provider, own, devices)).AddSingleton<ForwardAuthEndpoint>();
        services.AddHostedService<ForwardKeys>();
        services.AddSingleton(provider => new ReadinessCheck(Name,
            () => provider.GetRequiredService<ForwardJudge>().HasKeys ? null : "the verifier's key is not known yet"));
    }

    public static void Map(IEndpointRouteBuilder routes, GateSettings settings)
    {
        if (!settings.ForwardAuth.Enabled)
            return;
        ForwardAuthEndpoint endpoint = routes.ServiceProvider.GetRequiredService<ForwardAuthEndpoint>();
        routes.OnListener(Name).Map("/{**any}", endpoint.AnswerAsync);
    }

    private static ForwardJudge Judge(IServiceProvider provider, ForwardAuthSettings own, DeviceCertificateCheck devices)
    {
        var judge = new ForwardJudge(own.Policies, own.CertificateForm, devices, provider.GetRequiredService<VerdictCache>(), own.Cache);
        if (own.ResultKeys is { } file)
            judge.Believe(ForwardKeys.Read(file));
        return judge;
    }

    private static DiceAnchors Anchors(ForwardAuthSettings own) => Folder(own.Anchors, DiceAnchors.None, AnchorFolder.TryRead);

    private static KnownCertificates Known(ForwardAuthSettings own) => Folder(own.Certificates, KnownCertificates.None, AnchorFolder.TryReadKnown);

    private delegate bool Reader<T>(string folder, out T? read, out ParseError error);

    private static T Folder<T>(string? folder, T none, Reader<T> reader) where T : class
    {
        if (folder is null)
            return none;
        try
        {
            return reader(folder, out T? read, out ParseError error) ? read! : throw new GateFailure(GateReasons.Configuration, $"{folder}: {error}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new GateFailure(GateReasons.Configuration, e.Message, e);
        }
    }

    private static Action<Microsoft.AspNetCore.Server.Kestrel.Core.ListenOptions>? Tls(ForwardAuthSettings own)
    {
        if (own.Tls is not { } files)
            return null;
        try
        {
            X509Certificate2 certificate = X509Certificate2.CreateFromPemFile(files.Certificate, files.Key);
            return options => options.UseHttps(certificate);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new GateFailure(GateReasons.Configuration, $"{files.Certificate}, {files.Key}: {e.Message}", e);
        }
    }
}
