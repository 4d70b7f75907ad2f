namespace Attestation.SystemTests.Docs;

/// <summary>docs/walkthrough.md, docs/first-board.md and docs/nodes.md as a stranger runs them: every command, in an empty folder, one shell, stopping at the first that fails.</summary>
public sealed class WalkthroughTests
{
    [Fact]
    public async Task EveryCommandOfTheWalkthroughSucceeds()
    {
        string output = await Walkthrough.RunAsync("walkthrough.md");
        Assert.Equal(2, output.Split("The verifier affirms the board.").Length - 1);
        Assert.Contains("dice.layer.mode.debug", output, StringComparison.Ordinal);
        Assert.Contains("verdict: affirming", output, StringComparison.Ordinal);
        Assert.Contains("dice.layer.rollback", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EveryCommandToTheFirstBoardSucceeds()
    {
        string output = await Walkthrough.RunAsync("first-board.md");
        Assert.Contains("Released Example Devices edge-1 1.0.0 for esp32-s3.", output, StringComparison.Ordinal);
        Assert.Contains("3 of lot lot-1 have passed", output, StringComparison.Ordinal);
        Assert.Equal(3, output.Split("  affirming  ").Length - 1);
        Assert.Contains("The lot holds", output, StringComparison.Ordinal);
        Assert.Contains("Endorsed 3 devices of lot lot-1.", output, StringComparison.Ordinal);
        Assert.Contains("Boards that confirmed the new release never start the old one again", output, StringComparison.Ordinal);
        Assert.Contains("The release runs on trial.", output, StringComparison.Ordinal);
        Assert.Contains("verdict: affirming", output, StringComparison.Ordinal);
        Assert.Contains("What runs is confirmed", output, StringComparison.Ordinal);
    }

    [Fact]
    public void TheReadmeHasTheSameCommandsAndFewerThanTen()
    {
        string page = Walkthrough.Commands("first-board.md").Replace("\\\n", "", StringComparison.Ordinal);
        string[] commands = Walkthrough.Blocks("README.md").Single(block => block.Contains("attest-factory line", StringComparison.Ordinal)).Replace("\\\n", "", StringComparison.Ordinal)
            .Replace("& sleep 3", "&", StringComparison.Ordinal) // the page waits for what it reads in the outputs
            .Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.InRange(commands.Length, 5, 9);
        Assert.StartsWith("./build.sh", commands[0], StringComparison.Ordinal);
        Assert.All(commands[1..], command => Assert.Contains(command, page, StringComparison.Ordinal));
    }

    [Fact]
    public async Task EveryCommandOfTheNodesPageSucceeds()
    {
        string output = await Walkthrough.RunAsync("nodes.md");
        Assert.Equal(3, output.Split("The verifier affirms this node.").Length - 1);
        Assert.Contains("worker-1 is revoked: rack 4 is being moved", output, StringComparison.Ordinal);
        Assert.Equal(2, output.Split("1 node: 1 trusted").Length - 1);
        Assert.Contains("boot.command-line at event 40 (PCR 8, ", output, StringComparison.Ordinal);
        Assert.Contains("panic=5 init=/bin/sh", output, StringComparison.Ordinal);
        foreach (string reason in (string[])["boot.initrd", "boot.secure-boot.off", "ima.not-allowed", "node.revoked"])
            Assert.Contains(reason, output, StringComparison.Ordinal);
    }
}
