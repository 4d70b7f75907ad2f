using System.CommandLine;
using System.Text.Json.Nodes;
using Attestation.Factory.Commands;
using Attestation.Simulator.Boards;

namespace Attestation.Simulator.Commands;

/// <summary><c>attest-sim boot</c></summary>
internal static class BootCommand
{
    private static readonly Option<string?> ChainFile = new("--chain") { Description = "Write the DICE chain (CBOR) here." };

    public static Command Build()
    {
        var boot = new Command("boot", "Boot a provisioned board on released images and show its chain.") { ChainFile };
        BoardOptions.AddTo(boot);
        boot.SetAction((arguments, _) => SimulatorCommands.GuardAsync(() => Task.FromResult(Run(arguments))));
        return boot;
    }

    private static int Run(ParseResult arguments)
    {
        using Board board = BoardOptions.Read(arguments);
        using BootedBoard running = board.Boot();
        if (arguments.GetValue(ChainFile) is { } path)
            File.WriteAllBytes(path, running.Chain.Encode());
        CommandOutput.Standard.Result(arguments.GetValue(CommandOutput.Json), new JsonObject
        {
            ["suite"] = board.Suite.Name,
            ["mode"] = board.Mode.ToString(),
            ["layers"] = board.Flash.Count,
            ["certificates"] = new JsonArray([.. running.Chain.Certificates.Select(certificate => (JsonNode)JsonValue.Create($"{certificate.Form}, {certificate.Bytes.Length} bytes"))]),
            ["ueid"] = Convert.ToHexStringLower(board.Identity.Ueid),
        }, "The board runs.");
        return ExitCode.Good;
    }
}
