using Attestation.Formats.Reasons;

namespace Attestation.Verifier.Http;

/// <summary>One reason of the closed list.</summary>
public sealed record ReasonDocument(string Code, int Event, string Sentence, string Remedy, string Clause)
{
    public static ReasonDocument Of(ReasonCode reason) => new(reason.Id, reason.EventId, reason.Sentence, reason.Remedy, reason.Clause);
}

/// <summary>The whole list, in order of event id.</summary>
public sealed record ReasonListDocument(IReadOnlyList<ReasonDocument> Reasons);
