namespace Attestation.Factory.Releases.Comparison;

/// <summary>What boards in the field do with the update, and what becomes of their keys and data. docs/firmware-update.md.</summary>
internal static class BoardConsequences
{
    public static IEnumerable<Consequence> Of(ReleaseDifference difference) => [.. Keys(difference), Sealed(difference), .. Versioned(difference), .. Board(difference)];

    private static IEnumerable<Consequence> Keys(ReleaseDifference difference)
    {
        if (difference.FirstNewKey is not { } layer)
        {
            yield return new("keys-same", "Keys of a device", "all stay the same.", "");
            yield break;
        }
        yield return new("keys-new", "Keys of a device", layer == 0
                ? "change from layer 0 on: every CDI, key and certificate below the UDS, the attestation key too. UDS key, UEID and endorsement stay."
                : $"change from layer {layer} on: CDI, key and certificate of that layer and of all above it, the attestation key too. Layers 0 to {layer - 1}, UDS key, UEID and endorsement stay.",
            "Whoever pins an attestation key or a certificate of those layers must learn the new one from a fresh result.");
    }

    private static Consequence Sealed(ReleaseDifference difference)
    {
        if (difference.KeepsSealed)
            return new("sealed-kept", "Data that the application sealed", "can be read by the new release.", "");
        LayerDifference first = difference.Layers.First(layer => layer.HasNewSeal);
        string why = first.Old is null || first.New is null ? "the number of layers" : first.Old.Authority != first.New.Authority ? "the authority" : "the mode";
        return new("sealed-lost", "Data that the application sealed", $"cannot be read by the new release: {why} of layer {first.Layer} is another one.",
            "Have the application hand over what is needed before the update.");
    }

    /// <summary>Open Profile for DICE, Appendix C: keys of older versions can be derived, those of newer ones cannot.</summary>
    private static IEnumerable<Consequence> Versioned(ReleaseDifference difference)
    {
        (ulong? old, ulong? @new) = (difference.Old.Layers[^1].Svn, difference.New.Layers[^1].Svn);
        if (difference.KeepsSealed && old != @new)
            yield return new("sealed-versioned", "Data sealed to a version", old < @new
                ? $"under the new release cannot be read by the old one (security version {@new} after {old})."
                : $"under the old release cannot be read by the new one (security version {@new} after {old}).", "");
    }

    private static IEnumerable<Consequence> Board(ReleaseDifference difference)
    {
        if (difference is not { Old.Board: { } old, New.Board: { } @new })
            return [];
        return [.. Update(old, @new, difference.HasNewFirmwareKey), .. Resident(difference, @new)];
    }

    private static IEnumerable<Consequence> Update(BoardStatement old, BoardStatement @new, bool hasNewKey)
    {
        if (hasNewKey)
            yield return new("firmware-key", "Boards in the field", "refuse the update: it is signed by another firmware key than the one that was built into them.",
                "Sign with the old key, or flash resident image and update together.");
        if (@new.Manifest.Svn < old.Manifest.Svn)
            yield return new("update-refused", "Boards whose rollback counter stands at the old release", $"refuse the update: security version {@new.Manifest.Svn} after {old.Manifest.Svn}.",
                "Release again with a security version that is not lower.");
        else if (@new.Manifest.Svn > old.Manifest.Svn)
            yield return new("counter-rises", "Boards that confirmed the new release", $"never start the old one again: their rollback counter stands at {@new.Manifest.Svn}.", "");
        else if (!hasNewKey) // boards of one key start no release of the other
            yield return new("counter-stays", "Boards", $"can go back to the old release: both have security version {@new.Manifest.Svn}.", "");
    }

    private static IEnumerable<Consequence> Resident(ReleaseDifference difference, BoardStatement @new)
    {
        ReleasedLayer? before = difference.Old.Layers[0], after = difference.New.Layers[0];
        if (@new.Manifest.MinResidentSvn is { } lowest && before.Svn < lowest)
            yield return new("resident-too-old", "Boards with the old resident image", $"refuse the update: it requires a resident image of security version {lowest}, theirs is {before.Svn}.",
                "Flash their resident image, or release without --min-resident-svn.");
        if (before.Code != after.Code)
            yield return new("resident-other", "Boards in the field", "keep their resident image (layer 0): the update brings the layers above it only.",
                "Keep submitting the CoRIM that states their layer 0; flash the new resident image where it matters.");
        else if (before.Configuration != after.Configuration)
            yield return new("configuration-other", "Boards in the field", "measure the configuration that they have: what layer 0 says of it in the new release holds for boards that get it.",
                "Give boards the new configuration where the release relies on it.");
    }
}
