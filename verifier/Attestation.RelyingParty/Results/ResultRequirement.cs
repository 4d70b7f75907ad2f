using Attestation.Formats.Ear;
using Attestation.Formats.Keys;

namespace Attestation.RelyingParty.Results;

/// <summary>What a relying party asks of every result (RFC 9334 section 8.5, appraisal policy for attestation results).</summary>
public sealed record ResultRequirement
{
    /// <summary>The worst status that is taken: <see cref="EarStatus.Affirming"/>, or <see cref="EarStatus.Warning"/> as well. Never a worse one, and never "none".</summary>
    public EarStatus WorstStatus
    {
        get;
        init => field = value is EarStatus.Affirming or EarStatus.Warning ? value : throw new ArgumentOutOfRangeException(nameof(value), "affirming or warning");
    } = EarStatus.Affirming;

    /// <summary>Greatest age; null where the result's own expiry is enough.</summary>
    public TimeSpan? MaxAge { get; init; }

    /// <summary>By how much the verifier's clock may be ahead. It never prolongs a result.</summary>
    public TimeSpan ClockSkew { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>verifier-id: developer; null where any will do.</summary>
    public string? VerifierDeveloper { get; init; }

    /// <summary>verifier-id: build; null where any will do.</summary>
    public string? VerifierBuild { get; init; }

    /// <summary>The dialect that is taken; null for both.</summary>
    public EarDialect? Dialect { get; init; }

    /// <summary>Submodules that must be there; what else is there must be good as well.</summary>
    public IReadOnlyList<string> Submodules { get; init; } = [];
}

/// <summary>What a relying party knows of the one exchange that a result is presented in.</summary>
public sealed record ResultExpectation
{
    public static readonly ResultExpectation Nothing = new();

    /// <summary>The nonce that the relying party gave; null where it gave none. Compared in constant time.</summary>
    public ReadOnlyMemory<byte>? Nonce { get; init; }

    /// <summary>Whom the result must speak of: a node's name, or the id of a node or device, or a UEID, both in lower-case hex.</summary>
    public string? Subject { get; init; }

    /// <summary>The key that the caller proved to hold, by TLS for example: the result must attest this key.</summary>
    public VerificationKey? HeldKey { get; init; }
}
