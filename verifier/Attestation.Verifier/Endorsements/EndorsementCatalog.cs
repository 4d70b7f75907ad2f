using Attestation.Appraisal.Endorsements;
using Attestation.Appraisal.Policies;
using Attestation.Formats.Reasons;
using Attestation.Verifier.Configuration;
using Attestation.Verifier.Logging;
using Attestation.Verifier.Storage;

namespace Attestation.Verifier.Endorsements;

/// <summary>
/// What the verifier knows about devices: the operator's anchors and the CoRIMs that were submitted, as one immutable set that a submission
/// replaces by one with more in it. CoRIMs are stored as they came and verified again at every start, so that trust taken away from a signer
/// takes away what he signed.
/// </summary>
public sealed class EndorsementCatalog
{
    private readonly Lock _submitting = new();
    private readonly SqliteStore _store;
    private readonly CorimVerifier _verifier;
    private volatile EndorsementSet _current;

    /// <exception cref="ServiceFailure">An anchor or key file cannot be read.</exception>
    public EndorsementCatalog(VerifierOptions options, Policy policy, SqliteStore store, ILogger<EndorsementCatalog> logger)
    {
        _store = store;
        _verifier = new CorimVerifier(CorimKeyFolder.Load(options.CorimKeys), policy.AcceptUnsignedCorim);
        EndorsementSetBuilder known = new EndorsementSetBuilder().With(AnchorFolder.Load(options.Anchors));
        foreach (StoredEndorsement stored in store.ListEndorsements())
        {
            if (_verifier.Verify(stored, out VerifiedCorim? corim) is { } refusal)
                logger.EndorsementLeftOut(stored.Digest, refusal.Code.Id);
            else
                AddTo(known, corim!);
        }
        _current = known.Build();
    }

    /// <summary>The set of this moment; safe to use for as long as one likes.</summary>
    public EndorsementSet Current => _current;

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
        lock (_submitting)
        {
            var more = new EndorsementSetBuilder(_current);
            CorimIntake intake = AddTo(more, corim);
            notUsed = intake.NotUsed;
            if (intake.References + intake.Identities + intake.Nodes == 0)
                return new SubmissionRefusal(SubmissionReasons.NothingUsed, string.Join("; ", intake.NotUsed.Take(8)));
            if (_store.AddEndorsement(endorsement, now))
                _current = more.Build();
        }
        return null;
    }

    private static CorimIntake AddTo(EndorsementSetBuilder builder, VerifiedCorim corim) =>
        builder.AddCorim(corim.Manifest, corim.Signer, corim.SignatureValidity);
}
