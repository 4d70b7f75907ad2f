using System.Text.RegularExpressions;
using Attestation.Gate.Configuration;

namespace Attestation.UnitTests.Gate.Configuration;

/// <summary>docs/gate-configuration.md names every key with its default, and no other.</summary>
public sealed partial class ConfigurationPageTests
{
    [Fact]
    public void The_page_is_the_settings()
    {
        SettingsNode node = GateSamples.Node();
        GateSettings.Read(node);
        string page = File.ReadAllText(Path.Combine(PublicVectors.RepositoryRoot, "docs", "gate-configuration.md"));
        string[] written = [.. Row().Matches(page).Select(m => $"{m.Groups[1].Value} = {m.Groups[2].Value}")];
        string[] known = [.. node.Known.Select(k => $"{k.Key} = {(k.Value.Length == 0 ? "-" : k.Value)}")];
        string[] missing = [.. known.Except(written).Order(StringComparer.Ordinal)];
        Assert.True(missing.Length == 0, "add to docs/gate-configuration.md:\n" + string.Join('\n', missing));
        Assert.Empty(written.Except(known));
        Assert.Equal(written.Length, written.Distinct().Count());
    }

    [Fact]
    public void The_example_on_the_page_is_taken()
    {
        string page = File.ReadAllText(Path.Combine(PublicVectors.RepositoryRoot, "docs", "gate-configuration.md"));
        string example = page.Split("```yaml\n")[1].Split("```")[0];
        GateSettings settings = GateSettings.Read(SettingsNode.Parse("/etc/attest-gate/gate.yaml", new StringReader(example)));
        Assert.Equal("attestation.example.com", settings.Prefix);
    }

    [GeneratedRegex(@"^\| `([A-Za-z.]+)` \| `?([^`|]*?)`? \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
