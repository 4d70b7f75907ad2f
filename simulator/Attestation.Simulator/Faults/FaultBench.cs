using Attestation.Factory.Releases;
using Attestation.Formats;
using Attestation.Simulator.Boards;
using Attestation.Simulator.Verifiers;
using Attestation.Simulator.Worlds;

namespace Attestation.Simulator.Faults;

/// <summary>Where one device is made, tampered with and judged: a world, a verifier that trusts its manufacturer, and a folder for what was exchanged.</summary>
public sealed class FaultBench(World world, VerifierClient verifier, ArtefactFolder artefacts, string name, CancellationToken cancellation) : IDisposable
{
    private readonly List<IDisposable> _owned = [];

    public World World { get; } = world;

    /// <summary>Of the device; unique in the world.</summary>
    public string Name { get; } = name;

    /// <summary>Disposes something together with this bench.</summary>
    public T Own<T>(T thing) where T : IDisposable
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

    public async Task<VerifierAnswer> EndorseAsync(byte[] corim, string mediaType, string fileName)
    {
        artefacts.Save(fileName, corim);
        return Keep(await verifier.EndorseAsync(corim, mediaType, cancellation));
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
        artefacts.Save(ArtefactFolder.Chain, running.Chain.Encode());
        return AnswerAsync(running.Attest);
    }

    /// <summary>Answers a fresh challenge with whatever the function makes of the nonce.</summary>
    public async Task<VerifierAnswer> AnswerAsync(Func<byte[], byte[]> evidence, string mediaType = BootedBoard.EvidenceMediaType)
    {
        VerifierSession session = await OpenAsync();
        return await SubmitAsync(session, evidence(session.Nonce), mediaType);
    }

    public Task<VerifierSession> OpenAsync() => verifier.OpenAsync(cancellation);

    public async Task<VerifierAnswer> SubmitAsync(VerifierSession session, byte[] evidence, string mediaType = BootedBoard.EvidenceMediaType)
    {
        artefacts.Save(ArtefactFolder.Evidence, evidence);
        return Keep(await verifier.SubmitAsync(session, evidence, mediaType, cancellation));
    }

    public void Dispose() => _owned.ForEach(thing => thing.Dispose());

    private static void RequireGood(VerifierAnswer answer)
    {
        if (!answer.IsGood)
            throw new VerifierUnavailableException($"what is genuine was refused: {string.Join(", ", answer.Reasons)}");
    }

    private VerifierAnswer Keep(VerifierAnswer answer)
    {
        if (answer.Result is { } result)
            artefacts.Save(ArtefactFolder.Result, result);
        if (answer.Document is { } document && answer.Verdict != VerifierAnswer.Accepted)
            artefacts.Save(answer.Verdict == VerifierAnswer.Refused ? ArtefactFolder.Problem : ArtefactFolder.Appraisal, document);
        return answer;
    }
}
