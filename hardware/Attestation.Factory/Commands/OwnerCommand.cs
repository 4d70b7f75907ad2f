using System.CommandLine;
using System.Text.Json.Nodes;
using Attestation.Factory.Ownership;

namespace Attestation.Factory.Commands;

/// <summary><c>attest-factory owner new</c> and <c>attest-factory owner show</c>.</summary>
internal static class OwnerCommand
{
    private static readonly Argument<string> Record = new("RECORD") { Description = "Record of a device's owners." };
    private static readonly Option<string> RecordKey = new("--record-key") { Description = "Public key of who keeps the record.", Required = true, HelpName = "FILE" };

    public static Command Build()
    {
        var show = new Command("show", "Verify a record and show who owned the device when.") { Record, RecordKey };
        show.SetAction(Show);
        Command create = KeyCommand.New("Make a key pair of an owner, who authorises what happens to his devices.", AlgorithmOption.OfBoards());
        return new Command("owner", "Owners of devices: their keys and records.") { create, show };
    }

    private static int Show(ParseResult arguments)
    {
        CommandOutput output = CommandOutput.Standard;
        return output.Guard("attest-factory", () =>
        {
            string path = arguments.GetValue(Record)!;
            OwnerRecord record = OwnerRecord.Open(path, PublicKeyFile.Read(arguments.GetValue(RecordKey)!));
            if (record.Entries.Count == 0)
                throw new FactoryException(Attestation.Formats.Reasons.OwnershipReasons.OwnerRecordBroken, $"{path} is not there, or empty.");
            if (arguments.GetValue(CommandOutput.Json))
                output.Result(true, new JsonObject { ["ueid"] = Convert.ToHexStringLower(record.Entries[0].Ueid.Span), ["entries"] = new JsonArray([.. record.Entries.Select(OwnerReport.Of)]) }, "");
            else
                Tell(output, record);
            return ExitCode.Good;
        });
    }

    private static void Tell(CommandOutput output, OwnerRecord record)
    {
        output.Report(false, [], $"{Convert.ToHexStringLower(record.Entries[0].Ueid.Span)}: {OwnerReport.Standing(record)}\n");
        output.Table(record.Entries.Select(OwnerReport.Row));
    }
}
