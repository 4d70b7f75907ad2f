namespace Attestation.Appraisal.Endorsements;

/// <summary>What became of a CoRIM in an endorsement set. Anything in it that no appraisal will look at is named: it must not look enforced.</summary>
/// <param name="References">Reference triples that count.</param>
/// <param name="Identities">Endorsed keys that count.</param>
/// <param name="NotUsed">What does not, each with its place and reason, for people.</param>
public sealed record CorimIntake(int References, int Identities, IReadOnlyList<string> NotUsed)
{
    /// <summary>Measurements of classes of nodes that count.</summary>
    public int Nodes { get; init; }
}
