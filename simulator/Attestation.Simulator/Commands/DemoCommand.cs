using System.CommandLine;
using System.Diagnostics;
using Attestation.Factory.Commands;
using Attestation.Factory.Releases;
using Attestation.Simulator.Demonstration;
using Attestation.Simulator.Faults;
using Attestation.Simulator.Verifiers;
using Spectre.Console;

namespace Attestation.Simulator.Commands;

/// <summary><c>attest-sim demo</c></summary>
internal static class DemoCommand
{
    private static readonly Argument<string[]> Images = new("IMAGE") { Description = "Image files in boot order; one alone is started by a bootloader of our own.", Arity = ArgumentArity.OneOrMore };
    private static readonly Option<string> Verifier = new("--verifier-exe") { Description = "The attest-verifier to start.", Required = true };
    private static readonly Option<string> Out = new("--out") { Description = "Folder for everything that is made; the one of an earlier run is replaced.", DefaultValueFactory = _ => "out" };
    private static readonly Option<ulong> Seed = new("--seed") { Description = "Of all secrets of this world.", DefaultValueFactory = _ => 1 };

    public static Command Build()
    {
        var demo = new Command("demo", "Start a verifier, make a factory, attest genuine and attacked devices, and compare every verdict with the expected one.")
        {
            Images, Verifier, Out, Seed,
        };
        demo.SetAction((arguments, cancellation) => SimulatorCommands.GuardAsync(() => RunAsync(arguments, cancellation)));
        return demo;
    }

    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        FirmwareImage[] images = BootImages.Read(arguments.GetValue(Images)!);
        OutputFolder folder = OutputFolder.Fresh(arguments.GetValue(Out)!);
        await using ProvingGround ground = await ProvingGround.StartAsync(folder.Path, arguments.GetValue(Verifier)!, arguments.GetValue(Seed), images, cancellation);
        IReadOnlyList<DeviceOutcome> rows = await ShowAsync(new DemonstrationRun(ground, FaultCatalogue.BuiltIn()), cancellation);
        string json = OutcomeTable.Json(rows);
        File.WriteAllText(System.IO.Path.Combine(folder.Path, "outcome.json"), json + "\n");
        if (arguments.GetValue(CommandOutput.Json))
            Console.Out.WriteLine(json);
        else
            OutcomeTable.Write(AnsiConsole.Console, rows);
        return Conclude(rows, folder.Path, watch.Elapsed);
    }

    private static async Task<IReadOnlyList<DeviceOutcome>> ShowAsync(DemonstrationRun run, CancellationToken cancellation)
    {
        IAnsiConsole console = SimulatorCommands.ErrorConsole;
        if (!console.Profile.Out.IsTerminal)
            return await run.RunAsync(_ => { }, row => Console.Error.WriteLine($"{(row.IsExpected ? "ok  " : "FAIL")} {row.Device}: {row.Verdict} {row.ReasonText}"), cancellation);
        return await console.Progress().Columns(new SpinnerColumn(), new TaskDescriptionColumn(), new ProgressBarColumn(), new RemainingTimeColumn()).StartAsync(progress =>
        {
            ProgressTask task = progress.AddTask("attesting", maxValue: run.Count);
            return run.RunAsync(device => task.Description = Markup.Escape(device), _ => task.Increment(1), cancellation);
        });
    }

    private static int Conclude(IReadOnlyList<DeviceOutcome> rows, string folder, TimeSpan elapsed)
    {
        int wrong = rows.Count(row => !row.IsExpected);
        Console.Error.WriteLine($"{rows.Count} devices in {elapsed.TotalSeconds:0.0} s, {wrong} not as expected. Artefacts: {folder}");
        if (rows.Any(row => row.Verdict == DeviceOutcome.Failed))
            return ExitCode.Failed;
        return wrong == 0 ? ExitCode.Good : ExitCode.Refused;
    }
}
