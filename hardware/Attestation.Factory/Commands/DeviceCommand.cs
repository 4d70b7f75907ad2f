using System.CommandLine;
using System.Text.Json.Nodes;
using Attestation.Dice;
using Attestation.Factory.Files;
using Attestation.Factory.Stations;
using Attestation.Factory.Stations.Serial;
using Attestation.Formats.Reasons;

namespace Attestation.Factory.Commands;

/// <summary><c>attest-factory device hello</c>, <c>challenge</c>, <c>update</c>, <c>status</c> and <c>confirm</c>: one device at the end of a line.</summary>
internal static class DeviceCommand
{
    private const int Interrupted = 130; // 128 + SIGINT, as shells have it
    private const int ShortestNonce = 8, LongestNonce = 64;

    private static readonly Option<string> Nonce = new("--nonce") { Description = "The verifier's nonce, 8 to 64 bytes.", Required = true, HelpName = "HEX" };
    private static readonly Option<string> Out = new("--out") { Description = "File for the evidence.", Required = true };
    private static readonly Argument<string> Folder = new("FOLDER") { Description = "Release that attest-factory release build wrote." };
    private static readonly Option<bool> Restart = new("--restart") { Description = "Restart the device afterwards, so that it tries the release." };

    public static Command Build()
    {
        Nonce.Validators.Add(BeNonce);
        return new Command("device", "One device at the end of a line: who it is, evidence, firmware updates.")
        {
            Make("hello", "Ask who is there.", HelloAsync),
            Make("challenge", "Have the device answer a nonce; attest appraise judges the evidence.", ChallengeAsync, Nonce, Out),
            Make("update", "Send a release, as far as the device has not got it yet.", UpdateAsync, Folder, Restart),
            Make("status", "Show what runs, what is on trial and what an update still wants.", StatusAsync),
            Make("confirm", "Say that what runs on trial is good.", ConfirmAsync),
            Make("restart", "Restart the device and wait until it answers.", RestartAsync),
        };
    }

    private static Command Make(string name, string description, Func<ParseResult, SerialDevice, CancellationToken, Task<(JsonObject, string)>> use, params Symbol[] symbols)
    {
        var command = new Command(name, description);
        foreach (Symbol symbol in symbols)
        {
            if (symbol is Argument argument)
                command.Arguments.Add(argument);
            else
                command.Options.Add((Option)symbol);
        }
        DeviceAddress.AddTo(command);
        command.SetAction((parsed, cancellation) => CommandOutput.Standard.GuardAsync("attest-factory", () => RunAsync(parsed, use, cancellation)));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, Func<ParseResult, SerialDevice, CancellationToken, Task<(JsonObject, string)>> use, CancellationToken cancellation)
    {
        try
        {
            (JsonObject document, string summary) = await DeviceAddress.WithDeviceAsync(parsed, device => use(parsed, device, cancellation), cancellation);
            CommandOutput.Standard.Result(parsed.GetValue(CommandOutput.Json), document, summary);
            return ExitCode.Good;
        }
        catch (OperationCanceledException)
        {
            CommandOutput.Standard.Error.WriteLine("attest-factory: interrupted");
            return Interrupted;
        }
    }

    private static async Task<(JsonObject, string)> HelloAsync(ParseResult parsed, SerialDevice device, CancellationToken cancellation)
    {
        DeviceGreeting greeting = await device.HelloAsync(cancellation);
        return (DeviceReport.Of(greeting), $"{greeting.DeviceId} is {DeviceReport.Word(greeting.State)}.");
    }

    private static async Task<(JsonObject, string)> ChallengeAsync(ParseResult parsed, SerialDevice device, CancellationToken cancellation)
    {
        byte[] evidence = await device.AttestAsync(Convert.FromHexString(parsed.GetValue(Nonce)!), cancellation);
        string path = parsed.GetValue(Out)!;
        AtomicFile.Write(path, evidence, AtomicFile.Public, overwrite: true);
        return (new JsonObject { ["evidence"] = path, ["size"] = evidence.Length }, "The device answered. Nothing of it is judged yet: attest appraise does that.");
    }

    private static async Task<(JsonObject, string)> UpdateAsync(ParseResult parsed, SerialDevice device, CancellationToken cancellation)
    {
        UpdateBundle update = UpdateBundle.Read(parsed.GetValue(Folder)!);
        long already = -1;
        using (var progress = new UpdateBar(CommandOutput.Standard.Error))
        {
            await device.UpdateAsync(update, progress, cancellation);
            already = progress.First ?? update.Size;
        }
        bool restart = parsed.GetValue(Restart);
        if (restart)
            await device.RestartAsync(cancellation);
        UpdateStatus status = await device.UpdateStatusAsync(cancellation);
        JsonObject document = DeviceReport.Of(status);
        document.Insert(0, "version", update.Manifest.Version);
        document.Insert(1, "size", update.Size);
        document.Insert(2, "hadAlready", already);
        return (document, restart ? Restarted(status) : "The device has the release; restart it to have it tried.");
    }

    private static string Restarted(UpdateStatus status) => status.IsOnTrial
        ? "The release runs on trial. Get evidence of it, then confirm it."
        : "The device has restarted.";

    private static async Task<(JsonObject, string)> StatusAsync(ParseResult parsed, SerialDevice device, CancellationToken cancellation)
    {
        UpdateStatus status = await device.UpdateStatusAsync(cancellation);
        return (DeviceReport.Of(status), status.RunningSlot is { } slot ? $"{slot} runs{(status.IsOnTrial ? ", on trial" : "")}." : "No release runs.");
    }

    private static async Task<(JsonObject, string)> ConfirmAsync(ParseResult parsed, SerialDevice device, CancellationToken cancellation)
    {
        await device.ConfirmAsync(cancellation);
        return (DeviceReport.Of(await device.UpdateStatusAsync(cancellation)), "What runs is confirmed; older security versions are refused from now on.");
    }

    private static async Task<(JsonObject, string)> RestartAsync(ParseResult parsed, SerialDevice device, CancellationToken cancellation)
    {
        await device.RestartAsync(cancellation);
        DeviceGreeting greeting = await device.HelloAsync(cancellation);
        return (DeviceReport.Of(greeting), $"{greeting.DeviceId} has restarted.");
    }

    private static void BeNonce(System.CommandLine.Parsing.OptionResult result)
    {
        string text = result.GetValueOrDefault<string>();
        if (!text.All(char.IsAsciiHexDigit) || text.Length % 2 != 0 || text.Length / 2 is < ShortestNonce or > LongestNonce)
            result.AddError("--nonce takes 8 to 64 bytes in hexadecimal.");
    }
}
