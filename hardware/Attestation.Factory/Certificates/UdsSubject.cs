using Attestation.Formats.Keys;

namespace Attestation.Factory.Certificates;

/// <summary>What a UDS certificate says about a device.</summary>
/// <param name="Key">The UDS public key.</param>
/// <param name="UdsId">UDS_ID, 20 bytes: KDF(20, UDS_Public, ID_SALT, "ID").</param>
/// <param name="Ueid">RFC 9711 section 4.2.1, type RAND, 33 bytes.</param>
/// <param name="Vendor">Class of the device: who made it.</param>
/// <param name="Model">Class of the device: what it is.</param>
public sealed record UdsSubject(VerificationKey Key, byte[] UdsId, byte[] Ueid, string Vendor, string Model);
