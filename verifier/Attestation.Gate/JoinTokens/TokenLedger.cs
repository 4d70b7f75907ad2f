using Attestation.Gate.Configuration;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Attestation.Gate.Kubernetes;
using Attestation.Gate.Logging;

namespace Attestation.Gate.JoinTokens;

/// <summary>
/// The gate's bootstrap tokens. Their state is the Secrets themselves: one for each node at most, under a name that follows from the node's, so that
/// nothing is lost with a process, and no right to read secrets is needed. What this class remembers only makes Secrets go earlier than their expiration,
/// which the API server enforces by itself.
/// </summary>
internal sealed class TokenLedger(ApiServer server, string prefix, TokenSettings settings, TimeProvider clock, ILogger<TokenLedger> logger)
{
    private const int Attempts = 3;

    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    private readonly TokenDeletions deletions = new();

    private TokenGroups Groups => settings.Groups;

    /// <summary>Tokens that are planned to be deleted.</summary>
    public int Waiting => deletions.Count;

    /// <summary>Makes a token in place of the one that the node may have.</summary>
    /// <param name="node">Its group must exist: <see cref="TokenGroups.Of"/>.</param>
    /// <param name="expires">When it ends at the latest.</param>
    /// <param name="cancel">Ends the attempt; the Secret may exist then, and lives to its expiration.</param>
    /// <exception cref="ApiFailure">The API server did not take it.</exception>
    public async Task<BootstrapToken> IssueAsync(string node, DateTimeOffset expires, CancellationToken cancel)
    {
        var token = new BootstrapToken(TokenId.Of(prefix, node), expires.AddTicks(-(expires.Ticks % TimeSpan.TicksPerSecond)));
        byte[] document = TokenSecret.Document(token, prefix, node, Groups);
        try
        {
            deletions.Forget(token.Id);
            string? uid = await CreateAsync(token.Id, document, cancel);
            deletions.Plan(new TokenDeletion(token.Id, uid, token.Expires));
            logger.TokenIssued(node, token.Id, token.Expires);
            return token;
        }
        catch
        {
            token.Dispose();
            throw;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(document);
        }
    }

    /// <summary>A request that was made with a token has been approved: the token goes once its owner has had time to read the certificate.</summary>
    public void Used(CertificateSigningRequestSpec request)
    {
        if (TokenId.OfUser(request.Username) is not { } id || Groups.NodeOf(request.Groups ?? []) is not { } node || TokenId.Of(prefix, node) != id)
            return;
        logger.TokenUsed(node, id);
        deletions.Plan(new TokenDeletion(id, deletions.UidOf(id), clock.GetUtcNow() + settings.UsedGrace));
    }

    /// <summary>The node may no longer join: its token goes at once.</summary>
    public void Withdraw(string node) => deletions.Plan(new TokenDeletion(TokenId.Of(prefix, node), null, clock.GetUtcNow()));

    /// <summary>Deletes what is due. What the API server does not answer is tried again.</summary>
    public async Task DeleteDueAsync(CancellationToken cancel)
    {
        foreach (TokenDeletion deletion in deletions.Due(clock.GetUtcNow()))
        {
            try
            {
                if (await DeleteAsync(deletion.Id, deletion.Uid, cancel))
                    logger.TokenDeleted(deletion.Id);
                deletions.Done(deletion);
            }
            catch (ApiFailure failure)
            {
                logger.TokenNotDeleted(deletion.Id, failure.Message);
                deletions.Done(deletion);
                deletions.Plan(deletion with { Due = clock.GetUtcNow() + RetryAfter });
            }
        }
    }

    /// <returns>The Secret's uid.</returns>
    private async Task<string?> CreateAsync(string id, byte[] document, CancellationToken cancel)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return await server.CreateUnreadAsync(TokenSecret.Collection, document, cancel);
            }
            catch (ApiFailure failure) when (failure.IsConflict && attempt < Attempts)
            {
                await DeleteAsync(id, null, cancel);
            }
        }
    }

    /// <returns>False where there was none, or it was another one.</returns>
    private async Task<bool> DeleteAsync(string id, string? uid, CancellationToken cancel)
    {
        JsonObject? options = uid is null ? null : new JsonObject { ["preconditions"] = new JsonObject { ["uid"] = uid } };
        try
        {
            await server.RequestAsync(HttpMethod.Delete, $"{TokenSecret.Collection}/{TokenSecret.NameOf(id)}", options, "application/json", cancel);
            return true;
        }
        catch (ApiFailure failure) when (failure.IsNotFound || (uid is not null && failure.IsConflict))
        {
            return false;
        }
    }
}
