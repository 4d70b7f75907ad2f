namespace Attestation.Appraisal.Endorsements;

/// <summary>
/// Everything the world says about devices, ready for appraisals: reference values, identities and trust anchors. Immutable; made by
/// <see cref="EndorsementSetBuilder"/>; safe to share between threads.
/// </summary>
public sealed partial class EndorsementSet
{
    public static EndorsementSet Empty { get; } = new EndorsementSetBuilder().Build();

    internal EndorsementSet()
    {
    }
}
