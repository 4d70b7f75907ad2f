using System.Text.Json.Nodes;
using Attestation.Factory.Boards;
using Attestation.Factory.Lots;
using Attestation.Factory.Stations;
using Attestation.Formats.Lots;

namespace Attestation.Factory.Line.Showing;

/// <summary>A line in numbers: what its screen shows while it runs, and its last word.</summary>
/// <param name="lot">The lot, earlier runs included.</param>
/// <param name="progress">This run.</param>
/// <param name="toProve">Locks that only the operator can prove.</param>
/// <param name="wanted">How many devices are to pass; null: as many as come.</param>
internal sealed class LineSummary(LotFolder lot, LineProgress progress, IReadOnlyList<BoardLock> toProve, int? wanted)
{
    private LineEnd? _end;
    private FactoryException? _refusal;

    public LotName Lot => lot.Lot;

    public string Folder => lot.Path;

    public LineProgress Progress => progress;

    public int? Wanted => wanted;

    public IReadOnlyList<BoardLock> ToProve => toProve;

    /// <summary>The operator asked to stop, and the device in hand is being finished.</summary>
    public volatile bool IsStopping;

    /// <summary>Devices of this run that failed.</summary>
    public int Failed => progress.Count(DeviceEnd.Failed);

    public bool IsEnough => wanted is { } count && lot.Standing.Passed >= count;

    /// <summary>Of the whole lot.</summary>
    public LotNumbers Numbers => lot.Standing.Numbers;

    public void Ended(LineEnd end) => _end = end;

    public void Refused(FactoryException refusal) => (_end, _refusal) = (LineEnd.Refused, refusal);

    /// <summary>Until as many have passed as are wanted, at the rate and yield of now; null where that cannot be told.</summary>
    public TimeSpan? Remaining
    {
        get
        {
            LotNumbers numbers = Numbers;
            if (wanted is not { } count || progress.Rate is not { } rate || rate <= 0 || numbers.Passed == 0)
                return null;
            double seconds = Math.Max(0, count - numbers.Passed) / (rate * numbers.Yield);
            return seconds < TimeSpan.FromDays(999).TotalSeconds ? TimeSpan.FromSeconds(seconds) : null;
        }
    }

    public string Sentence => _end switch
    {
        LineEnd.Enough => $"Done: {Numbers.Passed} devices of lot {Lot.Name} have passed.",
        LineEnd.NoMoreDevices => $"No more devices come; {Numbers.Passed} of lot {Lot.Name} have passed.",
        LineEnd.Stopped => $"Stopped; {Numbers.Passed} devices of lot {Lot.Name} have passed.",
        _ => $"The line cannot go on; {Numbers.Passed} devices of lot {Lot.Name} have passed.",
    };

    /// <summary>What the text says at the end: the sentence, the numbers, and the failures of the lot by reason.</summary>
    public IEnumerable<string> LastWords()
    {
        LotNumbers numbers = Numbers;
        yield return Sentence;
        yield return $"  {numbers.Failed} failed, {numbers.Open} open, yield {LineText.Percent(numbers.Yield)}; this run took {LineText.Span(progress.Elapsed)}";
        foreach (LotFailures failure in numbers.Failures)
            yield return $"  {failure.Count}  {failure.Reason}";
    }

    public JsonObject Document()
    {
        LotNumbers numbers = Numbers;
        var document = new JsonObject
        {
            ["lot"] = Lot.Name,
            ["lotId"] = Convert.ToHexStringLower(Lot.Id.Span),
            ["folder"] = Folder,
            ["ended"] = _end switch { LineEnd.Enough => "enough", LineEnd.NoMoreDevices => "no-more-devices", LineEnd.Stopped => "stopped", _ => "refused" },
            ["passed"] = numbers.Passed,
            ["failed"] = numbers.Failed,
            ["open"] = numbers.Open,
            ["yield"] = Math.Round(numbers.Yield, 4),
            ["failures"] = new JsonObject(numbers.Failures.Select(f => KeyValuePair.Create(f.Reason, (JsonNode?)JsonValue.Create(f.Count)))),
            ["run"] = new JsonObject(Enum.GetValues<DeviceEnd>().Select(end => KeyValuePair.Create(end.ToString().ToLowerInvariant(), (JsonNode?)JsonValue.Create(progress.Count(end)))))
            {
                ["seconds"] = Math.Round(progress.Elapsed.TotalSeconds, 1),
            },
            ["toProve"] = new JsonArray([.. toProve.Select(l => new JsonObject { ["lock"] = l.Id, ["readBack"] = l.ReadBack, ["expect"] = l.Expect })]),
        };
        if (_refusal is { } refusal)
            document["refusal"] = new JsonObject { ["reason"] = refusal.Reason.Id, ["detail"] = refusal.Detail, ["remedy"] = refusal.Reason.Remedy };
        return document;
    }
}
