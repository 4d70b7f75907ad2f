namespace Attestation.Tpm.Transports.Spi;

/// <summary>Who answers: TPM_DID_VID, TPM_RID and the version of TPM_INTERFACE_CAPABILITY (2: TIS 1.3, 3: PTP).</summary>
public sealed record TisIdentity(int Vendor, int Device, int Revision, int InterfaceVersion)
{
    /// <summary>PCI-SIG number of the vendor, device and revision in hex: <c>15d1:001b rev 16</c>.</summary>
    public override string ToString() => $"{Vendor:x4}:{Device:x4} rev {Revision:x2}";
}
