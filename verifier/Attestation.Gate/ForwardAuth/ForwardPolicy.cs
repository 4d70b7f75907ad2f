using Attestation.Formats.Ear;

namespace Attestation.Gate.ForwardAuth;

/// <summary>What a client certificate must be.</summary>
public enum CertificateDemand
{
    /// <summary>None is looked at.</summary>
    None,

    /// <summary>Its key must be the one that the result attests: then a result that was stolen is of no use. Its chain is the verifier's business.</summary>
    Key,

    /// <summary>Its DICE chain must end at an anchor; where a result is asked for as well, its key must be the attested one.</summary>
    Chain,
}

/// <summary>One policy of forward authentication, under <c>forwardAuth.policies.NAME</c>: what a request must show.</summary>
public sealed record ForwardPolicy
{
    public required string Name { get; init; }

    /// <summary>Is an attestation result asked for?</summary>
    public bool Result { get; init; } = true;

    public CertificateDemand Certificate { get; init; } = CertificateDemand.None;

    /// <summary>Worst status of a result that is taken.</summary>
    public EarStatus Status { get; init; } = EarStatus.Affirming;

    /// <summary>Greatest age of a result; null where its own expiry is enough.</summary>
    public TimeSpan? MaxAge { get; init; }

    public IReadOnlyList<string> Submodules { get; init; } = [];

    /// <summary>verifier-id that is taken; null for any.</summary>
    public string? VerifierBuild { get; init; }

    /// <summary>Is a node's result held against the verifier's feed, so that one that was revoked, or followed by a bad one, counts no longer?</summary>
    public bool Feed { get; init; } = true;
}
