namespace Attestation.Factory.Releases;

/// <summary>A firmware release of one class of device.</summary>
/// <param name="Vendor">Class of the devices it is for.</param>
/// <param name="Model">Class of the devices it is for.</param>
/// <param name="Version">For people; the same for every image.</param>
/// <param name="Svn">Security version; the same for every image.</param>
/// <param name="KeepOlder">True: older releases may go on running (svn). False: they may not (min-svn).</param>
/// <param name="Images">In boot order: what the ROM starts first.</param>
public sealed record ReleaseOrder(string Vendor, string Model, string Version, ulong Svn, bool KeepOlder, IReadOnlyList<FirmwareImage> Images);
