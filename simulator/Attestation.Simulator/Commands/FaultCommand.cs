using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Attestation.Factory.Commands;
using Attestation.Factory.Releases;
using Attestation.Simulator.Demonstration;
using Attestation.Simulator.Faults;
using Attestation.Simulator.Verifiers;

namespace Attestation.Simulator.Commands;

/// <summary><c>attest-sim fault list</c> and <c>attest-sim fault run</c></summary>
internal static class FaultCommand
{
    private static readonly Argument<string> Name = new("NAME") { Description = "As fault list shows it." };
    private static readonly Option<string> Verifier = new("--verifier-exe") { Description = "The attest-verifier to start.", Required = true };
    private static readonly Option<string> Out = new("--out") { Description = "Folder for everything that is made.", DefaultValueFactory = _ => "out" };
    private static readonly Option<ulong> Seed = new("--seed") { Description = "Of all secrets of this world.", DefaultValueFactory = _ => 1 };
    private static readonly Option<string[]> Images = new("--image") { Description = "Image file, once for each in boot order; default: this program's own assemblies." };

    public static Command Build()
    {
        var list = new Command("list", "Show every fault and the reason it must give.");
        list.SetAction(arguments => List(arguments.GetValue(CommandOutput.Json)));
        var run = new Command("run", "Attack one device and compare the verifier's reason with the expected one.") { Name, Verifier, Out, Seed, Images };
        run.SetAction((arguments, cancellation) => SimulatorCommands.GuardAsync(() => RunAsync(arguments, cancellation)));
        return new Command("fault", "The catalogue of attacks.") { list, run };
    }

    private static int List(bool asJson)
    {
        IReadOnlyList<Fault> all = FaultCatalogue.BuiltIn().All;
        if (asJson)
        {
            var faults = new JsonArray([.. all.Select(fault => (JsonNode)new JsonObject
            {
                ["name"] = fault.Name,
                ["stage"] = fault.Stage.ToString().ToLowerInvariant(),
                ["description"] = fault.Description,
                ["reason"] = fault.ExpectedReason,
            })]);
            Console.Out.WriteLine(faults.ToJsonString(new JsonSerializerOptions { WriteIndented = true }));
            return ExitCode.Good;
        }
        int name = all.Max(fault => fault.Name.Length), reason = all.Max(fault => fault.ExpectedReason.Length);
        foreach (Fault fault in all)
            Console.Out.WriteLine($"{fault.Name.PadRight(name)}  {fault.ExpectedReason.PadRight(reason)}  {fault.Description}");
        return ExitCode.Good;
    }

    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        Fault fault = FaultCatalogue.BuiltIn().Find(arguments.GetValue(Name)!)
            ?? throw new UsageException($"there is no fault named {arguments.GetValue(Name)}; see attest-sim fault list");
        FirmwareImage[] images = BootImages.Read(arguments.GetValue(Images) ?? []);
        OutputFolder folder = OutputFolder.Fresh(arguments.GetValue(Out)!);
        await using ProvingGround ground = await ProvingGround.StartAsync(folder.Path, arguments.GetValue(Verifier)!, arguments.GetValue(Seed), images, cancellation);
        VerifierAnswer answer = await ground.RunAsync(fault, cancellation);
        var row = new DeviceOutcome(fault.Name, fault.Description, answer.Verdict, answer.Reasons, fault.ExpectedReason, fault.IsExpected(answer));
        if (arguments.GetValue(CommandOutput.Json))
            Console.Out.WriteLine(OutcomeTable.Json([row]));
        else
            OutcomeTable.Write(Spectre.Console.AnsiConsole.Console, [row]);
        return row.IsExpected ? ExitCode.Good : ExitCode.Refused;
    }
}
