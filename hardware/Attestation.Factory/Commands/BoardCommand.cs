using System.CommandLine;
using System.Text.Json.Nodes;
using Attestation.Dice;
using Attestation.Factory.Boards;

namespace Attestation.Factory.Commands;

/// <summary><c>attest-factory board check</c>, <c>attest-factory board list</c></summary>
internal static class BoardCommand
{
    private static readonly Argument<string> Board = new("board") { Description = "Name of a board, or a description (board.yaml).", HelpName = "BOARD.yaml|NAME" };
    private static readonly Option<string?> Locks = new("--locks") { Description = "What was read back of a device's locks (docs/boards.md).", HelpName = "FILE" };
    private static readonly Option<string?> Mode = new("--mode") { Description = "Refuse unless the device may claim this mode: normal.", HelpName = "MODE" };

    internal static Command Build()
    {
        Mode.AcceptOnlyFromAmong("normal");
        var check = new Command("check", "Judge a board's description, and which mode its devices may honestly claim.") { Board, Locks, Mode };
        check.SetAction(Check);
        var list = new Command("list", "Show the boards that are described.");
        list.SetAction(List);
        return new Command("board", "Boards: what they hold, what locks them, which mode is honest.") { check, list };
    }

    private static int Check(ParseResult arguments)
    {
        CommandOutput output = CommandOutput.Standard;
        return output.Guard("attest-factory", () =>
        {
            BoardDescription board = BoardCatalogue.Read(arguments.GetValue(Board)!);
            ModeClaim claim = ModeClaim.Judge(board, arguments.GetValue(Locks) is { } file ? LockList.Read(file) : null);
            bool refused = claim.Wrong.Count > 0 || (arguments.GetValue(Mode) is not null && claim.Honest != DiceMode.Normal);
            if (arguments.GetValue(CommandOutput.Json))
                output.Result(true, BoardReport.Document(board, claim, refused), "");
            else
                BoardReport.Write(output, board, claim, refused);
            return refused ? ExitCode.Refused : ExitCode.Good;
        });
    }

    private static int List(ParseResult arguments)
    {
        CommandOutput output = CommandOutput.Standard;
        return output.Guard("attest-factory", () =>
        {
            JsonObject[] rows = [.. BoardCatalogue.Names.Select(name => BoardReport.Row(BoardCatalogue.Read(name)))];
            if (arguments.GetValue(CommandOutput.Json))
                output.Result(true, new JsonObject { ["boards"] = new JsonArray([.. rows]) }, "");
            else
                output.Table([[.. rows[0].Select(m => m.Key)], .. rows.Select(r => r.Select(m => m.Value!.ToString()).ToArray())]);
            return ExitCode.Good;
        });
    }
}
