using Attestation.Appraisal.Endorsements;
using Attestation.Formats.Reasons;

namespace Attestation.Appraisal.Devices;

/// <summary>Step 13: security versions, against the class's floor and the device's own past.</summary>
internal sealed partial class LayerComparison
{
    /// <summary>What the certificate states; else that of the release whose code runs (the highest, where several releases share this code).</summary>
    private ulong? EstablishSvn()
    {
        if (layer.Svn is not null || release is null)
            return layer.Svn;
        ulong? highest = null;
        foreach (LayerReference reference in Own)
        {
            if (reference.Svn is { } svn && !(svn <= highest) && ReferenceMatch.Code(reference, layer))
                highest = svn;
        }
        return highest;
    }

    private void CompareSvn(ulong? svn, ulong deviceFloor)
    {
        if (svn is not { } actual)
        {
            if (release is not null)
                ReportMissing("svn", measured: true);
            return;
        }
        ulong floor = ClassFloor();
        bool stated = StatedAsReleased(actual);
        Compared("svn", Bytes(actual), release, stated && actual >= floor && actual >= deviceFloor);
        if (!stated)
            record.Add(LayerReasons.Svn, Where("svn"), $"{release!.Svn} ({release.Name} {release.Version})", $"{actual}");
        if (actual < floor)
            record.Add(LayerReasons.Rollback, Where("svn"), $"at least {floor}", Running(actual));
        if (actual < deviceFloor)
            record.Add(LayerReasons.RollbackDevice, Where("svn"), $"at least {deviceFloor}, which this device ran before", Running(actual));
    }

    /// <summary>An exact svn (552) in the reference and one in the certificate must be equal; a min-svn (553) is a floor and is checked as one.</summary>
    private bool StatedAsReleased(ulong actual) =>
        layer.Svn is null || release is not { Svn: { } svn, SvnIsFloor: false } || svn == actual;

    private ulong ClassFloor()
    {
        ulong floor = policy.SvnFloorFromReferences ? references!.Floor(layer.Index) : 0;
        foreach (var minimum in policy.MinimumSvn)
        {
            if (minimum.Layer == layer.Index && references!.Class == new DeviceClass(minimum.Vendor, minimum.Model) && minimum.Svn > floor)
                floor = minimum.Svn;
        }
        return floor;
    }

    private string Running(ulong svn) => release is null ? $"{svn}" : $"{svn} ({release.Name} {release.Version})";
}
