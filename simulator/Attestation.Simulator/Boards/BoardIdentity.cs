namespace Attestation.Simulator.Boards;

/// <summary>What the factory wrote into the board's storage beside the fuse; all public.</summary>
/// <param name="Vendor">Class of the device.</param>
/// <param name="Model">Class of the device.</param>
/// <param name="Ueid">RFC 9711 section 4.2.1, type RAND, 33 bytes.</param>
/// <param name="UdsCertificate">X.509 by the manufacturer's CA, DER.</param>
public sealed record BoardIdentity(string Vendor, string Model, byte[] Ueid, byte[] UdsCertificate);
