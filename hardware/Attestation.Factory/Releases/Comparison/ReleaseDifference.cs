using Attestation.Formats.Reasons;

namespace Attestation.Factory.Releases.Comparison;

/// <summary>What changes for verifiers, boards and the line when one release follows another. docs/factory.md, "Two releases".</summary>
public sealed class ReleaseDifference
{
    private ReleaseDifference(ReleaseStatement old, ReleaseStatement @new)
    {
        (Old, New) = (old, @new);
        Layers = [.. Enumerable.Range(0, Math.Max(old.Layers.Count, @new.Layers.Count))
            .Select(layer => new LayerDifference(layer, old.Layers.ElementAtOrDefault(layer), @new.Layers.ElementAtOrDefault(layer)))];
        Flash = old.Board is { } before && @new.Board is { } after ? [.. FlashDifference.Of(before.Flash, after.Flash)] : [];
    }

    public ReleaseStatement Old { get; }

    public ReleaseStatement New { get; }

    /// <summary>Every layer of either, also those that are the same.</summary>
    public IReadOnlyList<LayerDifference> Layers { get; }

    /// <summary>Empty where either is a CoRIM alone.</summary>
    public IReadOnlyList<FlashDifference> Flash { get; }

    /// <summary>The first layer whose CDI, key and certificate are others; null where all are the same.</summary>
    public int? FirstNewKey => Layers.FirstOrDefault(layer => layer.HasNewIdentity)?.Layer;

    /// <summary>Whether the application can read what it sealed before.</summary>
    public bool KeepsSealed => !Layers.Any(layer => layer.HasNewSeal);

    public bool HasNewCorimKey => !Old.CorimKey.Equals(New.CorimKey);

    public bool HasNewFirmwareKey => Old.Board is { } before && New.Board is { } after && !before.FirmwareKey.Equals(after.FirmwareKey);

    public bool IsSame => Layers.All(layer => layer.Old == layer.New) && Flash.Count == 0 && !HasNewCorimKey && !HasNewFirmwareKey
        && Old.Board?.Manifest.MinResidentSvn == New.Board?.Manifest.MinResidentSvn;

    /// <exception cref="FactoryException"><c>factory.release-pair</c></exception>
    public static ReleaseDifference Between(ReleaseStatement old, ReleaseStatement @new)
    {
        RequireSame("vendor", old.Corim.Vendor, @new.Corim.Vendor);
        RequireSame("model", old.Corim.Model, @new.Corim.Model);
        if (old.Board is { } before && @new.Board is { } after)
            RequireSame("board", before.Manifest.Board, after.Manifest.Board);
        return new ReleaseDifference(old, @new);
    }

    private static void RequireSame(string what, string old, string @new)
    {
        if (old != @new)
            throw new FactoryException(ReleaseReasons.ReleasePair, $"The {what}s are {old} and {@new}.");
    }
}
