using System.CommandLine;
using Attestation.NodeAgent.Commands;
using Attestation.NodeAgent.Running;

namespace Attestation.UnitTests.NodeAgent.Commands;

/// <summary>docs/agent.md names what there is.</summary>
public sealed class AgentPageTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(PublicVectors.RepositoryRoot, "docs", "agent.md"));

    [Fact]
    public void EveryCommandAndOptionStandsThere()
    {
        RootCommand root = AgentCommands.Build();
        Assert.All(root.Subcommands, command => Assert.Contains($"`{command.Name}", Page));
        IEnumerable<Option> options = root.Options.Concat(root.Subcommands.SelectMany(c => c.Options)).Where(o => o.Name is not ("--help" or "--version" or "--config"));
        Assert.All(options, option => Assert.Contains(option.Name, Page));
    }

    [Fact]
    public void EveryEventStandsThere()
    {
        AgentEvent[] events = [.. typeof(AgentEvent).GetProperties().Where(p => p.GetMethod!.IsStatic).Select(p => (AgentEvent)p.GetValue(null)!)];
        Assert.All(events, e =>
        {
            Assert.Contains($"{e.Id}", Page);
            Assert.Contains(e.Name, Page);
        });
    }
}
