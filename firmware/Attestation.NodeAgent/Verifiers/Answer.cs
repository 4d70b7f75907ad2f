using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Attestation.NodeAgent.Verifiers;

/// <summary>An answer of a server: its status and a body that was read to its end, within bounds.</summary>
/// <param name="Role">What the server is called in messages.</param>
/// <param name="Status">Of the answer.</param>
/// <param name="Body">As it came.</param>
/// <param name="Location">RFC 9110 section 10.2.2, made absolute; null where absent or elsewhere than at the server.</param>
/// <param name="RetryAfter">How long the server asks to be left alone.</param>
internal sealed record Answer(string Role, HttpStatusCode Status, ReadOnlyMemory<byte> Body, Uri? Location, TimeSpan? RetryAfter)
{
    /// <exception cref="VerifierFailure">Another status, or a body of another form.</exception>
    public T Read<T>(JsonTypeInfo<T> type, HttpStatusCode expected) where T : class
    {
        if (Status != expected)
            throw Failure();
        return TryParse(type) ?? throw new VerifierFailure($"The {Role}'s answer is no {typeof(T).Name}.") { HttpStatus = 0 };
    }

    /// <summary>What a status other than the expected means.</summary>
    private VerifierFailure Failure()
    {
        ProblemDocument? problem = TryParse(DocumentJson.Default.ProblemDocument);
        string what = problem?.Code is { } code
            ? Printable($"{code}: {problem.Title} {problem.Detail} {problem.Remedy}")
            : "no problem document";
        return new VerifierFailure($"The {Role} answered HTTP {(int)Status}: {what}")
        {
            Code = problem?.Code, HttpStatus = (int)Status, RetryAfter = RetryAfter,
        };
    }

    /// <returns>Null where the body is of another form.</returns>
    public T? TryParse<T>(JsonTypeInfo<T> type) where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(Body.Span, type);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Goes to terminals and logs: one line, no control characters, bounded.</summary>
    public static string Printable(string text) => new([.. text.Take(1000).Select(c => char.IsControl(c) ? ' ' : c)]);
}
