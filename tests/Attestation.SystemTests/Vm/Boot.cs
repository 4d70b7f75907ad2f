using System.Text.Json;

namespace Attestation.SystemTests.Vm;

/// <summary>What a guest handed out.</summary>
/// <param name="Folder">Its files.</param>
/// <param name="Run">One line: how it was booted, seconds, status.</param>
internal sealed record Boot(string Folder, string Run)
{
    public string this[string name] => Path.Combine(Folder, name);

    public string Text(string name)
    {
        Assert.True(File.Exists(this[name]), $"the guest handed out no {name}; its job said: {File.ReadAllText(this["job.log"])}");
        return File.ReadAllText(this[name]);
    }

    /// <summary>One run of the agent in the guest.</summary>
    public CommandRun Step(string step) => new(int.Parse(Text(step + ".exit")), Text(step + ".out"), Text(step + ".err"));

    /// <summary>Address of the appraisal that a run of the agent led to: its log names it.</summary>
    public string Appraisal(string step)
    {
        CommandRun run = Step(step);
        string? address = run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonElement.Parse(line).TryGetProperty("appraisal", out JsonElement value) ? value.GetString() : null)
            .LastOrDefault(value => value is not null);
        Assert.True(address is not null, $"{step} in {Run} led to no appraisal: {run.Output} {run.Error}");
        return address;
    }
}
