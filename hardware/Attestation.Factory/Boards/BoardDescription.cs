using Attestation.Dice;

namespace Attestation.Factory.Boards;

/// <summary>
/// A board as <c>hardware/boards/NAME/board.yaml</c> describes it (docs/boards.md): what a station needs to provision and lock it, what a release
/// must fit into, and which mode its devices may claim. Reading is strict; <see cref="Check"/> judges what was read.
/// </summary>
public sealed record BoardDescription
{
    private const int Schema = 1;

    /// <summary>The name in manifests and reports: <c>esp32-s3</c>.</summary>
    public required string Name { get; init; }

    /// <summary>For people: chip, revision, flash.</summary>
    public required string Title { get; init; }

    public required BoardRuntime Runtime { get; init; }

    /// <summary>The interpreter's build target, or the Linux board's overlay.</summary>
    public required string Target { get; init; }

    public required IReadOnlyList<BoardPin> Pins { get; init; }

    public required BoardStorage Storage { get; init; }

    public required BoardDeployment Deployment { get; init; }

    public required UdsStorage Uds { get; init; }

    public required IReadOnlyList<BoardLock> Locks { get; init; }

    public required RollbackCounter Rollback { get; init; }

    public required LayerZero LayerZero { get; init; }

    public required RandomNumbers Random { get; init; }

    /// <summary>HMACs that the board computes natively.</summary>
    public required IReadOnlyList<NativeHmac> NativeHmacs { get; init; }

    /// <summary>Algorithms of identities that the board has time and memory for, the preferred one first.</summary>
    public required IReadOnlyList<DiceAlgorithm> Algorithms { get; init; }

    public required BoardMode Mode { get; init; }

    public BoardLock? FindLock(string id) => Locks.FirstOrDefault(l => l.Id == id);

    public BoardPin? FindPin(PinUse use) => Pins.FirstOrDefault(p => p.Use == use);

    /// <summary>What is wrong with the description itself; empty when it may be relied on.</summary>
    public IReadOnlyList<BoardFinding> Check() => [.. DescriptionCheck.Run(this)];

    /// <summary>Reads a description.</summary>
    /// <param name="file">Its name, for messages.</param>
    /// <param name="text">Its content.</param>
    /// <exception cref="FactoryException">board.malformed, board.unknown-key, board.duplicate-key</exception>
    public static BoardDescription Parse(string file, string text)
    {
        var node = new BoardNode(file, "", YamlItem.Parse(file, text));
        node.Number("schema", Schema, Schema);
        var board = new BoardDescription
        {
            Name = node.Id("name"),
            Title = node.Text("title"),
            Runtime = node.Choice<BoardRuntime>("runtime"),
            Target = node.Text("target"),
            Pins = [.. node.Sections("pins").Select(BoardPin.Read)],
            Storage = BoardStorage.Read(node.Section("storage")),
            Deployment = BoardDeployment.Read(node.Section("deployment")),
            Uds = UdsStorage.Read(node.Section("uds")),
            Locks = [.. node.Sections("locks").Select(BoardLock.Read)],
            Rollback = RollbackCounter.Read(node.Section("rollback")),
            LayerZero = LayerZero.Read(node.Section("layer0")),
            Random = RandomNumbers.Read(node.Section("random")),
            NativeHmacs = node.Choices<NativeHmac>("native-hmac"),
            Algorithms = node.Choices<DiceAlgorithm>("algorithms"),
            Mode = BoardMode.Read(node.Section("mode")),
        };
        node.Done();
        return board.Algorithms.Count > 0 ? board : throw node.Wrong("algorithms", "is empty");
    }
}

public enum NativeHmac
{
    Sha256,
    Sha512,
}
