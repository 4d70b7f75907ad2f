using System.Buffers.Binary;
using Attestation.Appraisal.Endorsements;
using Attestation.Appraisal.Policies;
using Attestation.Appraisal.Results;
using Attestation.Formats.Reasons;

namespace Attestation.Appraisal.Devices;

/// <summary>
/// Steps 9 to 13 of docs/appraisal.md: one layer against the reference values of its class and layer. Code decides which release runs; the
/// other measurements are then compared with that release, so that parts of two releases cannot be mixed.
/// </summary>
internal sealed partial class LayerComparison(
    DeviceLayer layer, ClassReferences? references, Policy policy, DateTimeOffset now, AppraisalRecord record)
{
    /// <summary>The first valid reference whose code matched; null while none did.</summary>
    private LayerReference? release;

    private ReadOnlySpan<LayerReference> Own => references is null ? [] : references.Layer(layer.Index);

    /// <param name="deviceFloor">Highest security version that this device ran in this layer before; 0 where nothing is known.</param>
    /// <returns>The security version that runs; null where it could not be established.</returns>
    internal ulong? Run(ulong deviceFloor)
    {
        CheckMode();
        if (references is null)
            return null;
        if (Own.IsEmpty)
        {
            ReportUnknown();
            return null;
        }
        CompareCode();
        if (Requires(Comparisons.Config))
            CompareConfig();
        if (Requires(Comparisons.Authority))
            CompareAuthority();
        if (Requires(Comparisons.Mode))
            CompareMode();
        ulong? svn = EstablishSvn();
        if (Requires(Comparisons.Svn))
            CompareSvn(svn, deviceFloor);
        return svn;
    }

    private bool Requires(Comparisons what) => (policy.Required & what) != 0;

    private string Where(string what) => $"layer {layer.Index}/{what}";

    /// <summary>
    /// The references that a measurement other than code is compared with: those of the running release, or, where that release states none or
    /// the code is unknown, those that stand without any code.
    /// </summary>
    private bool Counts(LayerReference reference, bool releaseStates) =>
        release is null || (releaseStates ? ReferenceMatch.Code(reference, layer) : reference.Code.Count == 0);

    private void Compared(string key, ReadOnlyMemory<byte> actual, LayerReference? reference, bool matched) =>
        record.Compared.Add(new ComparedMeasurement(layer.Index, key, actual, reference?.Source ?? "", reference?.Signer ?? "", matched));

    private void ReportMissing(string what, bool measured)
    {
        if (measured)
            record.Add(LayerReasons.NoReference, Where(what), "a reference value", "none stated for this layer");
        else
            record.Add(LayerReasons.NotMeasured, Where(what), "a measurement", "none in the certificate");
    }

    private static readonly byte[][] SmallSvn = [.. Enumerable.Range(0, 64).Select(svn => (byte[])[0, 0, 0, 0, 0, 0, 0, (byte)svn])];

    /// <summary>Big-endian; most devices are on one of their first versions, and those need no new array.</summary>
    private static byte[] Bytes(ulong svn)
    {
        if (svn < (ulong)SmallSvn.Length)
            return SmallSvn[svn];
        var bytes = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, svn);
        return bytes;
    }
}
