using System.Text;
using Attestation.Gate.Kubernetes;
using Attestation.Gate.Verdicts;

namespace Attestation.Gate.Csr;

/// <summary>Writes a decision into a request: PUT of its subresource approval, at the version that was judged.</summary>
internal sealed class DecisionWriter(ApiServer server, TimeProvider clock)
{
    /// <summary>Reason of the condition Approved.</summary>
    public const string ApprovedReason = "AttestationAffirmed";

    /// <param name="request">As it was judged; 409 where it has changed since.</param>
    /// <param name="judgement">Approval or denial.</param>
    /// <param name="verdict">What an approval rests on; null for an exempt node.</param>
    /// <param name="cancel">The replica no longer acts.</param>
    public Task<CertificateSigningRequest> WriteAsync(CertificateSigningRequest request, Judgement judgement, NodeVerdict? verdict, CancellationToken cancel)
    {
        DateTimeOffset now = clock.GetUtcNow();
        var condition = new CertificateSigningRequestCondition
        {
            Type = judgement.Denial is null ? "Approved" : "Denied",
            Reason = judgement.Denial is { } denial ? CamelCase(denial.Code.Id) : ApprovedReason,
            Message = judgement.Denial?.Message ?? Approval(judgement.Node!, verdict),
            LastUpdateTime = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerSecond)),
        };
        CertificateSigningRequest decided = request with { Status = request.Status with { Conditions = [condition] } };
        return server.ReplaceAsync(Resources.SigningRequests, decided, "approval", cancel);
    }

    /// <summary>A reason's id as a condition's reason: gate.csr.other-node is GateCsrOtherNode.</summary>
    internal static string CamelCase(string id)
    {
        var text = new StringBuilder(id.Length);
        foreach (string word in id.Split('.', '-'))
            text.Append(char.ToUpperInvariant(word[0])).Append(word.AsSpan(1));
        return text.ToString();
    }

    private static string Approval(string node, NodeVerdict? verdict) => verdict is null
        ? $"{node} needs no verdict (exempt)."
        : $"{node}: appraisal {verdict.Appraisal} of {verdict.At:yyyy-MM-ddTHH:mm:ssZ} is good until {verdict.Expires:yyyy-MM-ddTHH:mm:ssZ}.";
}
