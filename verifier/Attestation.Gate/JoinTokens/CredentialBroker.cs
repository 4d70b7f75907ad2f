using Attestation.Gate.Configuration;
using System.Security.Cryptography;
using Attestation.Formats.Reasons;
using Attestation.Gate.Kubernetes;
using Attestation.Gate.Verdicts;

namespace Attestation.Gate.JoinTokens;

/// <summary>A credential on its way.</summary>
/// <param name="Kind">As asked for.</param>
/// <param name="Expires">Of the credential.</param>
/// <param name="Jwe">Compact; only the node can read it.</param>
public sealed record Credential(CredentialKind Kind, DateTimeOffset Expires, string Jwe);

/// <summary>
/// Who gets a credential: a node with a good verdict, for the key that its evidence bound. Who asks need not be known, since nobody but the node can
/// use the answer.
/// </summary>
internal sealed class CredentialBroker(
    VerdictCache verdicts, TokenLedger tokens, NodeCertificates certificates, CredentialSeal seal, TokenSettings settings, TimeProvider clock)
{
    private readonly RequestBudget perNode = new(settings.PerNode, clock);

    /// <returns>One of the two; a wait where asking later may help.</returns>
    public async Task<(Credential? Credential, GateDenial? Denial, TimeSpan Wait)> GiveAsync(JoinRequest request, CancellationToken cancel)
    {
        if (Check(request, out NodeVerdict? verdict) is { } denial)
            return (null, denial, TimeSpan.Zero);
        // Only now: somebody else's requests in the node's name must not use up its budget.
        if (!perNode.TryTake(request.Node, out TimeSpan wait))
            return (null, new GateDenial(GateReasons.JoinRate, $"{request.Node}, {settings.PerNode} in a minute"), wait);
        try
        {
            (Credential? given, denial) = request.Kind == CredentialKind.BootstrapToken
                ? await TokenAsync(request, verdict!, cancel)
                : await CertificateAsync(request, verdict!, cancel);
            return (given, denial, TimeSpan.Zero);
        }
        catch (ApiFailure failure)
        {
            return (null, new GateDenial(GateReasons.JoinCluster, failure.Message), TimeSpan.FromSeconds(5));
        }
    }

    private GateDenial? Check(JoinRequest request, out NodeVerdict? verdict)
    {
        verdict = verdicts.Find(request.Node);
        if (verdicts.Check(request.Node, clock.GetUtcNow()) is { } denial)
            return denial;
        if (!IsBound(request.SecretsKeyInfo, verdict?.SecretsKeySha256))
            return new GateDenial(GateReasons.JoinSecretsKey, request.Node);
        return settings.Kinds.Contains(request.Kind)
            ? null
            : new GateDenial(GateReasons.JoinKind, $"there are: {string.Join(", ", settings.Kinds.Select(k => k.Name()))}");
    }

    /// <summary>SHA-256 of the SubjectPublicKeyInfo, in constant time.</summary>
    private static bool IsBound(byte[] info, string? bound) =>
        bound is { Length: 64 } && CryptographicOperations.FixedTimeEquals(SHA256.HashData(info), Convert.FromHexString(bound));

    private async Task<(Credential?, GateDenial?)> TokenAsync(JoinRequest request, NodeVerdict verdict, CancellationToken cancel)
    {
        if (settings.Groups.Of(request.Node) is null)
            return (null, new GateDenial(GateReasons.JoinName, $"{request.Node.Length} characters"));
        DateTimeOffset end = clock.GetUtcNow() + settings.Lifetime;
        using BootstrapToken token = await tokens.IssueAsync(request.Node, end < verdict.Expires ? end : verdict.Expires, cancel);
        // The verdict may have turned while the Secret was made: whoever withdraws tokens then was too early for this one.
        if (Check(request, out _) is { } denial)
        {
            tokens.Withdraw(request.Node);
            return (null, denial);
        }
        return (new Credential(request.Kind, token.Expires, seal.Seal(token, request.Node, request.SecretsKey)), null);
    }

    private async Task<(Credential?, GateDenial?)> CertificateAsync(JoinRequest request, NodeVerdict verdict, CancellationToken cancel)
    {
        (byte[]? chain, DateTimeOffset expires, GateDenial? denial) = await certificates.IssueAsync(request.Node, request.CertificateRequest!, verdict, cancel);
        return chain is null ? (null, denial) : (new Credential(request.Kind, expires, seal.Seal(chain, request.Node, request.SecretsKey)), null);
    }
}
