using Attestation.Appraisal;
using Attestation.Appraisal.Devices;
using Attestation.Appraisal.Endorsements;
using Attestation.Appraisal.Policies;
using Attestation.Factory.Releases;
using Attestation.Formats.Corim;
using Attestation.Formats.Dice;
using Attestation.Formats.X509;
using Attestation.Simulator.Boards;
using Attestation.Simulator.Worlds;

namespace Attestation.Fuzz;

/// <summary>Real inputs to damage: one small simulated world with a device of each suite.</summary>
public sealed class SeedWorld
{
    private static readonly Lazy<SeedWorld> Made = new(() => new SeedWorld());

    private SeedWorld()
    {
        string folder = Path.Combine(Path.GetTempPath(), $"attestation-fuzz-{Environment.ProcessId}");
        try
        {
            FirmwareImage[] images = [new("bootloader", [.. "a bootloader"u8]), new("application", [.. "an application"u8])];
            using World world = World.Create(folder, seed: 1, images);
            Now = world.Now.AddDays(1);
            Corims = [world.Current.Corim, world.Older.Corim];
            Manifests = [.. world.Current.Manifests];
            foreach (CryptoSuite suite in CryptoSuite.All)
                Add(world, suite);
            Trust = TrustOf(world);
        }
        finally
        {
            if (Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
        }
    }

    public static SeedWorld Instance => Made.Value;

    /// <summary>The challenge that every evidence of this world answers.</summary>
    public static byte[] Nonce { get; } = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];

    public List<byte[]> Evidence { get; } = [];

    public List<byte[]> Certificates { get; } = [];

    /// <summary>What a verifier of this world knows: its CA, its releases, its devices.</summary>
    public EndorsementSet Trust { get; }

    /// <summary>A moment at which everything here is valid.</summary>
    public DateTimeOffset Now { get; }

    /// <summary>Identity triples, signed, one document a device.</summary>
    public List<byte[]> Identities { get; } = [];

    public IReadOnlyList<byte[]> Corims { get; }

    public IReadOnlyList<byte[]> Manifests { get; }

    private void Add(World world, CryptoSuite suite)
    {
        using WorldDevice device = world.NewDevice(suite.Name, suite, world.Current);
        using BootedBoard running = device.Board.Boot();
        Evidence.Add(running.Attest(Nonce));
        Certificates.Add(device.Made.UdsCertificate);
        Identities.Add(device.Made.Endorsement);
    }

    /// <summary>Evidence of the device of one suite (<see cref="CryptoSuite.Name"/>).</summary>
    public byte[] EvidenceOf(string suite) => Evidence[IndexOf(suite)];

    /// <summary>Does the chain of that device start with a certificate, whose signature is one more to check?</summary>
    public bool HasUdsCertificate(string suite) => CryptoSuite.All[IndexOf(suite)].HasCertificateRoot;

    private static int IndexOf(string suite) => CryptoSuite.All.Select(s => s.Name).ToList().IndexOf(suite);

    /// <summary>A verifier's request over evidence that should answer <see cref="Nonce"/>.</summary>
    public AppraisalRequest Request(byte[] evidence, ChainCache? known = null) => new()
    {
        Evidence = evidence,
        MediaType = "application/eat+cwt",
        Nonce = Nonce,
        Endorsements = Trust,
        Policy = Policy.Default,
        Now = Now,
        KnownChains = known,
    };

    private EndorsementSet TrustOf(World world)
    {
        if (!UnverifiedCertificate.TryParse(world.Authority.Certificate, out UnverifiedCertificate authority, out _))
            throw new InvalidOperationException("the seed world's CA cannot be read");
        EndorsementSetBuilder builder = new EndorsementSetBuilder().With(new DiceAnchors { Authorities = [authority] });
        foreach (byte[] document in (byte[][])[.. Corims, .. Identities])
        {
            if (!UnverifiedSignedCorim.TryParse(document, out UnverifiedSignedCorim? corim, out _)
                || !corim.Verify(world.Authority.CorimKey.PublicKey, out CorimManifest? manifest, out _))
                throw new InvalidOperationException("a CoRIM of the seed world does not verify");
            builder.AddCorim(manifest, corim.Signer, corim.SignatureValidity);
        }
        return builder.Build();
    }
}
