using System.Security.Cryptography;
using Attestation.Appraisal.EndorsementKeys;
using Attestation.Appraisal.Endorsements;
using Attestation.Appraisal.Policies;
using Attestation.Appraisal.Results;
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
    SqliteStore store, EndorsementKeyJudge endorsementKeys, UdsCertification certification, Processors processors, Policy policy,
    VerifierOptions options, TimeProvider clock)
{
    private const int SecretSize = 32;
    private const int LongestClassName = 128;

    /// <summary>How long an ended enrolment is remembered, so that a late node learns that it expired and not only that it is unknown.</summary>
    private static readonly TimeSpan Memory = TimeSpan.FromMinutes(10);

    /// <summary>How often enrolled nodes are to attest.</summary>
    public TimeSpan Interval => policy.Node.Interval;

    /// <summary>Judges the keys and makes a credential for them.</summary>
    /// <returns>The offer, or why there is none.</returns>
    public async Task<(CredentialOffer? Offer, Refusal? Refusal)> OpenAsync(EnrolmentRequestDocument request, CancellationToken cancellation)
    {
        if (request.NodeName is { } name && !NodeNames.IsOne(name))
            return (null, new Refusal(400, EnrolmentReasons.NodeName, $"{name.Length} characters"));
        if (request.Class is { } named && !(IsClassName(named.Vendor) && IsClassName(named.Model)))
            return (null, new Refusal(400, EnrolmentReasons.Class, $"{named.Vendor.Length} and {named.Model.Length} characters"));
        AkVerdict ak = AkChecks.Of(request.AkPublic);
        if (!ak.Accepted)
            return (null, RefusalOf(ak));
        var evidence = new EkEvidence(request.EkPublic, [.. (request.EkCertificates ?? []).Select(c => new ReadOnlyMemory<byte>(c))]);
        (TrustedEk? ek, Refusal? untrusted) = await endorsementKeys.JudgeAsync(evidence, cancellation);
        if (ek is null)
            return (null, untrusted);
        var asked = request.Class is { } c ? new DeviceClass(c.Vendor, c.Model) : (DeviceClass?)null;
        if (CheckPins(ek.Allowance, request.NodeName, asked) is { } pinned)
            return (null, pinned);
        var claim = new NodeClaim(ak.Name, request.AkPublic, ek.Name, ek.KeyHash, ek.Anchor, request.NodeName ?? ek.Allowance?.NodeName, asked ?? ek.Allowance?.Class)
        {
            EkEvidence = ek.Evidence,
        };
        return await processors.RunAsync(() => Offer(claim, ek.Public), cancellation);
    }

    /// <summary>Takes the answer to a credential. Whatever it is, there is no second one.</summary>
    /// <returns>The enrolled node and its UDS certificate, or why there is none.</returns>
    public Task<(EnrolledAnswer? Enrolled, Refusal? Refusal)> ActivateAsync(string id, ActivationRequestDocument answer, CancellationToken cancellation) =>
        processors.RunAsync(() => Activate(id, answer), cancellation);

    private (EnrolledAnswer? Enrolled, Refusal? Refusal) Activate(string id, ActivationRequestDocument answer)
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
            EnrolmentClosing.UdsTaken => (null, new Refusal(409, EnrolmentReasons.UdsTaken, $"key {enrolled!.Node.UdsKey}")),
            EnrolmentClosing.Retired => (null, Retired(enrolment!.Claim)),
            _ => (null, Unknown),
        };
    }

    private static Refusal Unknown { get; } = new(404, EnrolmentReasons.Unknown, "no such enrolment");

    private static bool IsClassName(string name) => name.Length is > 0 and <= LongestClassName && !name.Any(char.IsControl);

    private static Refusal NameTaken(NodeClaim claim) => new(409, EnrolmentReasons.NameTaken, claim.NodeName!);

    private static Refusal Retired(NodeClaim claim) => new(403, EnrolmentReasons.EkRetired, $"key {claim.EkKey}");

    private static Refusal RefusalOf(AkVerdict ak)
    {
        Finding first = ak.Findings.First(f => f.Severity == Severity.Refuse);
        return new Refusal(first.Code == TpmReasons.AkForm ? 400 : 403, first.Code, $"expected {first.Expected}, found {first.Actual}");
    }

    private static Refusal? CheckPins(EkAllowance? allowance, string? name, DeviceClass? asked)
    {
        if (allowance?.NodeName is { } ownName && name is not null && name != ownName)
            return new Refusal(403, EnrolmentReasons.EkPinned, $"the list says {ownName}");
        return allowance?.Class is { } ownClass && asked is { } other && other != ownClass
            ? new Refusal(403, EnrolmentReasons.EkPinned, $"the list says {ownClass}")
            : null;
    }

    private (CredentialOffer? Offer, Refusal? Refusal) Offer(NodeClaim claim, TpmtPublic ek)
    {
        byte[] secret = RandomNumberGenerator.GetBytes(SecretSize);
        try
        {
            if (!Credential.TryMake(ek, Convert.FromHexString(claim.AkName), secret, RandomNumberGenerator.Fill, out Credential? credential))
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
