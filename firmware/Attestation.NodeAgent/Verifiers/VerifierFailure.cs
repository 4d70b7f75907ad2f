namespace Attestation.NodeAgent.Verifiers;

/// <summary>The verifier did not do what it was asked.</summary>
/// <param name="message">A whole sentence for the operator.</param>
/// <param name="cause">What the operating system said.</param>
public sealed class VerifierFailure(string message, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>The reason of its problem document (docs/reasons.md), or null where it sent none.</summary>
    public string? Code { get; init; }

    /// <summary>Status of its answer, 0 where there was none.</summary>
    public int HttpStatus { get; init; }

    /// <summary>How long it asks to be left alone (RFC 9110 section 10.2.3).</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>
    /// It said no to this node: to its keys, its name or its class. Otherwise it was not reached, was busy, failed, or did not understand the request:
    /// that says nothing of the node.
    /// </summary>
    public bool IsRefusal => HttpStatus is >= 400 and < 500 and not (408 or 410 or 425 or 429) && Code is not null && !NotAboutNodes.Any(Code.StartsWith);

    private static readonly string[] NotAboutNodes = ["http.", "session.", "service."];
}
