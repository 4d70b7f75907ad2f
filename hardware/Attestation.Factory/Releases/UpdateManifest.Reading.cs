using System.Security.Cryptography;
using Attestation.Formats.Cbor;
using Attestation.Formats.Keys;
using Attestation.Formats.Reasons;

namespace Attestation.Factory.Releases;

public sealed partial record UpdateManifest
{
    /// <summary>Reads what <see cref="Sign"/> wrote. The board has a reader of its own; tests compare the two.</summary>
    /// <param name="signed">The file <c>manifest.cose</c>.</param>
    /// <param name="key">The firmware key.</param>
    /// <param name="manifest">Set when the answer is null.</param>
    /// <returns>Null when it is good; else the reason.</returns>
    public static ReasonCode? TryVerify(ReadOnlyMemory<byte> signed, VerificationKey key, out UpdateManifest manifest)
    {
        manifest = null!;
        if (BoardMessage.TryVerify(signed, UpdateLimits.LargestManifest, key, ReleaseReasons.UpdateMalformed, ReleaseReasons.UpdateSignature, out ReadOnlyMemory<byte> payload) is { } refusal)
            return refusal;
        return TryParse(payload, out manifest) ? null : ReleaseReasons.UpdateMalformed;
    }

    private static bool TryParse(ReadOnlyMemory<byte> payload, out UpdateManifest manifest)
    {
        manifest = null!;
        if (!StrictCborReader.TryOpen(payload, out StrictCborReader reader, out _))
            return false;
        var read = new Members();
        if (!reader.TryReadMap(label => TryReadMember(reader, label, read), max: MeasurementKey) || read.Format != Format)
            return false;
        manifest = new UpdateManifest(read.Vendor, read.Model, read.Board, read.Version, read.Svn, read.Layers, read.MinResidentSvn, (FileMeasurement)read.Measurement);
        return IsAsWritten(manifest, payload.Span);
    }

    /// <summary>Limits, and deterministic encoding: a manifest has one form only.</summary>
    private static bool IsAsWritten(UpdateManifest manifest, ReadOnlySpan<byte> payload)
    {
        try
        {
            return manifest.Encode().AsSpan().SequenceEqual(payload);
        }
        catch (FactoryException)
        {
            return false;
        }
    }

    private static bool TryReadMember(StrictCborReader reader, CborLabel label, Members read) => label.Integer switch
    {
        FormatKey => reader.TryReadInt32(out read.Format),
        VendorKey => reader.TryReadText(out read.Vendor),
        ModelKey => reader.TryReadText(out read.Model),
        BoardKey => reader.TryReadText(out read.Board),
        VersionKey => reader.TryReadText(out read.Version),
        SvnKey => reader.TryReadUInt64(out read.Svn),
        LayersKey => reader.TryReadArray(_ => TryReadLayer(reader, read.Layers), min: 1, max: UpdateLimits.MostLayers),
        MinResidentSvnKey => reader.TryReadUInt64(out ulong lowest) && (read.MinResidentSvn = lowest) is not null,
        MeasurementKey => reader.TryReadInt32(out read.Measurement, (int)FileMeasurement.HmacSha512, (int)FileMeasurement.HmacSha512),
        _ => reader.Fail(CborReasons.Type),
    };

    private static bool TryReadLayer(StrictCborReader reader, List<UpdateLayer> layers)
    {
        string name = "";
        var files = new List<UpdateFile>();
        bool good = reader.TryReadMap(label => label.Integer switch
        {
            LayerNameKey => reader.TryReadText(out name),
            LayerFilesKey => reader.TryReadArray(_ => TryReadFile(reader, files), min: 1, max: UpdateLimits.MostFiles),
            _ => reader.Fail(CborReasons.Type),
        }, max: 2);
        layers.Add(new UpdateLayer(name, files));
        return good;
    }

    private static bool TryReadFile(StrictCborReader reader, List<UpdateFile> files)
    {
        (string name, int size, ReadOnlyMemory<byte> digest) = ("", 0, default);
        bool good = reader.TryStartArray(out int count) && count == 3
            && reader.TryReadText(out name)
            && reader.TryReadInt32(out size, 1, UpdateLimits.LargestFile)
            && reader.TryReadBytes(out digest, SHA512.HashSizeInBytes, SHA512.HashSizeInBytes)
            && reader.TryEndArray();
        files.Add(new UpdateFile(name, (uint)size, digest));
        return good;
    }

    private sealed class Members
    {
        public readonly List<UpdateLayer> Layers = [];
        public int Format, Measurement;
        public string Vendor = "", Model = "", Board = "", Version = "";
        public ulong Svn;
        public ulong? MinResidentSvn;
    }
}
