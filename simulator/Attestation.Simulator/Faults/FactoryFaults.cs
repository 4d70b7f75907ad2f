using Attestation.Factory.Authorities;
using Attestation.Factory.Certificates;
using Attestation.Factory.Endorsements;
using Attestation.Factory.Provisioning;
using Attestation.Formats.Keys;
using Attestation.Simulator.Boards;
using Attestation.Simulator.Verifiers;
using Attestation.Simulator.Worlds;

namespace Attestation.Simulator.Faults;

/// <summary>Faults of how a device was made.</summary>
internal static class FactoryFaults
{
    public static IReadOnlyList<Fault> All { get; } =
    [
        new("unprovisioned", FaultStage.Factory, "UDS of all zeros, certified by a station that skipped its test", "dice.uds.zero", Unprovisioned),
        new("wrong-ca", FaultStage.Factory, "certified by another CA under the same vendor's name", "dice.chain.anchor", WrongCa),
        new("not-enrolled", FaultStage.Factory, "bare UDS key that nobody endorsed", "dice.chain.anchor", NotEnrolled),
        new("two-models", FaultStage.Factory, "endorsed as another model than its certificate says", "appraisal.class", TwoModels),
    ];

    private static async Task<VerifierAnswer> Unprovisioned(FaultBench bench)
    {
        DeviceProbe probe = StationTest.Run(new byte[32], CryptoSuite.Default.Algorithm, bench.World.Operations);
        if (!VerificationKey.TryFromPoint(KeyKind.P256, probe.UdsPublicKey, out VerificationKey key, out _))
            throw new InvalidOperationException("the key of an all-zero secret is on its curve");
        byte[] ueid = [0x01, .. key.Thumbprint.Span];
        byte[] certificate = bench.World.Authority.Certify(new UdsSubject(key, probe.UdsId, ueid, World.Vendor, World.Model), bench.World.Now);
        await bench.PublishAsync(DeviceEndorsement.Write(World.Vendor, World.Model, ueid, key, bench.World.Authority.CorimKey), ArtefactFolder.Endorsement);
        var identity = new BoardIdentity(World.Vendor, World.Model, ueid, certificate);
        Board board = bench.Own(bench.World.NewBoard(bench.Name, FuseContent.Unprogrammed(), identity, CryptoSuite.Default, bench.World.Current));
        return await bench.AttestAsync(board);
    }

    private static async Task<VerifierAnswer> WrongCa(FaultBench bench)
    {
        using ManufacturerCa other = bench.World.NewAuthority(bench.Name, World.Vendor);
        WorldDevice device = bench.Own(bench.World.NewDevice(bench.Name, CryptoSuite.Default, bench.World.Current, other));
        return await bench.AttestAsync(device.Board);
    }

    private static async Task<VerifierAnswer> NotEnrolled(FaultBench bench)
    {
        CryptoSuite bare = CryptoSuite.All.First(suite => !suite.HasCertificateRoot);
        WorldDevice device = bench.Own(bench.World.NewDevice(bench.Name, bare, bench.World.Current));
        return await bench.AttestAsync(device.Board);
    }

    private static async Task<VerifierAnswer> TwoModels(FaultBench bench)
    {
        WorldDevice device = bench.Own(bench.World.NewDevice(bench.Name, CryptoSuite.Default, bench.World.Current));
        byte[] contradiction = DeviceEndorsement.Write(World.Vendor, "edge-2", device.Made.Ueid, device.Made.UdsKey, bench.World.Authority.CorimKey);
        await bench.PublishAsync(contradiction, ArtefactFolder.Endorsement);
        return await bench.AttestAsync(device.Board);
    }
}
