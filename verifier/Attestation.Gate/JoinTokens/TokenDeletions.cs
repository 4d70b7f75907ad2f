namespace Attestation.Gate.JoinTokens;

/// <summary>A token that is to be deleted.</summary>
/// <param name="Id">Its public half.</param>
/// <param name="Uid">Only where the Secret is still this one; null for whichever bears the name.</param>
/// <param name="Due">When.</param>
internal sealed record TokenDeletion(string Id, string? Uid, DateTimeOffset Due);

/// <summary>Which tokens are to be deleted when; one entry for each, the latest word counts. Bounded by the number of nodes.</summary>
internal sealed class TokenDeletions
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, TokenDeletion> waiting = new(StringComparer.Ordinal);

    public int Count
    {
        get
        {
            lock (gate)
                return waiting.Count;
        }
    }

    /// <summary>The uid of the Secret that this replica made for a token; null where it made none, or another deletion is due.</summary>
    public string? UidOf(string id)
    {
        lock (gate)
            return waiting.GetValueOrDefault(id)?.Uid;
    }

    /// <summary>Takes the place of what was planned for this token.</summary>
    public void Plan(TokenDeletion deletion)
    {
        lock (gate)
            waiting[deletion.Id] = deletion;
    }

    /// <summary>Nothing is planned for this token any more.</summary>
    public void Forget(string id)
    {
        lock (gate)
            waiting.Remove(id);
    }

    /// <summary>What is due; stays planned until <see cref="Done"/>.</summary>
    public IReadOnlyList<TokenDeletion> Due(DateTimeOffset now)
    {
        lock (gate)
            return [.. waiting.Values.Where(d => d.Due <= now).OrderBy(d => d.Due)];
    }

    /// <summary>Deleted; unless something else was planned meanwhile.</summary>
    public void Done(TokenDeletion deletion)
    {
        lock (gate)
        {
            if (ReferenceEquals(waiting.GetValueOrDefault(deletion.Id), deletion))
                waiting.Remove(deletion.Id);
        }
    }
}
