using Attestation.Appraisal.Endorsements;
using Attestation.Appraisal.Policies;
using Attestation.Formats.Dice;
using Attestation.Formats.Reasons;
using Attestation.Verifier.Configuration;
using Attestation.Verifier.Logging;
using Attestation.Verifier.Storage;

namespace Attestation.Verifier.Endorsements;

/// <summary>
/// What the verifier knows about devices: the operator's anchors and the CoRIMs that were submitted, as one immutable set that a submission
/// replaces as a whole. CoRIMs are stored as they came and verified again at every start, so that trust taken away from a signer takes away
/// what he signed.
/// </summary>
public sealed class EndorsementCatalog
{
    private readonly Lock _submitting = new();
    private readonly SqliteStore _store;
    private readonly CorimVerifier _verifier;
    private readonly DiceAnchors _anchors;
    private readonly Dictionary<string, VerifiedCorim> _corims = new(StringComparer.Ordinal);

    /// <summary>Null after a submission until somebody asks: a lot of ten thousand devices is indexed once, not ten thousand times.</summary>
    private volatile EndorsementSet? _current;

    /// <exception cref="ServiceFailure">An anchor or key file cannot be read.</exception>
    public EndorsementCatalog(VerifierOptions options, Policy policy, SqliteStore store, ILogger<EndorsementCatalog> logger)
    {
        _store = store;
        _verifier = new CorimVerifier(CorimKeyFolder.Load(options.CorimKeys), policy.AcceptUnsignedCorim);
        _anchors = AnchorFolder.Load(options.Anchors);
        foreach (StoredEndorsement stored in store.ListEndorsements())
        {
            if (_verifier.Verify(stored, out VerifiedCorim? corim) is { } refusal)
                logger.EndorsementLeftOut(stored.Digest, refusal.Code.Id);
            else
                _corims[stored.Digest] = corim!;
        }
    }

    /// <summary>The set of this moment; safe to use for as long as one likes.</summary>
    public EndorsementSet Current => _current ?? Rebuilt();

    /// <summary>Takes a CoRIM in: verified, stored, and part of <see cref="Current"/> when this returns.</summary>
    /// <param name="endorsement">What was submitted.</param>
    /// <param name="now">For the signature's validity.</param>
    /// <param name="notUsed">Parts of the CoRIM that no appraisal will look at, for people.</param>
    public SubmissionRefusal? Submit(StoredEndorsement endorsement, DateTimeOffset now, out IReadOnlyList<string> notUsed)
    {
        notUsed = [];
        if (_verifier.Verify(endorsement, out VerifiedCorim? corim) is { } refusal)
            return refusal;
        if (corim!.IsOutdated(now))
            return new SubmissionRefusal(SubmissionReasons.Outdated, "");
        CorimIntake intake = AddTo(new EndorsementSetBuilder(), corim);
        notUsed = intake.NotUsed;
        if (intake.References + intake.Identities + intake.Nodes == 0)
            return new SubmissionRefusal(SubmissionReasons.NothingUsed, string.Join("; ", intake.NotUsed.Take(8)));
        lock (_submitting)
        {
            _store.AddEndorsement(endorsement, now);
            if (_corims.TryAdd(endorsement.Digest, corim))
                _current = null;
        }
        return null;
    }

    private EndorsementSet Rebuilt()
    {
        lock (_submitting)
            return _current ??= Build();
    }

    private EndorsementSet Build()
    {
        var builder = new EndorsementSetBuilder();
        foreach (VerifiedCorim corim in _corims.Values)
            AddTo(builder, corim);
        return builder.With(_anchors).Build();
    }

    private static CorimIntake AddTo(EndorsementSetBuilder builder, VerifiedCorim corim) =>
        builder.AddCorim(corim.Manifest, corim.Signer, corim.SignatureValidity);
}
