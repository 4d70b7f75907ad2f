using System.Net;
using Attestation.Formats.Reasons;
using Attestation.Verifier.Configuration;

namespace Attestation.Verifier.Http;

/// <summary>
/// Who may do what beyond attesting, which needs no token: evidence authenticates itself. Submitting, and enrolling a node, need a token where the operator
/// asks for one.
/// Reading stored appraisals, which say what would have been accepted, needs one too; without one it is for this machine only.
/// </summary>
public sealed class Access(BearerToken submission, BearerToken reading, BearerToken enrolment, bool isLocal)
{
    /// <exception cref="ServiceFailure">service.token-file</exception>
    public static Access Load(VerifierOptions options, ListenAddress listen) => new(
        BearerToken.Load(options.SubmitTokenFile), BearerToken.Load(options.ApiTokenFile), BearerToken.Load(options.EnrolmentTokenFile),
        IPAddress.IsLoopback(listen.EndPoint.Address));

    public Refusal? CheckSubmission(HttpContext context) => submission.Check(context);

    public Refusal? CheckEnrolment(HttpContext context) => enrolment.Check(context);

    /// <summary>Refuses what the operator opened to nobody, then what comes without the token.</summary>
    public Refusal? CheckReading(HttpContext context) => isLocal || reading.IsAskedFor
        ? reading.Check(context)
        : new Refusal(StatusCodes.Status403Forbidden, HttpReasons.ApiClosed, "no --api-token-file");
}
