using Attestation.Appraisal.Endorsements;
using Attestation.Appraisal.Policies;
using Attestation.Appraisal.Results;
using Attestation.Formats.Reasons;

namespace Attestation.Appraisal.Devices;

/// <summary>Step 12: the mode by policy, and the operational flags by reference value.</summary>
internal sealed partial class LayerComparison
{
    private static readonly byte[][] ModeBytes = [[0], [1], [2], [3]];

    /// <summary>A mode other than normal is always told; a policy that allows it lowers it to a warning. Nothing turns this check off.</summary>
    private void CheckMode()
    {
        if (layer.Mode == LayerMode.Normal)
            return;
        Severity severity = Allowed() ? Severity.Warn : Severity.Refuse;
        record.Add(ReasonOf(layer.Mode), Where("mode"), "normal", layer.Mode.Name(), severity);
    }

    private void CompareMode()
    {
        bool byRelease = release is not null && AnyOfRelease(static r => r.Mode is not null);
        LayerReference? nearest = null;
        foreach (LayerReference reference in Own)
        {
            if (reference.Mode is not { } stated || !reference.Valid(now, policy.ClockSkew) || !Counts(reference, byRelease))
                continue;
            nearest ??= reference;
            if (stated.Allows(layer.Flags))
            {
                Compared("mode", ModeBytes[(int)layer.Mode], reference, true);
                return;
            }
        }
        if (nearest is null)
        {
            ReportMissing("mode", measured: true);
            return;
        }
        Compared("mode", ModeBytes[(int)layer.Mode], nearest, false);
        if (layer.Mode == LayerMode.Normal)
            record.Add(LayerReasons.Mode, Where("mode"), nearest.Mode.ToString()!, layer.Flags.ToString());
    }

    private bool Allowed() => layer.Mode switch
    {
        LayerMode.Debug => (policy.Modes & AllowedModes.Debug) != 0,
        LayerMode.Recovery => (policy.Modes & AllowedModes.Recovery) != 0,
        LayerMode.NotConfigured => (policy.Modes & AllowedModes.NotConfigured) != 0,
        _ => (policy.Modes & AllowedModes.Normal) != 0,
    };

    private static ReasonCode ReasonOf(LayerMode mode) => mode switch
    {
        LayerMode.Debug => LayerReasons.Debug,
        LayerMode.Recovery => LayerReasons.Recovery,
        _ => LayerReasons.NotConfigured,
    };
}
