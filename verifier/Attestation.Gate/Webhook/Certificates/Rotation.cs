namespace Attestation.Gate.Webhook.Certificates;

/// <summary>What is to be done with the shared certificates.</summary>
public enum RotationStep
{
    None,

    /// <summary>Make a generation and serve it at once: there is none that anybody could believe.</summary>
    Replace,

    /// <summary>Make the next generation; its authority is believed before it is served.</summary>
    Prepare,

    /// <summary>Serve the next generation.</summary>
    Promote,

    /// <summary>The former authority is no longer believed.</summary>
    Forget,
}

/// <summary>
/// When certificates change. A rotation takes three steps, so that no call of the API server fails: the next authority goes into caBundle; after
/// <paramref name="Overlap"/> the next certificate is served; after another the former authority leaves caBundle.
/// </summary>
/// <param name="Names">Names that the API server calls.</param>
/// <param name="Lifetime">Of a generation; at two thirds of it the next one is prepared.</param>
/// <param name="Overlap">Long enough for the API servers to see a changed caBundle, and for all replicas to read the Secret.</param>
public sealed record Rotation(IReadOnlyList<string> Names, TimeSpan Lifetime, TimeSpan Overlap)
{
    /// <param name="state">What is kept; null where it is absent or damaged.</param>
    /// <param name="bundled">Since when the API server is known to believe the next authority; null where it is not.</param>
    /// <param name="now">The instant.</param>
    public RotationStep Step(CertificateState? state, DateTimeOffset? bundled, DateTimeOffset now)
    {
        if (state is null)
            return RotationStep.Replace;
        bool nextServes = state.Next?.Serves(Names, now) == true;
        if (!state.Current.Serves(Names, now))
            return nextServes ? RotationStep.Promote : RotationStep.Replace;
        if (state.Next is not null)
            return !nextServes ? RotationStep.Prepare : bundled is { } since && now - since >= Overlap ? RotationStep.Promote : RotationStep.None;
        if (state.PreviousAuthority is not null && (state.Promoted is not { } promoted || now - promoted >= Overlap))
            return RotationStep.Forget;
        return now >= DueAt(state.Current) ? RotationStep.Prepare : RotationStep.None;
    }

    /// <summary>When the successor of a generation is prepared.</summary>
    public static DateTimeOffset DueAt(CertificateGeneration generation)
    {
        DateTimeOffset made = generation.Starts + CertificateGeneration.Backdate;
        return made + (generation.Expires - made) * 2 / 3;
    }

    /// <param name="state">What was kept, if anything. Names of a certificate that still lives stay in its replacement: during an update of the gate, replicas may want different ones.</param>
    /// <param name="now">The instant.</param>
    public CertificateGeneration Make(CertificateState? state, DateTimeOffset now)
    {
        IEnumerable<string> kept = state is { } there && now < there.Current.Expires && !Names.All(n => there.Current.Names.Contains(n, StringComparer.OrdinalIgnoreCase)) ? there.Current.Names : [];
        return CertificateGeneration.Make([.. Names.Union(kept, StringComparer.OrdinalIgnoreCase)], now, Lifetime);
    }
}
