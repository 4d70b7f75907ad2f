using Attestation.Formats.Reasons;

namespace Attestation.Verifier.Http;

/// <summary>A query in which a misspelt parameter is refused: it would look obeyed and be ignored.</summary>
internal static class StrictQuery
{
    /// <param name="query">The request's query.</param>
    /// <param name="known">Names that the endpoint reads; each may stand once.</param>
    public static Refusal? Check(IQueryCollection query, params ReadOnlySpan<string> known)
    {
        foreach (var (name, values) in query)
        {
            if (!known.Contains(name))
                return new Refusal(400, HttpReasons.Query, $"unknown parameter; this endpoint reads {string.Join(", ", known!)}");
            if (values.Count != 1)
                return new Refusal(400, HttpReasons.Query, $"{name} stands {values.Count} times");
        }
        return null;
    }
}
