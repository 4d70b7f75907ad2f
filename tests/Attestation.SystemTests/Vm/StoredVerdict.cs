using System.Text.Json;

namespace Attestation.SystemTests.Vm;

/// <summary>An appraisal as the verifier stored it.</summary>
/// <param name="Document">The whole of it.</param>
internal sealed record StoredVerdict(JsonElement Document)
{
    public string Status => Document.GetProperty("status").GetString()!;

    /// <summary>Codes of all findings that refuse, each once.</summary>
    public IReadOnlySet<string> Refusals { get; } = Document.GetProperty("findings").EnumerateArray()
        .Where(f => f.GetProperty("severity").GetString() == "refuse")
        .Select(f => f.GetProperty("code").GetString()!).ToHashSet();

    /// <summary>The first finding of a code.</summary>
    public Told this[string code]
    {
        get
        {
            JsonElement found = Document.GetProperty("findings").EnumerateArray().FirstOrDefault(f => f.GetProperty("code").GetString() == code);
            Assert.True(found.ValueKind == JsonValueKind.Object, $"no {code} in {this}");
            return new Told(found.GetProperty("where").GetString()!, found.GetProperty("expected").GetString()!, found.GetProperty("actual").GetString()!);
        }
    }

    /// <summary>Status, and of each refusal the first finding.</summary>
    public string Summary => Status + string.Concat(Refusals.Order().Select(code => $"\n    {code} at {this[code].Where}, expected {this[code].Expected}, got {this[code].Actual}"));

    public override string ToString() => Status + ": " + string.Join("; ", Document.GetProperty("findings").EnumerateArray()
        .Select(f => $"{f.GetProperty("code")} {f.GetProperty("severity")} at {f.GetProperty("where")}, expected {f.GetProperty("expected")}, got {f.GetProperty("actual")}"));
}

/// <summary>What a finding names.</summary>
internal sealed record Told(string Where, string Expected, string Actual);
