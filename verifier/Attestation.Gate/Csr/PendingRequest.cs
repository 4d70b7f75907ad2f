using Attestation.Gate.Kubernetes;

namespace Attestation.Gate.Csr;

/// <summary>A request that waits for its decision.</summary>
/// <param name="request">As last seen.</param>
/// <param name="seen">When it was seen first, by this process' own clock.</param>
internal sealed class PendingRequest(CertificateSigningRequest request, DateTimeOffset seen)
{
    public CertificateSigningRequest Request { get; set; } = request;

    public DateTimeOffset Seen { get; } = seen;

    /// <summary>From when its patience counts.</summary>
    public DateTimeOffset PatientFrom { get; set; } = seen;

    /// <summary>Its patience ended while the verifier did not answer.</summary>
    public bool VerifierWasAway { get; set; }

    /// <summary>Whom it is for, once it has been judged; changes of that node's verdict bring it up again.</summary>
    public string? Node { get; set; }

    /// <summary>Attempts to write the decision that failed, one after the other.</summary>
    public int Failures { get; set; }

    /// <summary>The verifier has been asked for news because of this request.</summary>
    public bool Hurried { get; set; }
}
