using Attestation.Appraisal.Endorsements;
using Attestation.Simulator.Boards;
using Attestation.Simulator.Worlds;

namespace Attestation.UnitTests.Appraisal.Nodes;

/// <summary>A node that shows a DICE identity beside its quotes: that of a virtual device, enrolled with the attestation key.</summary>
internal sealed class DiceNode : IDisposable
{
    private readonly Bench world = new();
    private readonly WorldDevice device;
    private readonly WorldDevice other;

    internal DiceNode()
    {
        CryptoSuite suite = CryptoSuite.All.First(s => !s.HasCertificateRoot); // the enrolment says the class, and no certificate another one
        device = world.Device("node-identity", suite);
        other = world.Device("other-identity", suite);
        Identity = EvidenceOf(device);
        OtherIdentity = EvidenceOf(other);
        string thumbprint = world.Appraise(Identity, world.Endorsements(device), nonce: NodeBench.Nonce).Device!.UdsKeyThumbprint;
        Bench = new NodeBench { Now = world.Now };
        Bench.Maker.DeviceEvidence = Identity;
        Bench.Enrolled = Bench.Enrolled! with { UdsKeyThumbprint = thumbprint };
    }

    internal NodeBench Bench { get; }

    /// <summary>Evidence of the enrolled identity for <see cref="NodeBench.Nonce"/>.</summary>
    internal byte[] Identity { get; }

    /// <summary>The same of an identity that the verifier knows and that is not this node's.</summary>
    internal byte[] OtherIdentity { get; }

    /// <summary>What the world's verifier knows: reference values for layers, and both devices.</summary>
    internal EndorsementSet Known => world.Endorsements(device, other);

    /// <summary>The class that those reference values are for.</summary>
    internal DeviceClass KnownClass => new(world.Appraise(Identity, Known, nonce: NodeBench.Nonce).Device!.Vendor!, world.Appraise(Identity, Known, nonce: NodeBench.Nonce).Device!.Model!);

    public void Dispose()
    {
        Bench.Dispose();
        device.Dispose();
        other.Dispose();
        world.Dispose();
    }

    private static byte[] EvidenceOf(WorldDevice device)
    {
        using BootedBoard booted = device.Board.Boot();
        return booted.Attest(NodeBench.Nonce);
    }
}
