namespace Attestation.Appraisal.Endorsements;

/// <summary>Collects verified endorsements and makes an <see cref="EndorsementSet"/> of them. Not thread-safe.</summary>
public sealed partial class EndorsementSetBuilder
{
    /// <summary>Layers beyond this are not a DICE chain's; it bounds the index.</summary>
    public const int MaxLayer = 31;

    private readonly List<LayerReference> references = [];
    private readonly List<IdentityEndorsement> identities = [];

    /// <summary>Adds the reference values of one triple.</summary>
    /// <param name="reference">Its signer must have been verified, or be empty.</param>
    public EndorsementSetBuilder Add(LayerReference reference)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(reference.Layer, MaxLayer, nameof(reference));
        ArgumentOutOfRangeException.ThrowIfNegative(reference.Layer, nameof(reference));
        references.Add(reference);
        return this;
    }

    /// <summary>Adds one endorsed identity; a later one for the same key replaces an earlier one.</summary>
    public EndorsementSetBuilder Add(IdentityEndorsement identity)
    {
        identities.Add(identity);
        return this;
    }

    public EndorsementSet Build() => new([.. references], [.. identities]);
}
