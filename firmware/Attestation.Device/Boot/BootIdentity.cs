namespace Attestation.Device.Boot;

/// <summary>What the factory and the owner gave to this one board, read from its records. Holds the hidden input, which is no key and yet belongs to
/// nobody else.</summary>
public sealed class BootIdentity
{
    public string Vendor { get; set; }

    public string Model { get; set; }

    /// <summary>The manufacturer's X.509 certificate of the UDS key, DER; null: the chain starts with the bare UDS public key.</summary>
    public byte[] UdsCertificate { get; set; }

    /// <summary>64 bytes since the last change of ownership; null before the first: zeros.</summary>
    public byte[] Hidden { get; set; }
}
