namespace Attestation.Device.Manifest;

/// <summary>What a firmware update holds: docs/formats/update-manifest.cddl. There is one only after its signature was verified.</summary>
public sealed class UpdateManifest
{
    /// <summary>The most bytes of a signed manifest.</summary>
    public const int LargestSize = 8192;

    public const int MostLayers = 4;

    /// <summary>In all layers together.</summary>
    public const int MostFiles = 16;

    /// <summary>Bytes.</summary>
    public const int LargestFile = 1 << 20;

    /// <summary>Under which the manifest itself lies in its slot.</summary>
    public const string FileName = "manifest.cose";

    internal UpdateManifest()
    {
    }

    public string Vendor { get; internal set; }

    public string Model { get; internal set; }

    /// <summary>Name of the folder of hardware/boards.</summary>
    public string Board { get; internal set; }

    /// <summary>Of the release, for people.</summary>
    public string Version { get; internal set; }

    /// <summary>Security version.</summary>
    public ulong Svn { get; internal set; }

    /// <summary>Lowest security version of a resident image that may start these layers; 0 when any may.</summary>
    public ulong MinimumResidentSvn { get; internal set; }

    /// <summary>What the digests of its files are.</summary>
    public FileMeasurement Measurement { get; internal set; }

    /// <summary>In boot order; the first is DICE layer 1.</summary>
    public UpdateLayer[] Layers { get; internal set; }

    /// <summary>All files, in the manifest's order: the order in which they are sent and measured.</summary>
    public UpdateFile[] Files { get; internal set; }

    /// <summary>Verifies the bytes that came, then reads them; null unless <see cref="DeviceRefusal.None"/>.</summary>
    public static DeviceRefusal Verify(byte[] signed, FirmwareKey key, out UpdateManifest manifest)
    {
        manifest = null;
        DeviceRefusal refusal = SignedMessage.Open(signed, LargestSize, key, out byte[] payload);
        return refusal != DeviceRefusal.None ? refusal : ManifestReader.Read(payload, out manifest);
    }
}
