using System.Globalization;
using Attestation.Formats.Reasons;
using Attestation.Verifier.Http;

namespace Attestation.Verifier.Feed;

/// <summary>What a reader of the feed asks for.</summary>
/// <param name="After">Only what changed behind this position; 0 for everything.</param>
/// <param name="Store">The database that gave the position; null where the reader does not say.</param>
/// <param name="Wait">How long to wait where nothing has changed, 0 to 60 seconds.</param>
/// <param name="Limit">1 to 1000; 500 where nothing is said.</param>
public readonly record struct VerdictQuery(long After, string? Store, TimeSpan Wait, int Limit)
{
    public const int LongestWait = 60;
    public const int LargestPage = 1000;

    public static Refusal? Read(IQueryCollection query, out VerdictQuery asked)
    {
        asked = default;
        if (StrictQuery.Check(query, "after", "store", "wait", "limit") is { } wrong)
            return wrong;
        if (!TryNumber(query, "after", 0, 0, long.MaxValue, out long after))
            return new Refusal(400, HttpReasons.Query, "after is the sequence of an earlier answer, or 0");
        if (!TryNumber(query, "wait", 0, 0, LongestWait, out long wait))
            return new Refusal(400, HttpReasons.Query, $"wait is 0 to {LongestWait} seconds");
        if (!TryNumber(query, "limit", 500, 1, LargestPage, out long limit))
            return new Refusal(400, HttpReasons.Query, $"limit is 1 to {LargestPage}");
        string? store = query.TryGetValue("store", out var given) ? given.ToString() : null;
        if (store is not null && !Guid.TryParseExact(store, "D", out _))
            return new Refusal(400, HttpReasons.Query, "store is the UUID of an earlier answer");
        asked = new VerdictQuery(after, store?.ToLowerInvariant(), TimeSpan.FromSeconds(wait), (int)limit);
        return null;
    }

    private static bool TryNumber(IQueryCollection query, string name, long fallback, long least, long most, out long number)
    {
        number = fallback;
        return !query.TryGetValue(name, out var text)
            || (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number >= least && number <= most);
    }
}
