namespace Attestation.Device.Manifest;

/// <summary>Which updates are for this board: what it was given when it was provisioned, and the resident image that it runs.</summary>
public sealed class BoardClass
{
    private bool _isAnyProduct;

    /// <param name="vendor">As provisioned.</param>
    /// <param name="model">As provisioned.</param>
    /// <param name="board">Name of the folder of hardware/boards.</param>
    /// <param name="residentSvn">Security version of the resident image.</param>
    public BoardClass(string vendor, string model, string board, ulong residentSvn)
    {
        Vendor = vendor;
        Model = model;
        Board = board;
        ResidentSvn = residentSvn;
    }

    /// <summary>Before a board was told its vendor and model it takes releases of all of them, and boots none.</summary>
    public static BoardClass OfAnyProduct(string board, ulong residentSvn) => new BoardClass(null, null, board, residentSvn) { _isAnyProduct = true };

    public string Vendor { get; }

    public string Model { get; }

    public string Board { get; }

    public ulong ResidentSvn { get; }

    /// <summary>Whether this board may run a manifest's layers.</summary>
    /// <param name="manifest">Verified.</param>
    /// <param name="lowestSvn">Of the rollback counter.</param>
    public DeviceRefusal Check(UpdateManifest manifest, ulong lowestSvn)
    {
        bool isOurs = manifest.Board == Board && (_isAnyProduct || (manifest.Vendor == Vendor && manifest.Model == Model));
        if (!isOurs)
            return DeviceRefusal.ManifestClass;
        if (manifest.Svn < lowestSvn)
            return DeviceRefusal.ManifestSvn;
        return manifest.MinimumResidentSvn > ResidentSvn ? DeviceRefusal.ManifestResident : DeviceRefusal.None;
    }
}
