using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Attestation.Gate.Kubernetes;
using Attestation.Gate.Logging;

namespace Attestation.Gate.Webhook.Certificates;

/// <summary>
/// Keeps the webhook's certificate: in one Secret for all replicas, in this replica's TLS, and its authorities in caBundle. Every replica does all of it,
/// nobody leads: each step is written against the version that was read, so of two replicas one gets a conflict and looks again. A replica that dies
/// between two steps leaves a state in which every call still succeeds.
/// </summary>
internal sealed class CertificateKeeper(ApiServer server, CertificateSource source, ServingCertificate serving, RegistrationHealth health, TimeProvider clock, ILogger<CertificateKeeper> logger) : BackgroundService
{
    private const int MaxSteps = 8;

    private readonly Resource<Secret> secrets = Resources.Secrets(source.Namespace);
    private readonly WebhookRegistration registration = new(server, source.Configuration);
    private byte[]? nextAuthority;
    private byte[]? written;
    private DateTimeOffset? bundled;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await LookAsync(stoppingToken);
                await Task.Delay(source.Check, clock, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // the end of the process
        }
    }

    /// <summary>One look at everything; what cannot be reached is left for the next one, and what is served stays.</summary>
    internal async Task LookAsync(CancellationToken cancel)
    {
        try
        {
            for (int i = 0; i < MaxSteps && await StepAsync(cancel); i++)
            {
            }
        }
        catch (ApiFailure failure)
        {
            logger.CertificateUnreachable(source.Secret, failure.Message);
        }
        catch (CryptographicException e)
        {
            logger.CertificateUnreachable(source.Secret, e.Message);
        }
    }

    /// <returns>True where something changed, so that another look is due.</returns>
    private async Task<bool> StepAsync(CancellationToken cancel)
    {
        Secret? secret = await server.FindAsync(secrets, source.Secret, cancel);
        try
        {
            using CertificateState? state = CertificateState.Read(secret?.Data);
            if (state is not null)
            {
                Serve(state.Current);
                await RegisterAsync(state, cancel);
            }
            DateTimeOffset now = clock.GetUtcNow();
            RotationStep step = source.Rotation.Step(state, bundled, now);
            return step != RotationStep.None && await WriteAsync(secret, state, step, now, cancel);
        }
        finally
        {
            secret?.Wipe();
        }
    }

    private void Serve(CertificateGeneration current)
    {
        if (serving.Serve(current.Certificate, current.Key))
            logger.CertificateServed(current.Expires, string.Join(", ", current.Names));
    }

    /// <summary>Puts all authorities into caBundle, and notes since when the next one is believed.</summary>
    private async Task RegisterAsync(CertificateState state, CancellationToken cancel)
    {
        JsonObject? configuration = await registration.ReadAsync(cancel);
        health.Report(registration.Faults(configuration));
        if (configuration is null)
        {
            bundled = null;
            return;
        }
        Watch(state.Next?.Authority, configuration);
        byte[] bundle = state.Bundle;
        int changed = await registration.BelieveAsync(configuration, bundle, cancel);
        if (changed > 0 && written is not null && written.AsSpan().SequenceEqual(bundle))
            logger.BundleRepaired(source.Configuration, changed);
        else if (changed > 0)
            logger.BundleWritten(source.Configuration, changed);
        written = bundle;
    }

    private void Watch(byte[]? authority, JsonObject configuration)
    {
        bool same = authority is not null && nextAuthority is not null && nextAuthority.AsSpan().SequenceEqual(authority);
        bool believed = authority is not null && WebhookRegistration.Believes(configuration, authority);
        bundled = !believed ? null : same && bundled is { } since ? since : clock.GetUtcNow();
        nextAuthority = authority;
    }

    /// <summary>Creates or replaces the Secret at the version that was read.</summary>
    private async Task<bool> WriteAsync(Secret? secret, CertificateState? state, RotationStep step, DateTimeOffset now, CancellationToken cancel)
    {
        using CertificateState next = Next(state, step, now);
        try
        {
            if (secret is null)
                (await server.CreateAsync(secrets, new Secret { Metadata = new ObjectMeta { Name = source.Secret, Namespace = source.Namespace }, Type = "Opaque", Data = next.Write() }, cancel)).Wipe();
            else
                (await server.ReplaceAsync(secrets, secret with { Data = next.Write() }, "", cancel)).Wipe();
            logger.CertificateStep(step, source.Secret, next.Current.Expires);
        }
        catch (ApiFailure failure) when (failure.IsConflict)
        {
            // another replica was faster: look at what it wrote
        }
        return true;
    }

    private CertificateState Next(CertificateState? state, RotationStep step, DateTimeOffset now) => step switch
    {
        RotationStep.Prepare => state!.WithNext(source.Rotation.Make(state, now)),
        RotationStep.Promote => state!.Promote(now),
        RotationStep.Forget => state!.WithoutPrevious(),
        _ => CertificateState.First(source.Rotation.Make(state, now)),
    };
}

/// <summary>What the keeper keeps, and where.</summary>
/// <param name="Namespace">Of the Secret.</param>
/// <param name="Secret">Its name.</param>
/// <param name="Configuration">Name of the ValidatingWebhookConfiguration.</param>
/// <param name="Rotation">When certificates change.</param>
/// <param name="Check">Between two looks.</param>
internal sealed record CertificateSource(string Namespace, string Secret, string Configuration, Rotation Rotation, TimeSpan Check);
