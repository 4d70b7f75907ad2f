using System.Security.Cryptography;
using System.Text;
using Attestation.Dice;
using Attestation.Factory.Authorities;
using Attestation.Factory.Files;

namespace Attestation.Factory.Provisioning;

/// <summary>One place on the line: programs a device's fuses, tests it, certifies it, and writes its folder. Open Profile for DICE,
/// Provisioning Scheme 1 and 2.</summary>
public sealed class ProvisioningStation(ManufacturerCa authority, FactoryFloor floor)
{
    /// <summary>The device's secret, owner-only; what a real device holds in its own memory.</summary>
    public const string FuseName = "fuse.cbor";

    public const string UdsCertificateName = "uds.crt.pem";
    public const string EndorsementName = "endorsement.corim";

    /// <summary>Makes a device in an absent or empty folder. Nothing appears there before every test has passed.</summary>
    /// <exception cref="FactoryException">One of <c>factory.*</c>; a key that was entered in the register stays there, so it is never certified later.</exception>
    public ProvisionedDevice Provision(DeviceOrder order, string folder)
    {
        using FuseContent fuse = FuseContent.Generate(order.Scheme, floor.Entropy);
        return Provision(order, fuse, folder);
    }

    /// <summary>The same for fuses that are programmed already.</summary>
    public ProvisionedDevice Provision(DeviceOrder order, FuseContent fuse, string folder)
    {
        NameRule.Check(order.DeviceId, "device id");
        NameRule.Check(order.Vendor, "vendor");
        NameRule.Check(order.Model, "model");
        using var staging = new StagedFolder(folder);
        DeviceProbe probe = Probe(fuse, order.Algorithm);
        StationTest.RefuseUnprogrammed(probe, floor.Operations);
        ProvisionedDevice device = new DeviceCertifier(authority).Certify(order, probe, floor.Now);
        StationTest.RefuseBrokenChain(probe, device.UdsCertificate);
        Write(staging, device, fuse);
        staging.Commit();
        return device;
    }

    private DeviceProbe Probe(FuseContent fuse, DiceAlgorithm algorithm)
    {
        byte[] uds = fuse.DeriveUds(floor.Operations);
        try
        {
            return StationTest.Run(uds, algorithm, floor.Operations);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(uds);
        }
    }

    private static void Write(StagedFolder staging, ProvisionedDevice device, FuseContent fuse)
    {
        byte[] secret = fuse.Encode();
        try
        {
            staging.Write(FuseName, secret, AtomicFile.OwnerOnly);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
        }
        string pem = PemEncoding.WriteString("CERTIFICATE", device.UdsCertificate) + "\n";
        staging.Write(UdsCertificateName, Encoding.ASCII.GetBytes(pem), AtomicFile.Public);
        staging.Write(EndorsementName, device.Endorsement, AtomicFile.Public);
    }
}
