using System.Security.Cryptography;
using Attestation.Appraisal.Endorsements;
using Attestation.Formats;
using Attestation.Formats.Dice;
using Attestation.Formats.Eat;
using Attestation.Formats.Reasons;

namespace Attestation.Appraisal.Devices;

/// <summary>Step 3: from the chain beside the evidence to the key that must have signed it. Chains that verified before are recognised by their bytes.</summary>
internal static class ChainStep
{
    /// <returns>Null where there is no usable chain; the record says why.</returns>
    internal static KnownChain? Verify(UnverifiedEat token, AppraisalRequest request, AppraisalRecord record)
    {
        if (token.X5Chain.Count == 0 && token.DiceChain is null)
        {
            record.Add(AppraisalReasons.ChainMissing, "evidence/unprotected", "x5chain or a CBOR DICE chain", "neither");
            return null;
        }
        ChainKey key = request.KnownChains is null ? default : KeyOf(token, request.Endorsements);
        if (request.KnownChains?.Find(key) is { } known && StillHolds(known, request))
            return known;
        return VerifyAnew(token, request, key, record);
    }

    /// <summary>What may have changed since: the time, and which of the chain's keys are enrolled. All else is in the key of the cache.</summary>
    private static bool StillHolds(KnownChain known, AppraisalRequest request) =>
        known.NotBefore <= request.Now && request.Now <= known.NotAfter
        && known.Enrolled == ChainReading.Enrolled(known.Bearers, request.Endorsements.Anchors(request.Policy.AcceptUnsignedCorim));

    private static KnownChain? VerifyAnew(UnverifiedEat token, AppraisalRequest request, in ChainKey key, AppraisalRecord record)
    {
        if (!TryRead(token, out UnverifiedDiceChain chain, out ParseError error))
        {
            record.Findings.Add(Results.Finding.FromParse(error, "evidence"));
            return null;
        }
        DiceAnchors anchors = request.Endorsements.Anchors(request.Policy.AcceptUnsignedCorim);
        DiceChainResult result = DiceChainVerifier.Verify(chain, anchors, DiceChainRules.OpenDice, request.Now);
        foreach (ChainFinding finding in result.Findings)
            record.Add(finding.Code, finding.Where, finding.Expected, finding.Actual);
        if (result.Chain is not { } verified)
            return null;
        KnownChain made = ChainReading.Make(verified, chain, anchors);
        request.KnownChains?.Add(key, made);
        return made;
    }

    private static bool TryRead(UnverifiedEat token, out UnverifiedDiceChain chain, out ParseError error)
    {
        if (token.DiceChain is not { } cbor)
            return UnverifiedDiceChain.TryReadX509(token.X5Chain, leafFirst: true, out chain, out error);
        bool good = UnverifiedDiceChain.TryReadCbor(cbor, out chain, out error);
        error = good ? default : error.Within("dice-chain");
        return good;
    }

    /// <summary>SHA-256 over the anchors' digest, the form and the SHA-256 of each certificate, or of the CBOR chain.</summary>
    private static ChainKey KeyOf(UnverifiedEat token, EndorsementSet endorsements)
    {
        const int HashSize = SHA256.HashSizeInBytes;
        Span<byte> digests = stackalloc byte[(UnverifiedDiceChain.MaxElements + 2) * HashSize];
        endorsements.AnchorsDigest.Span.CopyTo(digests);
        int used = HashSize;
        if (token.DiceChain is { } cbor)
        {
            SHA256.HashData(cbor.Span, digests[used..]);
            used += HashSize + 1; // one more zero byte than certificates ever add: no list of certificates hashes to the same
        }
        for (int i = 0; i < token.X5Chain.Count && i < UnverifiedDiceChain.MaxElements; i++)
        {
            SHA256.HashData(token.X5Chain[i].Span, digests[used..]);
            used += HashSize;
        }
        Span<byte> whole = stackalloc byte[HashSize];
        SHA256.HashData(digests[..used], whole);
        return ChainKey.FromDigest(whole);
    }
}
