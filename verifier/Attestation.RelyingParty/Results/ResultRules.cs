using System.Security.Cryptography;
using Attestation.Formats.Ear;
using Attestation.Formats.Keys;
using Attestation.Formats.Reasons;

namespace Attestation.RelyingParty.Results;

/// <summary>The rules on verified claims, in numbered steps; the first that is broken is the answer.</summary>
internal static class ResultRules
{
    public static ResultCheckOutcome Judge(EarClaims claims, ResultRequirement requirement, ResultExpectation expected, DateTimeOffset now)
    {
        Int128 seconds = now.ToUnixTimeSeconds();
        return Times(claims, requirement, seconds)              // 1
            ?? Origin(claims, requirement)                      // 2
            ?? Submodules(claims, requirement)                  // 3
            ?? Nonce(claims, expected)                          // 4
            ?? Subject(claims, expected)                        // 5
            ?? HeldKey(claims, expected)                        // 6
            ?? ResultCheckOutcome.Good(claims, Expires(claims, requirement));
    }

    /// <summary>Step 1. A result counts from iat, less the skew of clocks, and before exp and iat + greatest age; both ends without any skew.</summary>
    private static ResultCheckOutcome? Times(EarClaims claims, ResultRequirement requirement, Int128 now)
    {
        if (claims.IssuedAt > now + (Int128)requirement.ClockSkew.TotalSeconds)
            return Bad(RelyingPartyReasons.NotYet, $"issued at {Time(claims.IssuedAt):u}");
        if (claims.Expiration is { } end && now >= end)
            return Bad(RelyingPartyReasons.Expired, $"at {Time(end):u}");
        if (claims.Expiration is null && requirement.MaxAge is null)
            return Bad(RelyingPartyReasons.NoExpiry, "no exp");
        if (requirement.MaxAge is { } age && now - claims.IssuedAt >= (Int128)age.TotalSeconds)
            return Bad(RelyingPartyReasons.TooOld, $"issued at {Time(claims.IssuedAt):u}, taken for {age}");
        return null;
    }

    /// <summary>Step 2: dialect and verifier-id.</summary>
    private static ResultCheckOutcome? Origin(EarClaims claims, ResultRequirement requirement)
    {
        if (requirement.Dialect is { } dialect && claims.Dialect != dialect)
            return Bad(RelyingPartyReasons.Profile, claims.Profile);
        bool wanted = (requirement.VerifierDeveloper is not { } developer || claims.VerifierDeveloper == developer)
            && (requirement.VerifierBuild is not { } build || claims.VerifierBuild == build);
        return wanted ? null : Bad(RelyingPartyReasons.Verifier, Shown.Safely($"{claims.VerifierDeveloper}, {claims.VerifierBuild}"));
    }

    /// <summary>Step 3: what is required is there, and everything that is there is good enough. "none" affirms nothing.</summary>
    private static ResultCheckOutcome? Submodules(EarClaims claims, ResultRequirement requirement)
    {
        if (requirement.Submodules.FirstOrDefault(name => !claims.Submodules.ContainsKey(name)) is { } missing)
            return Bad(RelyingPartyReasons.Submodule, missing);
        foreach ((string name, EarAppraisal appraisal) in claims.Submodules.OrderBy(s => s.Key, StringComparer.Ordinal))
        {
            if (appraisal.Status != EarStatus.None && appraisal.Status <= requirement.WorstStatus)
                continue;
            string reasons = string.Join(", ", appraisal.Findings.Select(f => f.Code).Distinct().Take(16));
            return Bad(RelyingPartyReasons.Status, Shown.Safely($"{name} is {Name(appraisal.Status)}{(reasons.Length > 0 ? ": " : "")}{reasons}"));
        }
        return null;
    }

    /// <summary>Step 4, in constant time for each nonce.</summary>
    private static ResultCheckOutcome? Nonce(EarClaims claims, ResultExpectation expected)
    {
        if (expected.Nonce is not { } nonce)
            return null;
        bool found = false;
        foreach (ReadOnlyMemory<byte> one in claims.Nonces)
            found |= CryptographicOperations.FixedTimeEquals(one.Span, nonce.Span);
        return found ? null : Bad(RelyingPartyReasons.Nonce, $"{claims.Nonces.Count} other nonces");
    }

    /// <summary>Step 5.</summary>
    private static ResultCheckOutcome? Subject(EarClaims claims, ResultExpectation expected)
    {
        ResultSubject subject = ResultSubject.Of(claims);
        return expected.Subject is not { } name || subject.Is(name) ? null : Bad(RelyingPartyReasons.Subject, Shown.Safely(subject.Name ?? "it names nobody"));
    }

    /// <summary>Step 6: the key that a device proved to hold, or the one that a node's quote bound for its kubelet.</summary>
    private static ResultCheckOutcome? HeldKey(EarClaims claims, ResultExpectation expected)
    {
        if (expected.HeldKey is not { } key)
            return null;
        byte[] spki = key.ToSpki();
        bool attested = claims.Submodules.Values.Any(s => s.AttestedKey is { } known && CryptographicOperations.FixedTimeEquals(known.Span, spki))
            || claims.Node?.KubeletKeySha256 == Convert.ToHexStringLower(SHA256.HashData(spki));
        return attested ? null : Bad(RelyingPartyReasons.HeldKey, key.ToString());
    }

    private static DateTimeOffset Expires(EarClaims claims, ResultRequirement requirement)
    {
        Int128 end = claims.Expiration ?? Int128.MaxValue;
        if (requirement.MaxAge is { } age)
            end = Int128.Min(end, claims.IssuedAt + (Int128)age.TotalSeconds);
        return Time(end);
    }

    /// <summary>A number of seconds as a time, held within what can be written down.</summary>
    private static DateTimeOffset Time(Int128 seconds) => DateTimeOffset.FromUnixTimeSeconds((long)Int128.Clamp(seconds,
        DateTimeOffset.MinValue.ToUnixTimeSeconds(), DateTimeOffset.MaxValue.ToUnixTimeSeconds()));

    private static string Name(EarStatus status) => status.ToString().ToLowerInvariant();

    private static ResultCheckOutcome Bad(ReasonCode reason, string detail) => ResultCheckOutcome.Bad(reason, detail);
}
