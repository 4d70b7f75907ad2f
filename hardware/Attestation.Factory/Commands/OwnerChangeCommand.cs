using System.CommandLine;
using System.Text.Json.Nodes;
using Attestation.Factory.Authorities;
using Attestation.Factory.Files;
using Attestation.Factory.Ownership;
using Attestation.Factory.Releases;
using Attestation.Factory.Stations.Serial;
using Attestation.Formats.Keys;
using Attestation.Formats.Reasons;

namespace Attestation.Factory.Commands;

/// <summary><c>attest-factory transfer</c>, <c>decommission</c>, <c>rma return</c> and <c>rma admit</c>. docs/ownership.md.</summary>
internal static class OwnerChangeCommand
{
    public static IEnumerable<Command> Build() =>
    [
        Make("transfer", "Give a device to another owner: the old owner's identity ends, a new one begins.", OwnerAction.Rotate),
        Make("decommission", "Take a device out of service for ever.", OwnerAction.Decommission),
        new Command("rma", "Devices that come back to their manufacturer.")
        {
            Make("return", "Take a device back: its owner's identity ends, it attests in mode Recovery.", OwnerAction.Return),
            Make("admit", "Give a returned device to an owner: a new identity begins in mode Normal.", OwnerAction.Rotate),
        },
    ];

    private static Command Make(string name, string description, OwnerAction action)
    {
        var command = new Command(name, description);
        OwnerOptions.AddTo(command, hasOwner: action == OwnerAction.Rotate);
        command.SetAction((arguments, cancellation) => CommandOutput.Standard.GuardAsync("attest-factory", () => RunAsync(arguments, action, cancellation)));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult arguments, OwnerAction action, CancellationToken cancellation)
    {
        using Passphrases passphrases = PassphraseOption.Of(arguments);
        using SigningKey? recordKey = arguments.GetValue(OwnerOptions.RecordKey) is { } file ? PrivateKeyFile.Load(file, passphrases) : null;
        OwnerRecord? record = recordKey is null ? null : OwnerRecord.Open(arguments.GetValue(OwnerOptions.Record)!, recordKey.PublicKey);
        VerificationKey? owner = action == OwnerAction.Rotate && arguments.GetValue(OwnerOptions.To) is { } to ? PublicKeyFile.Read(to) : null;
        var wanted = new OwnerAuthorisation(action, OwnerOptions.UeidOf(arguments, record), arguments.GetValue(OwnerOptions.Counter) ?? record?.NextCounter ?? 0, owner);
        if (!OwnedDevice.IsGiven(arguments))
            return Write(arguments, wanted, passphrases);
        try
        {
            Show(arguments, await DeviceAddress.WithDeviceAsync(arguments, device => CarryOutAsync(arguments, wanted, device, record!, recordKey!, passphrases, cancellation), cancellation));
            return ExitCode.Good;
        }
        catch (OperationCanceledException)
        {
            CommandOutput.Standard.Error.WriteLine("attest-factory: interrupted; the same command goes on with what the record says was authorised");
            return ExitCode.Failed;
        }
    }

    /// <summary>What was authorised and cut off is finished first; only where the device refuses it is the same authorised anew.</summary>
    private static async Task<OwnerEntry> CarryOutAsync(ParseResult arguments, OwnerAuthorisation wanted, SerialDevice device, OwnerRecord record, SigningKey recordKey, Passphrases passphrases, CancellationToken cancellation)
    {
        var station = new OwnershipStation(device, record, recordKey, TimeProvider.System);
        if (record.Pending is { } pending && pending.Action == wanted.Action && Equals(pending.NewOwner, wanted.NewOwner) && pending.Ueid.Span.SequenceEqual(wanted.Ueid.Span))
        {
            try
            {
                return await station.CarryOutAsync(cancellation);
            }
            catch (FactoryException refusal) when (refusal.Reason.Area == "device")
            {
                CommandOutput.Standard.Error.WriteLine($"attest-factory: authorisation {pending.Counter} was refused ({refusal.Reason.Id}); the next is {wanted.Counter}");
            }
        }
        (OwnerAuthorisation authorisation, byte[] signed) = Authorise(arguments, wanted, passphrases);
        await station.AuthoriseAsync(authorisation, signed, arguments.GetValue(OwnerOptions.ToName) ?? "", cancellation);
        return await station.CarryOutAsync(cancellation);
    }

    private static (OwnerAuthorisation, byte[]) Authorise(ParseResult arguments, OwnerAuthorisation wanted, Passphrases passphrases)
    {
        if (arguments.GetValue(OwnerOptions.Authorisation) is not { } file)
            return (wanted, Sign(arguments, wanted, passphrases));
        byte[] signed = FirmwareImage.Read(file).Content;
        if (OwnerAuthorisation.TryVerify(signed, PublicKeyFile.Read(arguments.GetValue(OwnerOptions.Signer)!), out OwnerAuthorisation read) is { } refusal)
            throw new FactoryException(refusal, file);
        bool isMeant = read.Action == wanted.Action && read.Ueid.Span.SequenceEqual(wanted.Ueid.Span) && (wanted.NewOwner is null || Equals(read.NewOwner, wanted.NewOwner));
        return isMeant ? (read, signed) : throw new FactoryException(OwnershipReasons.OwnerOrder, $"{file} authorises {OwnerAuthorisation.NameOf(read.Action)} of {Convert.ToHexStringLower(read.Ueid.Span)} to {read.NewOwner?.ToString() ?? "nobody"}.");
    }

    private static byte[] Sign(ParseResult arguments, OwnerAuthorisation wanted, Passphrases passphrases)
    {
        using SigningKey key = PrivateKeyFile.Load(arguments.GetValue(OwnerOptions.Key)!, passphrases);
        return wanted.Sign(key);
    }

    private static int Write(ParseResult arguments, OwnerAuthorisation wanted, Passphrases passphrases)
    {
        string path = arguments.GetValue(OwnerOptions.Out)!;
        AtomicFile.Write(path, Sign(arguments, wanted, passphrases), AtomicFile.Public);
        CommandOutput.Standard.Result(arguments.GetValue(CommandOutput.Json), new JsonObject
        {
            ["authorisation"] = path,
            ["ueid"] = Convert.ToHexStringLower(wanted.Ueid.Span),
            ["action"] = OwnerAuthorisation.NameOf(wanted.Action),
            ["counter"] = wanted.Counter,
            ["newOwner"] = wanted.NewOwner?.ToString(),
        }, "Authorised. Nothing has happened to the device yet: whoever has it at the line gives this file with --authorisation.");
        return ExitCode.Good;
    }

    private static void Show(ParseResult arguments, OwnerEntry done)
    {
        string ueid = Convert.ToHexStringLower(done.Ueid.Span);
        JsonObject document = OwnerReport.Of(done);
        document["record"] = arguments.GetValue(OwnerOptions.Record);
        document["next"] = $"attest devices revoke {ueid} --reason '{OwnerReport.Word(done.Action)}'";
        CommandOutput.Standard.Result(arguments.GetValue(CommandOutput.Json), document, done.Action == OwnerAction.Decommission
            ? "Decommissioned: the device answers no challenge any more. Revoke it at every verifier that knows it."
            : $"{OwnerReport.Word(done.Action)}: the device proved its name with {done.Keys.Count} keys, none of which it had before. Verifiers of the former owner still know its UDS key: revoke it there.");
    }
}
