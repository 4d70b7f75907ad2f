namespace Attestation.Appraisal.Endorsements;

/// <summary>Collects verified endorsements and makes an <see cref="EndorsementSet"/> of them. Not thread-safe.</summary>
public sealed partial class EndorsementSetBuilder
{
    public EndorsementSet Build() => new();
}
