using System.Security.Cryptography;
using Attestation.Dice;
using Attestation.Dice.Evidence;
using Attestation.Factory.Authorities;
using Attestation.Factory.Certificates;
using Attestation.Factory.Endorsements;
using Attestation.Formats.Keys;
using Attestation.Formats.Reasons;

namespace Attestation.Factory.Provisioning;

/// <summary>Registers a device's UDS key, certifies it and endorses the device.</summary>
internal sealed class DeviceCertifier(ManufacturerCa authority)
{
    /// <param name="order">Class and name.</param>
    /// <param name="probe">What the device showed.</param>
    /// <param name="now">notBefore of the certificate.</param>
    /// <param name="resumed">The device was begun before; see <see cref="UdsRegistry.Enter"/>.</param>
    /// <exception cref="FactoryException"><c>factory.uds-reused</c>, <c>factory.write-failed</c>, and what the authority's keys refuse with.</exception>
    public ProvisionedDevice Certify(DeviceOrder order, DeviceProbe probe, DateTimeOffset now, bool resumed = false)
    {
        VerificationKey key = PublicKeyOf(probe);
        authority.Registry.Enter(Convert.ToHexStringLower(SHA256.HashData(key.ToSpki())), order.DeviceId, resumed);
        byte[] ueid = DeviceUeid.FromUdsPublicKey(probe.UdsPublicKey);
        byte[] certificate = authority.Certify(new UdsSubject(key, probe.UdsId, ueid, order.Vendor, order.Model), now);
        byte[] endorsement = DeviceEndorsement.Write(order.Vendor, order.Model, ueid, key, authority.CorimKey);
        return new ProvisionedDevice(order, key, ueid, certificate, endorsement);
    }

    private static VerificationKey PublicKeyOf(DeviceProbe probe)
    {
        bool known = probe.Algorithm == DiceAlgorithm.Ed25519
            ? VerificationKey.TryFromEd25519(probe.UdsPublicKey, out VerificationKey key, out _)
            : VerificationKey.TryFromPoint(probe.Algorithm == DiceAlgorithm.P256 ? KeyKind.P256 : KeyKind.P384, probe.UdsPublicKey, out key, out _);
        return known ? key : throw new FactoryException(LineReasons.DeviceAnswer, "Its UDS public key is no key of its algorithm.");
    }
}
