using Attestation.Appraisal.Nodes.References;
using Attestation.Formats.Corim;
using Attestation.Formats.Dice;

namespace Attestation.Appraisal.Endorsements;

/// <summary>Collects verified endorsements and makes an <see cref="EndorsementSet"/> of them, alone or behind those of another set. Not thread-safe.</summary>
public sealed partial class EndorsementSetBuilder
{
    /// <summary>Layers beyond this are not a DICE chain's; it bounds the index.</summary>
    public const int MaxLayer = 31;

    private readonly List<LayerReference> references = [];
    private readonly List<IdentityEndorsement> identities = [];
    private readonly List<NodeReference> nodes = [];
    private readonly EndorsementSet before;
    private DiceAnchors anchors;

    public EndorsementSetBuilder()
        : this(EndorsementSet.Empty)
    {
    }

    /// <param name="before">What the new set begins with, its anchors included. Costs what is added, not what there is.</param>
    public EndorsementSetBuilder(EndorsementSet before) => (this.before, anchors) = (before, before.Own);

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

    /// <summary>Adds one reference value of a class of nodes.</summary>
    /// <param name="reference">Its signer must have been verified, or be empty.</param>
    public EndorsementSetBuilder Add(NodeReference reference)
    {
        nodes.Add(reference);
        return this;
    }

    /// <summary>Adds what a CoRIM says about devices and nodes.</summary>
    /// <param name="corim">As it came out of <see cref="UnverifiedSignedCorim.Verify"/>, or unsigned.</param>
    /// <param name="signer">Who signed it, for people; empty for an unsigned one, whose values count only where a policy accepts that.</param>
    /// <param name="signatureValidity"><see cref="UnverifiedSignedCorim.SignatureValidity"/>.</param>
    public CorimIntake AddCorim(CorimManifest corim, string signer, CorimValidity? signatureValidity = null)
    {
        var reading = new CorimReading(corim, signer, signatureValidity);
        CorimIntake intake = reading.Read();
        references.AddRange(reading.References);
        identities.AddRange(reading.Identities);
        nodes.AddRange(reading.Nodes);
        return intake;
    }

    /// <summary>What DICE chains may end in, besides the endorsed identities; replaces what was set before.</summary>
    public EndorsementSetBuilder With(DiceAnchors trusted)
    {
        anchors = trusted;
        return this;
    }

    public EndorsementSet Build() => new(before, [.. references], [.. identities], [.. nodes], anchors);
}
