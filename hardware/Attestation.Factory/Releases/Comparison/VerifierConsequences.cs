using Attestation.Formats.Reasons;

namespace Attestation.Factory.Releases.Comparison;

/// <summary>How appraisals go once verifiers hold the CoRIMs of both releases. docs/appraisal.md, steps 9 to 13.</summary>
internal static class VerifierConsequences
{
    public static IEnumerable<Consequence> Of(ReleaseDifference difference) =>
        [.. Signer(difference), .. BeforeSubmission(difference), .. NewDevices(difference), .. OldDevices(difference), .. ShrunkenChain(difference), .. GoingBack(difference)];

    private static IEnumerable<Consequence> Signer(ReleaseDifference difference)
    {
        if (difference.HasNewCorimKey)
            yield return new("corim-signer", "Verifiers that trust the old signer only", "do not take the new CoRIM.",
                $"Put {ReleaseFolder.CorimKeyName} of the new release into their --corim-keys first, after comparing it with what its signer says.", SubmissionReasons.Untrusted);
    }

    private static IEnumerable<Consequence> BeforeSubmission(ReleaseDifference difference)
    {
        if (difference.FirstNewKey is not { } layer || difference.Layers.Any(IsStillborn))
            yield break; // submitting does not help a release that the old CoRIM refuses
        LayerDifference first = difference.Layers[layer];
        ReasonCode reason = first.Old is null ? LayerReasons.Unknown : first.Old.Code != first.New?.Code ? LayerReasons.Code
            : first.HasNewSeal ? LayerReasons.Authority : LayerReasons.Config;
        if (first.New is not null)
            yield return new("submit-first", "A device that runs the new release before a verifier has its CoRIM", $"is refused from layer {layer} on.",
                "Submit the new CoRIM before the first device is updated.", reason);
    }

    /// <summary>The old CoRIM's floor counts for the new release too, whatever the new one states.</summary>
    private static IEnumerable<Consequence> NewDevices(ReleaseDifference difference)
    {
        LayerDifference[] stillborn = [.. difference.Layers.Where(IsStillborn)];
        if (stillborn.Length == 0)
            yield break;
        string layers = string.Join(", ", stillborn.Select(layer => $"layer {layer.Layer} has {layer.New!.Svn}, at least {layer.Old!.Svn} is required"));
        yield return new("new-refused", "Every device on the new release, a fresh one too", $"is refused wherever a verifier has the old CoRIM, with the new one or without it: {layers}.",
            "Release again with a security version that is not lower.", LayerReasons.Rollback);
    }

    /// <summary>A floor above the old release's security version ends it.</summary>
    private static IEnumerable<Consequence> OldDevices(ReleaseDifference difference)
    {
        LayerDifference[] ended = [.. difference.Layers.Where(IsEnded)];
        if (ended.Length == 0)
        {
            yield return new("old-stays", "A device that stays on the old release", "is accepted as before, as long as its CoRIM is there and no policy sets a minimum.", "");
            yield break;
        }
        string layers = string.Join(", ", ended.Select(layer => $"layer {layer.Layer} has {layer.Old!.Svn}, at least {layer.New!.Svn} is required"));
        bool resident = ended.Any(layer => layer.Layer == 0);
        yield return new("old-refused", "A device that stays on the old release", $"is refused once a verifier has the new CoRIM: {layers}.",
            resident ? "Layer 0 comes with no update: flash the resident image of every device in the field first, or release with --keep-older."
                : "Update every device first, or release with --keep-older and raise the floor later.", LayerReasons.Rollback);
    }

    private static bool IsEnded(LayerDifference layer) => IsBelow(layer.Old, layer.New);

    private static bool IsStillborn(LayerDifference layer) => IsBelow(layer.New, layer.Old);

    /// <summary>Whether a layer is below the other release's floor. Measurements that both releases share count as the higher of their two versions.</summary>
    private static bool IsBelow(ReleasedLayer? running, ReleasedLayer? other) => running is { Svn: { } svn } && other is { IsFloor: true, Svn: { } floor } && svn < floor
        && (running.Code != other.Code || running.Configuration != other.Configuration);

    private static IEnumerable<Consequence> ShrunkenChain(ReleaseDifference difference)
    {
        if (difference.Layers.Any(layer => layer.New is null))
            yield return new("fewer-layers", "A device on the new release", "shows a shorter chain than the old one: the old CoRIM's values of the missing layers stay in force for devices that still have them.",
                "Nothing, unless a policy names those layers.");
    }

    /// <summary>What a verifier remembers of the device itself.</summary>
    private static IEnumerable<Consequence> GoingBack(ReleaseDifference difference)
    {
        LayerDifference[] risen = [.. difference.Layers.Where(layer => layer.Old?.Svn < layer.New?.Svn)];
        LayerDifference[] fallen = [.. difference.Layers.Where(layer => layer.Old?.Svn > layer.New?.Svn)];
        if (risen.Length > 0)
            yield return new("no-way-back", "A device that was accepted on the new release and then runs the old one", $"is refused: the verifier remembers a higher security version of layer {Numbers(risen)}.",
                "", LayerReasons.RollbackDevice);
        if (fallen.Length > 0)
            yield return new("svn-falls", "A device that was accepted on the old release and then runs the new one", $"is refused: the security version of layer {Numbers(fallen)} falls.",
                "Release again with a security version that is not lower.", LayerReasons.RollbackDevice);
    }

    private static string Numbers(IEnumerable<LayerDifference> layers) => string.Join(", ", layers.Select(layer => layer.Layer));
}
