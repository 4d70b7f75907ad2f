using System.Globalization;
using Attestation.Formats.Reasons;

namespace Attestation.Verifier.Http;

/// <summary>Which page of a list is asked for.</summary>
/// <param name="After">The last id of the page before; empty for the first.</param>
/// <param name="Limit">1 to 1000; 100 where nothing is said.</param>
internal readonly record struct PageQuery(string After, int Limit)
{
    private const int LargestPage = 1000;

    public static Refusal? Read(IQueryCollection query, out PageQuery page)
    {
        page = default;
        if (StrictQuery.Check(query, "after", "limit") is { } wrong)
            return wrong;
        int limit = 100;
        if (query.TryGetValue("limit", out var text)
            && (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out limit) || limit is < 1 or > LargestPage))
            return new Refusal(400, HttpReasons.Query, $"limit is 1 to {LargestPage}");
        page = new PageQuery(query["after"].ToString(), limit);
        return null;
    }
}
