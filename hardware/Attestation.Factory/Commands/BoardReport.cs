using System.Globalization;
using System.Text.Json.Nodes;
using Attestation.Dice;
using Attestation.Factory.Boards;

namespace Attestation.Factory.Commands;

/// <summary>What <c>attest-factory board</c> says.</summary>
internal static class BoardReport
{
    public static string Summary(BoardDescription board, ModeClaim claim, bool refused) =>
        refused ? $"{board.Name} is refused." : $"{board.Name}, {board.Title}: its devices may claim {Word(claim.Honest)}.";

    public static JsonObject Document(BoardDescription board, ModeClaim claim, bool refused) => new()
    {
        ["board"] = board.Name,
        ["title"] = board.Title,
        ["uds"] = $"{BoardNode.Word(board.Uds.Place)}: {board.Uds.Location}",
        ["latch"] = BoardNode.Word(board.Uds.Latch),
        ["schemes"] = new JsonArray([.. board.Uds.Schemes.Select(s => JsonValue.Create(s.ToString(CultureInfo.InvariantCulture)))]),
        ["algorithms"] = new JsonArray([.. board.Algorithms.Select(a => JsonValue.Create(BoardNode.Word(a)))]),
        ["normalNeeds"] = new JsonArray([.. (board.Mode.NormalNeeds ?? []).Select(id => JsonValue.Create(id))]),
        ["honestMode"] = Word(claim.Honest),
        ["refused"] = refused,
        ["wrong"] = Findings(claim.Wrong),
        ["againstNormal"] = Findings(claim.AgainstNormal),
    };

    /// <summary>The text: a line for each thing that is wrong, with what to do.</summary>
    public static void Write(CommandOutput output, BoardDescription board, ModeClaim claim, bool refused)
    {
        JsonObject document = Document(board, claim, refused);
        foreach (string findings in new[] { "refused", "wrong", "againstNormal", "title" })
            document.Remove(findings);
        output.Result(false, document, Summary(board, claim, refused));
        BoardFinding[] all = [.. claim.Wrong, .. claim.AgainstNormal];
        if (all.Length > 0)
            output.Table(all.Select(f => new[] { f.Reason.Id, f.Detail }));
        foreach (string remedy in all.Select(f => f.Reason.Remedy).Distinct())
            output.Table([[remedy]]);
    }

    public static JsonObject Row(BoardDescription board) => new()
    {
        ["board"] = board.Name,
        ["title"] = board.Title,
        ["uds"] = BoardNode.Word(board.Uds.Place),
        ["layer0"] = BoardNode.Word(board.LayerZero.Measurement),
        ["normal"] = board.Mode.NormalNeeds is { } needed ? $"{needed.Count} locks" : "never",
    };

    private static JsonArray Findings(IEnumerable<BoardFinding> findings) =>
        new([.. findings.Select(f => new JsonObject { ["reason"] = f.Reason.Id, ["detail"] = f.Detail, ["sentence"] = f.Reason.Sentence, ["remedy"] = f.Reason.Remedy })]);

    private static string Word(DiceMode mode) => BoardNode.Word(mode);
}
