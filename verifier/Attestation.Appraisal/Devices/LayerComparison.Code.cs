using Attestation.Appraisal.Endorsements;
using Attestation.Appraisal.Policies;
using Attestation.Appraisal.Results;
using Attestation.Formats.Reasons;

namespace Attestation.Appraisal.Devices;

/// <summary>Step 9: which release runs in this layer.</summary>
internal sealed partial class LayerComparison
{
    private const int MaxShown = 3;

    private void CompareCode()
    {
        LayerReference? outdated = null;
        foreach (LayerReference reference in Own)
        {
            if (!ReferenceMatch.Code(reference, layer))
                continue;
            if (reference.Valid(now, policy.ClockSkew))
            {
                release = reference;
                break;
            }
            outdated = reference;
        }
        if (!Requires(Comparisons.Code))
            return;
        if (layer.Code.Count == 0)
            ReportMissing("code", measured: false);
        else if (!AnyCode())
            ReportMissing("code", measured: true);
        else
            Judge(outdated);
    }

    private void Judge(LayerReference? outdated)
    {
        Compared("code", layer.Code[0].Value, release ?? outdated ?? Own[0], release is not null);
        if (release is not null)
            return;
        if (outdated is not null)
            record.Add(LayerReasons.ReferenceExpired, Where("code"), $"a CoRIM valid at {now:u}", $"{outdated.Source}, valid {outdated.NotBefore:u} to {outdated.NotAfter:u}");
        else if (LayerWithThisCode() is { } other)
            record.Add(LayerReasons.Swapped, Where("code"), Shown(Own), $"{layer.Code[0]}, the code of layer {other}");
        else
            record.Add(LayerReasons.Code, Where("code"), Shown(Own), string.Join(" + ", layer.Code));
    }

    private bool AnyCode()
    {
        foreach (LayerReference reference in Own)
        {
            if (reference.Code.Count > 0)
                return true;
        }
        return false;
    }

    /// <summary>The layer of this class whose reference values hold this layer's code; null where none does.</summary>
    private int? LayerWithThisCode()
    {
        for (int other = 0; other < references!.LayerCount; other++)
        {
            if (other == layer.Index)
                continue;
            foreach (LayerReference reference in references!.Layer(other))
            {
                if (ReferenceMatch.Code(reference, layer))
                    return other;
            }
        }
        return null;
    }

    private void ReportUnknown()
    {
        Severity severity = policy.UnknownComponents == UnknownComponents.Warn ? Severity.Warn : Severity.Refuse;
        if (layer.Code.Count > 0 && LayerWithThisCode() is { } other)
            record.Add(LayerReasons.Swapped, Where("code"), "no such layer in this class", $"{layer.Code[0]}, the code of layer {other}");
        else
            record.Add(LayerReasons.Unknown, Where("code"), "a reference value for this layer", layer.Code.Count == 0 ? "no measurement" : layer.Code[0].ToString(), severity);
    }

    private static string Shown(ReadOnlySpan<LayerReference> own)
    {
        var shown = new List<string>(MaxShown);
        foreach (LayerReference reference in own)
        {
            if (reference.Code.Count == 0)
                continue;
            if (shown.Count == MaxShown)
                return string.Join(" | ", shown) + " | ...";
            shown.Add($"{reference.Code[0]} ({reference.Name} {reference.Version})");
        }
        return string.Join(" | ", shown);
    }
}
