using Attestation.Appraisal;
using Attestation.Appraisal.Devices;
using Attestation.Appraisal.Endorsements;
using Attestation.Appraisal.Policies;
using Attestation.Appraisal.Results;
using Attestation.Formats.Corim;
using Attestation.Formats.Dice;
using Attestation.Formats.Keys;
using Attestation.Formats.X509;
using Attestation.Simulator.Boards;
using Attestation.Simulator.Worlds;
using Attestation.UnitTests.Simulator;

namespace Attestation.UnitTests.Appraisal;

/// <summary>A world of virtual devices and a verifier that knows its CA, its releases and its devices. Everything is pinned: seed, time, nonces.</summary>
internal sealed class Bench : IDisposable
{
    public static readonly byte[] Nonce = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];

    private readonly SampleWorld sample = new();

    public World World => sample.World;

    public DateTimeOffset Now => World.Now.AddDays(1);

    /// <summary>CA, both releases, and the endorsements of the devices.</summary>
    public EndorsementSet Endorsements(params WorldDevice[] devices) => Builder(devices).Build();

    public EndorsementSetBuilder Builder(params WorldDevice[] devices)
    {
        var builder = new EndorsementSetBuilder().With(Anchors());
        Add(builder, World.Current.Corim);
        Add(builder, World.Older.Corim);
        foreach (WorldDevice device in devices)
            Add(builder, device.Made.Endorsement);
        return builder;
    }

    public CorimIntake Add(EndorsementSetBuilder builder, byte[] signedCorim)
    {
        Assert.True(UnverifiedSignedCorim.TryParse(signedCorim, out UnverifiedSignedCorim? corim, out _));
        Assert.True(corim.Verify(World.Authority.CorimKey.PublicKey, out CorimManifest? manifest, out _));
        return builder.AddCorim(manifest, corim.Signer, corim.SignatureValidity);
    }

    public DiceAnchors Anchors()
    {
        Assert.True(UnverifiedCertificate.TryParse(World.Authority.Certificate, out UnverifiedCertificate ca, out _));
        return new DiceAnchors { Authorities = [ca] };
    }

    public WorldDevice Device(string name, CryptoSuite? suite = null) => World.NewDevice(name, suite ?? CryptoSuite.Default, World.Current);

    public AppraisalResult Appraise(
        byte[] evidence, EndorsementSet endorsements, Policy? policy = null, DeviceHistory? history = null, ChainCache? cache = null,
        DateTimeOffset? now = null, byte[]? nonce = null, string mediaType = "application/eat+cwt", Func<string, string?>? revocation = null) =>
        Appraiser.Appraise(new AppraisalRequest
        {
            Evidence = evidence,
            MediaType = mediaType,
            Nonce = nonce ?? Nonce,
            Endorsements = endorsements,
            Policy = policy ?? Policy.Default,
            History = _ => history,
            Revocation = revocation ?? (_ => null),
            Now = now ?? Now,
            KnownChains = cache,
        });

    public void Dispose() => sample.Dispose();
}
