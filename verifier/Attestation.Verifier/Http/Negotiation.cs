using Attestation.Formats.Reasons;
using Microsoft.Net.Http.Headers;

namespace Attestation.Verifier.Http;

/// <summary>Content negotiation (RFC 9110 sections 8.3 and 12.5.1) as far as these endpoints need it.</summary>
public static class Negotiation
{
    /// <summary>Chooses what to write.</summary>
    /// <param name="request">Its Accept header; none admits everything.</param>
    /// <param name="offers">What the endpoint writes, the default first.</param>
    /// <param name="chosen">The offer the header likes best; the earlier one where it likes two alike.</param>
    public static bool TryChoose(HttpRequest request, IReadOnlyList<string> offers, out string chosen)
    {
        chosen = offers[0];
        if (request.Headers.Accept.Count == 0)
            return true;
        if (!MediaTypeHeaderValue.TryParseStrictList(request.Headers.Accept, out var ranges))
            return false;
        double best = 0;
        foreach (string offer in offers)
        {
            double quality = QualityOf(MediaTypeHeaderValue.Parse(offer), ranges);
            if (quality > best)
                (best, chosen) = (quality, offer);
        }
        return best > 0;
    }

    public static Refusal NotAcceptable(IReadOnlyList<string> offers) =>
        new(406, HttpReasons.NotAcceptable, $"this endpoint writes {string.Join(", ", offers)}");

    /// <summary>Whether the Content-Type is one of the types, parameters aside; otherwise the answer names them in Accept.</summary>
    /// <param name="request">The request.</param>
    /// <param name="response">Gets the Accept header where the type is refused (RFC 9110 section 12.5.1).</param>
    /// <param name="types">What the endpoint reads.</param>
    /// <param name="mediaType">The Content-Type as it came, parameters included.</param>
    public static Refusal? CheckContentType(HttpRequest request, HttpResponse response, IReadOnlyList<string> types, out string mediaType)
    {
        mediaType = request.ContentType ?? "";
        if (MediaTypeHeaderValue.TryParse(mediaType, out var given) && types.Any(t => given.MediaType.Equals(EssenceOf(t), StringComparison.OrdinalIgnoreCase)))
            return null;
        response.Headers.Accept = string.Join(", ", types);
        return new Refusal(415, HttpReasons.MediaType, mediaType.Length == 0 ? "no Content-Type" : $"Content-Type {mediaType}");
    }

    /// <summary>A media type without its parameters.</summary>
    public static string EssenceOf(string mediaType)
    {
        int end = mediaType.IndexOf(';');
        return (end < 0 ? mediaType : mediaType[..end]).Trim();
    }

    /// <summary>The most specific range that covers the offer decides (RFC 9110 section 12.5.1).</summary>
    private static double QualityOf(MediaTypeHeaderValue offer, IList<MediaTypeHeaderValue> ranges) =>
        ranges.Where(offer.IsSubsetOf)
            .OrderBy(r => r.MatchesAllTypes ? 2 : r.MatchesAllSubTypes ? 1 : 0)
            .Select(r => r.Quality ?? 1)
            .FirstOrDefault();
}
