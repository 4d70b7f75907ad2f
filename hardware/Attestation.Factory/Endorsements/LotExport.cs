using System.Security.Cryptography;
using System.Text;
using Attestation.Factory.Lots;
using Attestation.Formats;
using Attestation.Formats.Cbor;
using Attestation.Formats.Corim;
using Attestation.Formats.Keys;
using Attestation.Formats.Lots;
using Attestation.Formats.Reasons;

namespace Attestation.Factory.Endorsements;

/// <summary>What a customer's verifier must know of a lot's devices: one identity triple for each device that passed, in as few CoRIMs as verifiers take.
/// docs/formats/dice-reference-values.md, "Devices of a lot". The same lot and selection give the same bytes under the signature.</summary>
public sealed class LotExport
{
    /// <summary>Bytes of triples in one document: with what surrounds them below the 1 MiB that verifiers take.</summary>
    private const int LargestDocument = CborWellFormed.DefaultMaxSize - (16 << 10);

    /// <summary>Triples in one CoMID, likewise.</summary>
    private const int MostDevices = StrictCborReader.DefaultMaxItems;

    private const int IdDigits = 16;

    private LotExport(LotName lot, bool isClosed, IReadOnlyList<EndorsedDevice> devices) => (Lot, IsClosed, Devices) = (lot, isClosed, devices);

    public LotName Lot { get; }

    /// <summary>False: more devices may pass.</summary>
    public bool IsClosed { get; }

    /// <summary>At least one, in order of UEID.</summary>
    public IReadOnlyList<EndorsedDevice> Devices { get; }

    /// <param name="lot">Whose devices.</param>
    /// <param name="isClosed">Whether more can follow.</param>
    /// <param name="devices">At least one; each from an endorsement whose signature was checked.</param>
    public static LotExport Of(LotName lot, bool isClosed, IEnumerable<EndorsedDevice> devices) =>
        new(lot, isClosed, [.. devices.OrderBy(device => device.Ueid, StringComparer.Ordinal)]);

    /// <summary>Audits the lot and takes the devices that passed.</summary>
    /// <param name="folder">Of the lot.</param>
    /// <param name="audit">With the manufacturer's public keys.</param>
    /// <param name="corimKey">The key of the records and endorsements.</param>
    /// <param name="serials">Only these, lower-case hex; null: all that passed.</param>
    /// <exception cref="FactoryException">What the audit refuses, <c>factory.export-device</c>, <c>factory.export-empty</c>.</exception>
    public static LotExport Read(string folder, LotAudit audit, VerificationKey corimKey, IReadOnlyCollection<string>? serials)
    {
        LotStanding standing = audit.Verify(folder).Standing;
        string records = Path.Combine(folder, LotFolder.RecordsName);
        string[] passed = [.. (Directory.Exists(records) ? Directory.EnumerateFiles(records, "*" + LotFolder.RecordEnding) : []).Select(path => Path.GetFileNameWithoutExtension(path))
            .Where(id => standing.PhaseOf(id) == DevicePhase.Passed)];
        if (serials?.Except(passed, StringComparer.Ordinal).FirstOrDefault() is { } missing)
            throw new FactoryException(OwnershipReasons.ExportDevice, $"{missing} in lot {standing.Lot!.Name}: {standing.PhaseOf(missing)}.");
        EndorsedDevice[] devices = [.. passed.Where(id => serials is null || serials.Contains(id)).Select(id => Device(folder, standing.Lot!, id, corimKey))];
        return devices.Length > 0
            ? Of(standing.Lot!, standing.IsClosed, devices)
            : throw new FactoryException(OwnershipReasons.ExportEmpty, $"{folder}: {standing.Failed} failed, {standing.Open} are unfinished.");
    }

    /// <summary>Signed CoRIMs, each for itself good for a verifier.</summary>
    /// <param name="corimKey">Of <see cref="Releases.ReproducibleKey"/> for the same bytes again.</param>
    public IReadOnlyList<byte[]> Sign(SigningKey corimKey)
    {
        List<List<EndorsedDevice>> parts = Parts();
        return [.. parts.Select((part, index) => CorimDocument.Sign(CorimDocument.Of(Id(index, parts.Count), [], [.. part.Select(device => device.Identity)]), Lot.Vendor, corimKey))];
    }

    /// <summary>Names lot and selection: two selections of a lot are two documents.</summary>
    private string Id(int index, int count)
    {
        byte[] selection = SHA256.HashData(Encoding.ASCII.GetBytes(string.Join('\n', Devices.Select(device => device.Ueid))));
        string id = $"{Lot.Vendor}/{Lot.Model}/lot {Lot}/{Convert.ToHexStringLower(selection)[..IdDigits]}";
        return count == 1 ? id : $"{id}/{index + 1} of {count}";
    }

    private List<List<EndorsedDevice>> Parts()
    {
        var parts = new List<List<EndorsedDevice>> { new() };
        int size = 0;
        foreach (EndorsedDevice device in Devices)
        {
            int own = Size(device.Identity);
            if (parts[^1].Count == MostDevices || size + own > LargestDocument)
            {
                parts.Add([]);
                size = 0;
            }
            parts[^1].Add(device);
            size += own;
        }
        return parts;
    }

    /// <summary>Of the whole CoMID that holds nothing else: a few bytes too many.</summary>
    private static int Size(KeyTriple identity) => new Comid { TagId = TypedItem.OfText("x"), Identities = [identity] }.Encode().Length;

    /// <summary>The audit has compared record, certificate and endorsement; here the triple is taken out of the verified endorsement. The file is read again,
    /// so that it must still be of that device and lot.</summary>
    internal static EndorsedDevice Device(string folder, LotName lot, string id, VerificationKey corimKey)
    {
        string path = LotFolder.RecordPath(folder, id);
        ParseError error = default;
        if (UnverifiedDeviceRecord.TryParse(File.ReadAllBytes(path), out UnverifiedDeviceRecord? unverified, out error)
            && unverified.Verify(corimKey, out DeviceRecord? record, out error)
            && record.DeviceId == id && record.Lot.Equals(lot)
            && UnverifiedSignedCorim.TryParse(record.Endorsement, out UnverifiedSignedCorim? signed, out error)
            && signed.Verify(corimKey, out CorimManifest? corim, out error)
            && corim.Comids.SelectMany(comid => comid.Identities).ToArray() is [{ Environment.Instance.Bytes: not null, Keys.Count: 1 } only])
            return new EndorsedDevice(id, only);
        throw new FactoryException(LineReasons.RecordBroken, $"{path}: it is not of this device and lot, or its endorsement is not of one device with a UEID. {error}");
    }
}
