namespace Attestation.Formats.Reasons;

/// <summary>
/// One way of being wrong. The list is closed: every code stands in <see cref="ReasonTable"/>, in docs/reasons.md, and has a producer in
/// the tests. Ids are stable: they appear in attestation results, logs, problem documents and other people's checks, so a code may be
/// added, never renamed.
/// </summary>
public sealed class ReasonCode
{
    internal ReasonCode(int eventId, string id, string sentence, string remedy, string clause)
    {
        EventId = eventId;
        Id = id;
        Sentence = sentence;
        Remedy = remedy;
        Clause = clause;
    }

    /// <summary>Log event id; each area has its own thousand or hundred, never re-used.</summary>
    public int EventId { get; }

    /// <summary>Stable dotted id, lower case: <c>dice.chain.signature</c>.</summary>
    public string Id { get; }

    /// <summary>What is wrong, in one sentence for an operator.</summary>
    public string Sentence { get; }

    /// <summary>What the operator can do about it, in one sentence.</summary>
    public string Remedy { get; }

    /// <summary>The rule that was broken: specification and section, or this project's document and section.</summary>
    public string Clause { get; }

    /// <summary>The first part of the id: <c>dice</c>, <c>cose</c>, <c>service</c>.</summary>
    public string Area => Id[..Id.IndexOf('.')];

    public override string ToString() => Id;
}
