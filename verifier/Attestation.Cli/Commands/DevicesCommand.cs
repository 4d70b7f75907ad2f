using System.CommandLine;
using System.Text.Json.Nodes;
using Attestation.Cli.Devices;
using Attestation.Cli.Inspecting;
using Attestation.Cli.Output;
using Attestation.Cli.Verifiers;

namespace Attestation.Cli.Commands;

/// <summary><c>attest devices</c>: what a verifier holds of its devices, and an operator's word on them.</summary>
internal static class DevicesCommand
{
    private const int IdLength = 64;
    private const int ShortestPrefix = 8;

    /// <param name="run">Runs a command's body and prints its answer.</param>
    internal static Command Create(Action<ParseResult, Func<ParseResult, Answer>> run)
    {
        var command = new Command("devices", "List a verifier's devices: last verdict, when it was made, class; revoked ones first.")
        {
            Named(run, "show", "Show one device.", Show),
            Revoke(run),
            Named(run, "restore", "Lift a revocation; the device's next appraisal decides.", Restore),
        };
        VerifierOptions.AddTo(command);
        command.SetAction(parsed => run(parsed, List));
        return command;
    }

    private static Answer List(ParseResult parsed)
    {
        using var client = new DevicesClient(VerifierOptions.Connect(parsed));
        IReadOnlyList<DeviceLine> devices = client.List();
        string text = devices.Count == 0 ? $"no device was judged at {client.Root}\n" : DeviceText.Table(devices, client.Now);
        return new Answer(ExitCodes.Good, TextLines.Printable(text), new JsonObject { ["devices"] = new JsonArray([.. devices.Select(Json)]) });
    }

    private static Command Revoke(Action<ParseResult, Func<ParseResult, Answer>> run)
    {
        var reason = new Option<string>("--reason") { Description = "Why; whoever reads the device's appraisals reads it.", Required = true, HelpName = "TEXT" };
        Command command = Named(run, "revoke", "Take trust from a device: its evidence is refused, whoever endorses it.", (client, device, parsed) =>
        {
            JsonObject revoked = client.Revoke(device, parsed.GetRequiredValue(reason));
            string id = revoked.Required("device");
            return (revoked, $"{id} is revoked: {(revoked["revocation"] as JsonObject)?.Text("reason")}\nits evidence is refused until: attest devices restore {id}\n");
        });
        command.Options.Add(reason);
        return command;
    }

    private static (JsonObject, string) Show(DevicesClient client, string device, ParseResult parsed)
    {
        JsonObject document = client.Show(device);
        return (document, DeviceText.Of(document, client.Now, client.Root));
    }

    private static (JsonObject, string) Restore(DevicesClient client, string device, ParseResult parsed)
    {
        bool wasRevoked = client.Revocation(device)["revocation"] is JsonObject;
        JsonObject restored = client.Restore(device);
        return (restored, $"{restored.Required("device")} {(wasRevoked ? "is no longer revoked; its next appraisal decides" : "was not revoked")}\n");
    }

    private static Command Named(Action<ParseResult, Func<ParseResult, Answer>> run, string name, string description, Func<DevicesClient, string, ParseResult, (JsonObject, string)> ask)
    {
        var device = new Argument<string>("DEVICE") { Description = "Id (SHA-256 of the UDS public key; its first 8 digits or more) or UEID, hexadecimal." };
        var command = new Command(name, description) { device };
        command.SetAction(parsed => run(parsed, p =>
        {
            using var client = new DevicesClient(VerifierOptions.Connect(p));
            (JsonObject document, string text) = ask(client, Whole(client, p.GetRequiredValue(device)), p);
            return new Answer(ExitCodes.Good, TextLines.Printable(text), document);
        }));
        return command;
    }

    /// <summary>The beginning of an id as the list shows it, made whole. A whole id or UEID goes as it is: the verifier need not know it.</summary>
    private static string Whole(DevicesClient client, string given)
    {
        if (given.Length < ShortestPrefix || !given.All(char.IsAsciiHexDigit))
            throw Unknown(given);
        if (given.Length >= IdLength)
            return given;
        return client.List().Where(device => device.Id.StartsWith(given, StringComparison.OrdinalIgnoreCase)).ToArray() is [var only] ? only.Id : throw Unknown(given);
    }

    private static CliFailure Unknown(string given) =>
        CliFailure.Usage($"{given} names no device, or more than one", "attest devices lists them; the whole id or UEID is always taken.");

    private static JsonObject Json(DeviceLine device) => new()
    {
        ["device"] = device.Id,
        ["word"] = device.Word,
        ["status"] = device.Status,
        ["class"] = device.Class.Length > 0 ? device.Class : null,
        ["lastSeen"] = device.LastSeen is { } at ? Values.Time(at) : null,
        ["revocation"] = device.Revocation,
    };
}
