using System.Formats.Cbor;
using Attestation.Formats.Cbor;
using Attestation.Formats.Cose;
using Attestation.Formats.Keys;
using Attestation.Formats.Reasons;

namespace Attestation.Factory.Releases;

/// <summary>What a firmware update of a board holds. docs/formats/update-manifest.cddl.</summary>
/// <param name="Vendor">Class of the boards it is for.</param>
/// <param name="Model">Class of the boards it is for.</param>
/// <param name="Board">Name of the folder of hardware/boards.</param>
/// <param name="Version">For people.</param>
/// <param name="Svn">Security version: not below the board's rollback counter.</param>
/// <param name="Layers">In boot order; the first is DICE layer 1.</param>
/// <param name="MinResidentSvn">Lowest security version of a resident image that may start them; null: any.</param>
/// <param name="Measurement">What the files' digests are.</param>
public sealed partial record UpdateManifest(
    string Vendor, string Model, string Board, string Version, ulong Svn, IReadOnlyList<UpdateLayer> Layers, ulong? MinResidentSvn,
    FileMeasurement Measurement = FileMeasurement.Sha512)
{
    private const int Format = 1;
    private const int FormatKey = 1, VendorKey = 2, ModelKey = 3, BoardKey = 4, VersionKey = 5, SvnKey = 6, LayersKey = 7, MinResidentSvnKey = 8, MeasurementKey = 9;
    private const int LayerNameKey = 1, LayerFilesKey = 2;

    /// <summary>The payload: the same bytes for the same release.</summary>
    /// <exception cref="FactoryException"><c>factory.update-name</c>, <c>factory.update-limit</c>.</exception>
    public byte[] Encode()
    {
        UpdateLimits.Check(this);
        var map = new CborMapBuilder()
            .Add(FormatKey, Format).Add(VendorKey, Vendor).Add(ModelKey, Model).Add(BoardKey, Board).Add(VersionKey, Version)
            .Add(SvnKey, w => w.WriteUInt64(Svn)).Add(LayersKey, w => Array(w, Layers, Write));
        if (MinResidentSvn is { } lowest)
            map.Add(MinResidentSvnKey, w => w.WriteUInt64(lowest));
        if (Measurement != FileMeasurement.Sha512)
            map.Add(MeasurementKey, (int)Measurement);
        return map.Encode();
    }

    /// <summary>COSE_Sign1 by the firmware key that boards trust.</summary>
    /// <exception cref="FactoryException"><c>factory.update-key</c>, <c>factory.update-name</c>, <c>factory.update-limit</c>.</exception>
    public byte[] Sign(SigningKey firmwareKey)
    {
        if (!BoardMessage.CanVerify(firmwareKey.PublicKey))
            throw new FactoryException(ReleaseReasons.UpdateKey, $"It is {firmwareKey.PublicKey}.");
        byte[] signed = new CoseSign1Writer().Sign(firmwareKey, Encode());
        UpdateLimits.Limit(signed.Length <= UpdateLimits.LargestManifest, $"The manifest has {signed.Length} bytes; {UpdateLimits.LargestManifest} are possible.");
        return signed;
    }

    private static void Write(CborWriter writer, UpdateLayer layer) => new CborMapBuilder()
        .Add(LayerNameKey, layer.Name).Add(LayerFilesKey, w => Array(w, layer.Files, Write))
        .WriteTo(writer);

    private static void Write(CborWriter writer, UpdateFile file)
    {
        writer.WriteStartArray(3);
        writer.WriteTextString(file.Name);
        writer.WriteUInt32(file.Size);
        writer.WriteByteString(file.Digest.Span);
        writer.WriteEndArray();
    }

    private static void Array<T>(CborWriter writer, IReadOnlyList<T> items, Action<CborWriter, T> write)
    {
        writer.WriteStartArray(items.Count);
        foreach (T item in items)
            write(writer, item);
        writer.WriteEndArray();
    }
}
