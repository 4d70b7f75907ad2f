using Attestation.Appraisal.Endorsements;
using Attestation.Formats.Reasons;

namespace Attestation.Appraisal.Devices;

/// <summary>Steps 10 and 11: configuration and authority of the running release.</summary>
internal sealed partial class LayerComparison
{
    private void CompareConfig()
    {
        bool measured = layer.Config is not null || layer.RawConfig is not null;
        bool byRelease = release is not null && AnyOfRelease(static r => r.HasConfig);
        LayerReference? nearest = null;
        foreach (LayerReference reference in Own)
        {
            if (!reference.HasConfig || !reference.Valid(now, policy.ClockSkew) || !Counts(reference, byRelease))
                continue;
            nearest ??= reference;
            if (measured && ReferenceMatch.Config(reference, layer))
            {
                Compared("config", ActualConfig(), reference, true);
                return;
            }
        }
        if (nearest is null || !measured)
        {
            ReportMissing("config", measured);
            return;
        }
        Compared("config", ActualConfig(), nearest, false);
        record.Add(LayerReasons.Config, Where("config"), ExpectedConfig(nearest), Convert.ToHexStringLower(ActualConfig().Span));
    }

    private void CompareAuthority()
    {
        bool byRelease = release is not null && AnyOfRelease(static r => r.Authority.Count > 0);
        LayerReference? nearest = null;
        foreach (LayerReference reference in Own)
        {
            if (reference.Authority.Count == 0 || !reference.Valid(now, policy.ClockSkew) || !Counts(reference, byRelease))
                continue;
            nearest ??= reference;
            if (ReferenceMatch.Authority(reference, layer))
            {
                Compared("authority", layer.Authority!.Value.Value, reference, true);
                return;
            }
        }
        if (nearest is null || layer.Authority is not { } actual)
        {
            ReportMissing("authority", layer.Authority is not null);
            return;
        }
        Compared("authority", actual.Value, nearest, false);
        record.Add(LayerReasons.Authority, Where("authority"), nearest.Authority[0].ToString(), actual.ToString());
    }

    private bool AnyOfRelease(Func<LayerReference, bool> states)
    {
        foreach (LayerReference reference in Own)
        {
            if (states(reference) && ReferenceMatch.Code(reference, layer))
                return true;
        }
        return false;
    }

    private ReadOnlyMemory<byte> ActualConfig() => layer.Config is { } digest ? digest.Value : layer.RawConfig ?? default;

    private static string ExpectedConfig(LayerReference reference) =>
        reference.Config.Count > 0 ? reference.Config[0].ToString() : Convert.ToHexStringLower(reference.RawConfig!.Value.Span);
}
