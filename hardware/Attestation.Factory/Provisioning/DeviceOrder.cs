using Attestation.Dice;

namespace Attestation.Factory.Provisioning;

/// <summary>What the line is told to make.</summary>
/// <param name="DeviceId">The manufacturer's name for the device (serial number); stays in the factory's register.</param>
/// <param name="Vendor">Class of the device, goes into certificate and endorsement.</param>
/// <param name="Model">Class of the device, goes into certificate and endorsement.</param>
/// <param name="Scheme">Where the UDS comes from.</param>
/// <param name="Algorithm">Of the UDS key pair.</param>
public sealed record DeviceOrder(string DeviceId, string Vendor, string Model, ProvisioningScheme Scheme, DiceAlgorithm Algorithm);
