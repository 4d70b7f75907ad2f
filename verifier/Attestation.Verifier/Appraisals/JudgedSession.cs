using Attestation.Appraisal.Results;
using Attestation.Verifier.Sessions;

namespace Attestation.Verifier.Appraisals;

/// <summary>A session with its answer, as this request made it.</summary>
/// <param name="Session">The session, complete.</param>
/// <param name="Signed">The signed result in the form that was asked for.</param>
/// <param name="Result">The appraisal behind it.</param>
public sealed record JudgedSession(Session Session, SignedResult Signed, AppraisalResult Result);
