using System.Diagnostics.CodeAnalysis;
using Attestation.Formats.Ear;
using Attestation.Formats.Reasons;

namespace Attestation.RelyingParty.Results;

/// <summary>What came of a check: either <see cref="Claims"/>, verified and good, or the first <see cref="Reason"/> not to rely on them.</summary>
public sealed record ResultCheckOutcome
{
    private ResultCheckOutcome(EarClaims? claims, DateTimeOffset expires, ReasonCode? reason, string detail)
    {
        Claims = claims;
        Expires = expires;
        Reason = reason;
        Detail = detail;
        Subject = claims is null ? new ResultSubject() : ResultSubject.Of(claims);
    }

    [MemberNotNullWhen(true, nameof(Claims))]
    [MemberNotNullWhen(false, nameof(Reason))]
    public bool IsGood => Reason is null;

    /// <summary>Null where the result is good.</summary>
    public ReasonCode? Reason { get; }

    /// <summary>What was found, for people; holds nothing that could break a line.</summary>
    public string Detail { get; }

    /// <summary>Null where the result is not good: nothing of it may be used.</summary>
    public EarClaims? Claims { get; }

    /// <summary>Whom it speaks of; without names where it is not good.</summary>
    public ResultSubject Subject { get; }

    /// <summary>From then on the result counts no longer: its expiry, or its greatest age, whichever is sooner.</summary>
    public DateTimeOffset Expires { get; }

    internal static ResultCheckOutcome Good(EarClaims claims, DateTimeOffset expires) => new(claims, expires, null, "");

    internal static ResultCheckOutcome Bad(ReasonCode reason, string detail) => new(null, default, reason, detail);
}
