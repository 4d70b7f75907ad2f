using System.Security.Cryptography;
using Attestation.Appraisal.Quotes;
using Attestation.Formats;
using Attestation.Formats.Keys;
using Attestation.Formats.Reasons;
using Attestation.Tpm.Software;
using Attestation.Tpm.Wire;
using Attestation.Verifier.Http;
using Attestation.Verifier.Keys;

namespace Attestation.Verifier.Nodes;

/// <summary>
/// The DICE identity of a node: the attestation key vouches for the UDS public key by a quote whose qualifying data is
/// SHA-256("attestation-node-identity-v1" ‖ 00 ‖ activation secret ‖ SubjectPublicKeyInfo), and this verifier certifies the key. The secret
/// makes the quote one for this enrolment; whoever else signs with the key cannot know it.
/// </summary>
public sealed class UdsCertification(NodeAuthority authority)
{
    /// <summary>What is asked for beside the secret, parsed. Before anything is used up: a malformed request may be repeated.</summary>
    /// <param name="answer">The request.</param>
    /// <param name="request">Null where none of the three members is there.</param>
    public Refusal? Read(ActivationRequestDocument answer, out UdsRequest? request)
    {
        request = null;
        byte[]?[] parts = [answer.UdsPublicKey, answer.Attest, answer.Signature];
        int given = parts.Count(part => part is not null);
        if (given == 0)
            return null;
        if (given != parts.Length)
            return new Refusal(400, EnrolmentReasons.UdsIncomplete, $"{given} of 3");
        if (!VerificationKey.TryParseSpki(answer.UdsPublicKey!, out VerificationKey key, out ParseError error))
            return new Refusal(400, EnrolmentReasons.UdsKey, error.Code.Sentence);
        if (key.Kind is not (KeyKind.Ed25519 or KeyKind.P256 or KeyKind.P384))
            return new Refusal(400, EnrolmentReasons.UdsKey, $"{key.Kind}");
        request = new UdsRequest(key, answer.UdsPublicKey!, new UnverifiedQuote(answer.Attest!, answer.Signature!));
        return null;
    }

    /// <summary>Does the quote vouch for the key? The reasons are those of a quote, <c>tpm.*</c>.</summary>
    internal Refusal? Verify(UdsRequest request, NodeClaim claim, byte[] secret)
    {
        if (!WireValue.TryParseSized(claim.AkPublic, out TpmtPublic? area, out _))
            throw new ServiceFailure(ServiceReasons.RecordDamaged, "the attestation key of an enrolment");
        if (!request.Quote.TryVerify(AttestationKey.Of(area), out AuthenticQuote? quote, out QuoteRefusal? refusal))
            return Refused(refusal);
        QuoteRefusal? unfit = quote.Check(new QuoteExpectation(QualifyingData(secret, request.SubjectPublicKeyInfo), null, null)).FirstOrDefault();
        return unfit is null ? null : Refused(unfit);
    }

    internal EnrolledAnswer Certify(UdsRequest request, NodeClaim claim, DateTimeOffset now)
    {
        string thumbprint = Convert.ToHexStringLower(request.Key.Thumbprint.Span);
        return new EnrolledAnswer(new KnownNode(claim, thumbprint, now), authority.CertifyUds(request.Key, claim, now));
    }

    private static byte[] QualifyingData(byte[] secret, byte[] subjectPublicKeyInfo)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData("attestation-node-identity-v1\0"u8);
        hash.AppendData(secret);
        hash.AppendData(subjectPublicKeyInfo);
        return hash.GetHashAndReset();
    }

    private static Refusal Refused(QuoteRefusal refusal) =>
        new(QuoteReasons.IsMalformed(refusal.Defect) ? 400 : 403, QuoteReasons.Of(refusal.Defect), refusal.Sentence);
}

/// <summary>The wish to have a UDS key certified.</summary>
/// <param name="Key">The UDS public key.</param>
/// <param name="SubjectPublicKeyInfo">The same as it came.</param>
/// <param name="Quote">By the attestation key.</param>
public sealed record UdsRequest(VerificationKey Key, byte[] SubjectPublicKeyInfo, UnverifiedQuote Quote);
