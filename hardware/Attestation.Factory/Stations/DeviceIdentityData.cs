namespace Attestation.Factory.Stations;

/// <summary>What a device is to say about itself; all public.</summary>
/// <param name="Vendor">Class of the device.</param>
/// <param name="Model">Class of the device.</param>
/// <param name="Ueid">RFC 9711 section 4.2.1, type RAND, 33 bytes.</param>
/// <param name="UdsCertificate">X.509 by the manufacturer's CA, DER; null with scheme 3, where it is not stored on the device.</param>
public sealed record DeviceIdentityData(string Vendor, string Model, ReadOnlyMemory<byte> Ueid, ReadOnlyMemory<byte>? UdsCertificate);
