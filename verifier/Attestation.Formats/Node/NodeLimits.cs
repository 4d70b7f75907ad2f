namespace Attestation.Formats.Node;

/// <summary>Limits of node evidence in bytes or pieces (docs/formats/node-evidence.cddl), checked before anything is copied or kept.</summary>
public static class NodeLimits
{
    public const int Evidence = 68 << 20;
    public const int ImaLog = 64 << 20;
    public const int BootLog = 16 << 20;
    public const int UserspaceLog = 4 << 20;
    public const int Quotes = 4;
    public const int Banks = 4;
    public const int Variables = 256;
    public const int Variable = 64 << 10;
    public const int Bindings = 4 << 10;
    public const int DeviceEvidence = 1 << 20;

    /// <summary>A TPM2B_PUBLIC of the largest key is below 1 KiB; so are attestations and signatures.</summary>
    public const int Structure = 4 << 10;

    /// <summary>An RFC 1123 subdomain, as Kubernetes allows it for node names.</summary>
    public const int NodeName = 253;

    /// <summary>Name and GUID of a UEFI variable as efivarfs writes them.</summary>
    public const int VariableName = 512;
}
