using System.Text;
using Attestation.Formats.Reasons;
using Attestation.NodeAgent.Verifiers;

namespace Attestation.NodeAgent.Joining;

/// <summary>What became of a certificate signing request (certificates.k8s.io/v1, status).</summary>
public static class SigningRequestOutcome
{
    /// <param name="request">As the API server gives it.</param>
    /// <param name="isOfEarlierRun">It had been filed before.</param>
    /// <returns>PEM of the certificate; null while there is none.</returns>
    /// <exception cref="JoinFailure">join.denied, with what the gate wrote on it; join.failed, with what the signer wrote.</exception>
    public static string? Certificate(SigningRequest request, bool isOfEarlierRun)
    {
        foreach (SigningRequestCondition condition in request.Status?.Conditions ?? [])
        {
            if (condition.Type == "Denied")
                throw Ended(JoinReasons.Denied, request, condition, isOfEarlierRun);
            if (condition.Type == "Failed")
                throw Ended(JoinReasons.Failed, request, condition, isOfEarlierRun);
        }
        return request.Status?.Certificate is { Length: > 0 } certificate ? Encoding.ASCII.GetString(certificate) : null;
    }

    private static JoinFailure Ended(ReasonCode reason, SigningRequest request, SigningRequestCondition condition, bool isOfEarlierRun) =>
        new(reason, Answer.Printable($"On {request.Metadata.Name} stands {condition.Reason ?? "no reason"}: {condition.Message ?? "nothing more."}"))
        {
            Because = condition.Reason, IsOfEarlierRun = isOfEarlierRun,
        };
}
