namespace Attestation.Appraisal.Policies;

/// <summary>The member <c>ima</c> of <see cref="NodePolicy"/>: how the entries of a node's IMA list are judged.</summary>
public sealed record NodeImaPolicy
{
    /// <summary>Patterns of paths that are not judged; each one used shows in the result.</summary>
    public IReadOnlyList<string> Exclude { get; init; } = [];
}
