using Attestation.Formats.Keys;

namespace Attestation.Factory.Provisioning;

/// <summary>What the station leaves behind of a device; all public.</summary>
/// <param name="Order">What was asked for.</param>
/// <param name="UdsKey">The UDS public key.</param>
/// <param name="Ueid">RFC 9711 section 4.2.1, type RAND, 33 bytes.</param>
/// <param name="UdsCertificate">X.509 by the manufacturer's CA, DER.</param>
/// <param name="Endorsement">Signed CoRIM with the device's identity triple.</param>
public sealed record ProvisionedDevice(DeviceOrder Order, VerificationKey UdsKey, byte[] Ueid, byte[] UdsCertificate, byte[] Endorsement);
