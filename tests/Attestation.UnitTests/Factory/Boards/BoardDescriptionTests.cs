using Attestation.Dice;
using Attestation.Factory.Boards;
using Attestation.Formats.Reasons;

namespace Attestation.UnitTests.Factory.Boards;

/// <summary>Every description in hardware/boards is in order, and reading is strict (docs/boards.md).</summary>
public sealed class BoardDescriptionTests
{
    public static TheoryData<string> Boards => [.. Directory.GetDirectories(SampleBoard.Folder).Select(d => Path.GetFileName(d)!).Order(StringComparer.Ordinal)];

    [Fact]
    public void EveryFolderIsABoardOfTheProgram() =>
        Assert.Equal(["esp32", "esp32-s3", "raspberry-pi-tpm", "rp2350", "stm32f769i-disco"], BoardCatalogue.Names);

    [Theory]
    [MemberData(nameof(Boards))]
    public void ADescriptionIsInOrder(string name)
    {
        BoardDescription board = BoardCatalogue.Read(Path.Combine(SampleBoard.Folder, name, "board.yaml"));
        Assert.Equal(name, board.Name);
        Assert.Empty(board.Check());
        Assert.Contains(DiceAlgorithm.P256, board.Algorithms);
        Assert.NotNull(board.FindPin(PinUse.Tamper));
        Assert.NotNull(board.FindPin(PinUse.StatusLed));
    }

    /// <summary>What the interpreter's partition tables and linker scripts say; NANO.md has the same figures.</summary>
    [Theory]
    [InlineData("esp32", 1792, null)]
    [InlineData("esp32-s3", 2944, null)]
    [InlineData("stm32f769i-disco", 1280 - 256, 13 * 1024)]
    [InlineData("rp2350", 2960, 512)]
    public void TheDeploymentRegionIsTheInterpreters(string name, int deploymentKib, int? managedKib)
    {
        BoardDescription board = BoardCatalogue.Read(name);
        Assert.Equal(deploymentKib * 1024L, board.Storage.Find(board.Deployment.Partition!)!.Size);
        Assert.Equal(managedKib * 1024L, board.Deployment.ManagedMemory);
    }

    [Theory]
    [MemberData(nameof(Boards))]
    public void TheReadmeNamesEveryLocksCommands(string name)
    {
        string readme = File.ReadAllText(Path.Combine(SampleBoard.Folder, name, "README.md"));
        foreach (BoardLock one in BoardCatalogue.Read(name).Locks)
        {
            foreach (string command in one.Command.Split(" && ").Append(one.ReadBack))
                Assert.True(readme.Contains(command, StringComparison.Ordinal), $"{name}/README.md does not name the command of {one.Id}: {command}");
        }
    }

    [Theory]
    [InlineData("a key that is not known", "schema: 1", "schema: 1\ncolour: red", "board.unknown-key")]
    [InlineData("a key deep inside that is not known", "address: 0", "address: 0\n  adress: 0", "board.unknown-key")]
    [InlineData("a key twice", "name: esp32", "name: esp32\nname: esp32", "board.duplicate-key")]
    [InlineData("an algorithm twice", "[p256, ed25519]", "[p256, p256]", "board.duplicate-key")]
    [InlineData("a missing member", "title: ESP32 revision 3 or later, 4 MiB flash\n", "", "board.malformed")]
    [InlineData("a later schema", "schema: 1", "schema: 2", "board.malformed")]
    [InlineData("a number in quotes", "schema: 1", "schema: \"1\"", "board.malformed")]
    [InlineData("a number where a text belongs", "label: IO27", "label: 27", "board.malformed")]
    [InlineData("a truth value in quotes", "reversible: false", "reversible: \"false\"", "board.malformed")]
    [InlineData("YAML 1.1's no", "reversible: false", "reversible: no", "board.malformed")]
    [InlineData("a text where a list belongs", "native-hmac: [sha256, sha512]", "native-hmac: sha256", "board.malformed")]
    [InlineData("a size without a unit that is known", "size: 4 MiB", "size: 4 MB", "board.malformed")]
    [InlineData("a partition of no size", "size: 0x6000", "size: 0", "board.malformed")]
    [InlineData("a word that is none", "runtime: nanoframework", "runtime: basic", "board.malformed")]
    [InlineData("a tamper input that floats", "active: high, pull: up", "active: high", "board.malformed")]
    [InlineData("an output without a level", "number: 2, label: IO2, active: high", "number: 2, label: IO2", "board.malformed")]
    [InlineData("a bus with a level", "label: VSPI CLK", "label: VSPI CLK, active: low", "board.malformed")]
    [InlineData("both a list and never", "  otherwise: debug", "  never: true\n  otherwise: debug", "board.malformed")]
    [InlineData("Normal for what is not locked", "otherwise: debug", "otherwise: normal", "board.malformed")]
    [InlineData("an anchor", "name: esp32", "name: &a esp32", "board.malformed")]
    [InlineData("a tag", "name: esp32", "name: !!str esp32", "board.malformed")]
    [InlineData("a second document", "schema: 1", "---\nschema: 1\n---\n", "board.malformed")]
    [InlineData("no YAML", "schema: 1", "schema: [1", "board.malformed")]
    public void WhatIsNoDescriptionIsRefused(string what, string old, string changed, string reason)
    {
        _ = what;
        Assert.Equal(reason, Sample.Refusal(() => SampleBoard.With(old, changed)).Id);
    }

    [Fact]
    public void ARefusalNamesTheLine()
    {
        var refusal = Assert.Throws<Attestation.Factory.FactoryException>(() => SampleBoard.With("runtime: nanoframework", "runtime: basic"));
        Assert.Contains("line 5: runtime", refusal.Detail);
    }

    [Fact]
    public void ADescriptionOfABoardThatNormalNeverFitsIsInOrder() =>
        Assert.Empty(SampleBoard.With("normal: [secure-boot, flash-encryption, uds-write, jtag, download-mode, interpreter]", "never: true", "latch: software", "latch: none").Check());

    [Fact]
    public void AnUnknownBoardIsAnswered() => Assert.Equal(BoardReasons.Unreadable, Sample.Refusal(() => BoardCatalogue.Read("./nowhere/board.yaml")));
}
