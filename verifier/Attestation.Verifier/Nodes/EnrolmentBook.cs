using System.Security.Cryptography;
using Attestation.Appraisal.Endorsements;
using Attestation.Appraisal.Policies;
using Attestation.Formats.Node;
using Attestation.Formats.Reasons;
using Attestation.Tpm.Software;
using Attestation.Tpm.Wire;
using Attestation.Verifier.Configuration;
using Attestation.Verifier.Http;
using Attestation.Verifier.Storage;

namespace Attestation.Verifier.Nodes;

/// <summary>
/// Enrols nodes by credential activation (TPM 2.0 Part 1 clause 24): a secret encrypted to the endorsement key and the attestation key's Name
/// comes back only from the one TPM that holds both.
/// </summary>
public sealed class EnrolmentBook(
    SqliteStore store, EndorsementKeyJudge endorsementKeys, UdsCertification certification, Policy policy, VerifierOptions options,
    TimeProvider clock)
{
    private const int SecretSize = 32;

    /// <summary>How long an ended enrolment is remembered, so that a late node learns that it expired and not only that it is unknown.</summary>
    private static readonly TimeSpan Memory = TimeSpan.FromMinutes(10);

    /// <summary>How often enrolled nodes are to attest.</summary>
    public TimeSpan Interval => policy.Node.Interval;

    /// <summary>Judges the keys and makes a credential for them.</summary>
    /// <returns>The offer, or why there is none.</returns>
    public (CredentialOffer? Offer, Refusal? Refusal) Open(EnrolmentRequestDocument request)
    {
        if (request.NodeName is { } name && !NodeNames.IsOne(name))
            return (null, new Refusal(400, EnrolmentReasons.NodeName, $"{name.Length} characters"));
        if (NodeAttestationKey.Judge(request.AkPublic, out byte[] akName) is { } unfit)
            return (null, unfit);
        if (endorsementKeys.Judge(request.EkPublic, out TrustedEk? ek) is { } untrusted)
            return (null, untrusted);
        var asked = request.Class is { } c ? new DeviceClass(c.Vendor, c.Model) : (DeviceClass?)null;
        var claim = new NodeClaim(Convert.ToHexStringLower(akName), request.AkPublic, ek!.Name, ek.KeyHash, ek.Anchor,
            request.NodeName ?? ek.NodeName, asked ?? ek.Class);
        return Offer(claim, ek.Public, akName);
    }

    /// <summary>Takes the answer to a credential. Whatever it is, there is no second one.</summary>
    /// <returns>The enrolled node and its UDS certificate, or why there is none.</returns>
    public (EnrolledAnswer? Enrolled, Refusal? Refusal) Activate(string id, ActivationRequestDocument answer)
    {
        DateTimeOffset now = clock.GetUtcNow();
        if (certification.Read(answer, out UdsRequest? uds) is { } malformed)
            return (null, malformed);
        Enrolment? enrolment = store.FindEnrolment(id);
        (EnrolledAnswer? enrolled, Refusal? refusal) = enrolment is null ? (null, Unknown) : Judge(enrolment, answer, uds, now);
        return store.CloseEnrolment(id, enrolled?.Node, now) switch
        {
            EnrolmentClosing.Closed => (enrolled, refusal),
            EnrolmentClosing.Used => (null, new Refusal(409, EnrolmentReasons.Used, "one answer was taken")),
            EnrolmentClosing.Expired => (null, new Refusal(410, EnrolmentReasons.Expired, $"it expired at {enrolment?.Expires:yyyy-MM-ddTHH:mm:ssZ}")),
            EnrolmentClosing.NameTaken => (null, NameTaken(enrolment!.Claim)),
            EnrolmentClosing.Retired => (null, Retired(enrolment!.Claim)),
            _ => (null, Unknown),
        };
    }

    private static Refusal Unknown { get; } = new(404, EnrolmentReasons.Unknown, "no such enrolment");

    private static Refusal NameTaken(NodeClaim claim) => new(409, EnrolmentReasons.NameTaken, claim.NodeName!);

    private static Refusal Retired(NodeClaim claim) => new(403, EnrolmentReasons.EkRetired, $"key {claim.EkKey}");

    private (CredentialOffer? Offer, Refusal? Refusal) Offer(NodeClaim claim, TpmtPublic ek, byte[] akName)
    {
        byte[] secret = RandomNumberGenerator.GetBytes(SecretSize);
        try
        {
            if (!Credential.TryMake(ek, akName, secret, RandomNumberGenerator.Fill, out Credential? credential))
                return (null, new Refusal(403, TpmReasons.EkUnfit, $"{ek.Type}, Name with {ek.NameAlg}"));
            DateTimeOffset now = clock.GetUtcNow();
            string id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
            var enrolment = new Enrolment(id, SHA256.HashData(secret), now + options.EnrolmentTtl, claim);
            return store.OpenEnrolment(enrolment, now, now - Memory, options.MaxEnrolments) switch
            {
                EnrolmentOpening.Opened => (new CredentialOffer(id, enrolment.Expires, credential!), null),
                EnrolmentOpening.TooMany => (null, new Refusal(429, EnrolmentReasons.TooMany, $"{options.MaxEnrolments} enrolments are open")),
                EnrolmentOpening.NameTaken => (null, NameTaken(claim)),
                _ => (null, Retired(claim)),
            };
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
        }
    }

    private (EnrolledAnswer? Enrolled, Refusal? Refusal) Judge(Enrolment enrolment, ActivationRequestDocument answer, UdsRequest? uds, DateTimeOffset now)
    {
        if (!CryptographicOperations.FixedTimeEquals(SHA256.HashData(answer.Secret), enrolment.SecretHash))
            return (null, new Refusal(403, EnrolmentReasons.Secret, $"{answer.Secret.Length} bytes"));
        if (uds is null)
            return (new EnrolledAnswer(new KnownNode(enrolment.Claim, null, now), null), null);
        return certification.Verify(uds, enrolment.Claim, answer.Secret) is { } refusal
            ? (null, refusal)
            : (certification.Certify(uds, enrolment.Claim, now), null);
    }
}

/// <summary>A credential on its way to a node.</summary>
/// <param name="Id">Of the enrolment.</param>
/// <param name="Expires">From this instant on no secret is taken.</param>
/// <param name="Credential">For TPM2_ActivateCredential.</param>
public sealed record CredentialOffer(string Id, DateTimeOffset Expires, Credential Credential)
{
    /// <summary>TPM2B_ID_OBJECT.</summary>
    public byte[] Blob => WireValue.EncodeSized(Credential.Blob);

    /// <summary>TPM2B_ENCRYPTED_SECRET.</summary>
    public byte[] EncryptedSecret
    {
        get
        {
            var writer = new WireWriter();
            writer.Buffer(Credential.EncryptedSecret);
            return writer.ToArray();
        }
    }
}

/// <summary>A node that answered its credential.</summary>
/// <param name="Node">Its record.</param>
/// <param name="UdsCertificate">DER; null where it certified no UDS key.</param>
public sealed record EnrolledAnswer(KnownNode Node, byte[]? UdsCertificate);
