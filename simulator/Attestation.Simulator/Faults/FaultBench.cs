using Attestation.Factory.Releases;
using Attestation.Formats;
using Attestation.Simulator.Boards;
using Attestation.Simulator.Verifiers;
using Attestation.Simulator.Worlds;

namespace Attestation.Simulator.Faults;

/// <summary>Where one device is made, tampered with and judged: a world, a verifier that trusts its manufacturer, and a folder for what was exchanged.</summary>
public sealed class FaultBench : IAsyncDisposable
{
    private readonly List<object> _owned = [];
    private readonly VerifierClient _verifier;
    private readonly ArtefactFolder _artefacts;
    private readonly CancellationToken _cancellation;
    private readonly VerifierStarter _starter;

    /// <param name="world">Makes devices.</param>
    /// <param name="verifier">Judges them; stays the caller's.</param>
    /// <param name="artefacts">Receives what was exchanged.</param>
    /// <param name="name">Of the device; unique in the world.</param>
    /// <param name="starter">Starts more verifiers.</param>
    /// <param name="cancellation">Gives up the run.</param>
    public FaultBench(World world, VerifierClient verifier, ArtefactFolder artefacts, string name, VerifierStarter starter, CancellationToken cancellation)
    {
        (World, Name) = (world, name);
        (_verifier, _artefacts, _starter, _cancellation) = (verifier, artefacts, starter, cancellation);
    }

    public World World { get; }

    /// <summary>Of the device; unique in the world.</summary>
    public string Name { get; }

    /// <summary>Waits, unless the run is given up.</summary>
    public Task WaitAsync(TimeSpan time) => Task.Delay(time, _cancellation);

    /// <summary>The same bench before another verifier, which is started with these options for it alone and knows no endorsement yet.</summary>
    public async Task<FaultBench> ElsewhereAsync(params string[] options)
    {
        RunningVerifier other = Own(await _starter.StartAsync(Name, options, _cancellation));
        return Own(new FaultBench(World, other.Client, _artefacts, Name, _starter, _cancellation));
    }

    /// <summary>Disposes something together with this bench, last one first.</summary>
    public T Own<T>(T thing) where T : class
    {
        _owned.Add(thing);
        return thing;
    }

    /// <summary>A genuine device on the current release, enrolled at the verifier.</summary>
    /// <param name="part">Tells several devices of one bench apart.</param>
    /// <param name="suite">Default: P-256, X.509.</param>
    /// <param name="release">Default: the world's current one.</param>
    public async Task<WorldDevice> EnrolAsync(string part = "", CryptoSuite? suite = null, FirmwareRelease? release = null)
    {
        WorldDevice device = Own(World.NewDevice(Name + part, suite ?? CryptoSuite.Default, release ?? World.Current));
        await PublishAsync(device.Made.Endorsement, ArtefactFolder.Endorsement);
        return device;
    }

    /// <summary>Submits a CoRIM that must be accepted.</summary>
    public async Task PublishAsync(byte[] corim, string fileName) =>
        RequireGood(await EndorseAsync(corim, MediaTypes.CorimSigned, fileName));

    /// <summary>Stores the manifests of a release, so that a board can be booted on it from the command line.</summary>
    public void KeepManifests(FirmwareRelease release)
    {
        for (int i = 0; i < release.Manifests.Count; i++)
            _artefacts.Save(release.Order.Images[i].Name + ".manifest.cbor", release.Manifests[i]);
    }

    public async Task<VerifierAnswer> EndorseAsync(byte[] corim, string mediaType, string fileName)
    {
        _artefacts.Save(fileName, corim);
        return Keep(await _verifier.EndorseAsync(corim, mediaType, _cancellation));
    }

    /// <summary>Boots a board and lets it answer a fresh challenge.</summary>
    public async Task<VerifierAnswer> AttestAsync(Board board)
    {
        using BootedBoard running = board.Boot();
        return await AnswerAsync(running);
    }

    /// <summary>Boots a board that is still genuine: the attack that follows must not succeed only because everything fails.</summary>
    /// <exception cref="VerifierUnavailableException">It was not affirmed.</exception>
    public async Task AffirmAsync(Board board) => RequireGood(await AttestAsync(board));

    /// <summary>As <see cref="AffirmAsync(Board)"/>, for evidence at hand.</summary>
    public async Task AffirmAsync(VerifierSession session, byte[] evidence) => RequireGood(await SubmitAsync(session, evidence));

    /// <summary>Lets a running board answer a fresh challenge.</summary>
    public Task<VerifierAnswer> AnswerAsync(BootedBoard running)
    {
        _artefacts.Save(ArtefactFolder.Chain, running.Chain.Encode());
        return AnswerAsync(running.Attest);
    }

    /// <summary>Answers a fresh challenge with whatever the function makes of the nonce.</summary>
    public async Task<VerifierAnswer> AnswerAsync(Func<byte[], byte[]> evidence, string mediaType = BootedBoard.EvidenceMediaType)
    {
        VerifierSession session = await OpenAsync();
        return await SubmitAsync(session, evidence(session.Nonce), mediaType);
    }

    public Task<VerifierSession> OpenAsync() => _verifier.OpenAsync(_cancellation);

    public async Task<VerifierAnswer> SubmitAsync(VerifierSession session, byte[] evidence, string mediaType = BootedBoard.EvidenceMediaType)
    {
        _artefacts.Save(ArtefactFolder.Nonce, Convert.ToHexStringLower(session.Nonce));
        _artefacts.Save(ArtefactFolder.Evidence, evidence);
        return Keep(await _verifier.SubmitAsync(session, evidence, mediaType, _cancellation));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (object thing in _owned.AsEnumerable().Reverse())
        {
            if (thing is IAsyncDisposable slow)
                await slow.DisposeAsync();
            else
                (thing as IDisposable)?.Dispose();
        }
    }

    private static void RequireGood(VerifierAnswer answer)
    {
        if (!answer.IsGood)
            throw new VerifierUnavailableException($"what is genuine was refused: {string.Join(", ", answer.Reasons)}");
    }

    private VerifierAnswer Keep(VerifierAnswer answer)
    {
        if (answer.Result is { } result)
            _artefacts.Save(ArtefactFolder.Result, result);
        if (answer.Document is { } document && answer.Verdict != VerifierAnswer.Accepted)
            _artefacts.Save(answer.Verdict == VerifierAnswer.Refused ? ArtefactFolder.Problem : ArtefactFolder.Appraisal, document);
        return answer;
    }
}
