using System.CommandLine;
using Attestation.Factory.Ownership;
using Attestation.Formats.Reasons;

namespace Attestation.Factory.Commands;

/// <summary>The options of <c>transfer</c>, <c>decommission</c> and <c>rma</c>.</summary>
internal static class OwnerOptions
{
    private const int UeidDigits = 66;

    public static readonly Option<string?> Ueid = new("--ueid") { Description = "The device; default: that of the record.", HelpName = "HEX" };
    public static readonly Option<string?> Key = new("--key") { Description = "Private key that signs the authorisation: the present owner's, or the firmware key where the device has no owner." };
    public static readonly Option<string?> Authorisation = new("--authorisation") { Description = "An authorisation that somebody else signed, instead of --key.", HelpName = "FILE" };
    public static readonly Option<string?> Signer = new("--signer") { Description = "Public key that signed --authorisation.", HelpName = "FILE" };
    public static readonly Option<ulong?> Counter = new("--counter") { Description = "Higher than in every authorisation before; default: the record's next." };
    public static readonly Option<string?> To = new("--to") { Description = "Public key of the new owner, who then authorises the next transfer; default: nobody, the device obeys the firmware key.", HelpName = "FILE" };
    public static readonly Option<string> ToName = new("--to-name") { Description = "The new owner's name, for the record.", DefaultValueFactory = _ => "" };
    public static readonly Option<string?> Record = new("--record") { Description = "Record of the device's owners; made when it is not there.", HelpName = "FILE" };
    public static readonly Option<string?> RecordKey = new("--record-key") { Description = "Private key of who keeps the record." };
    public static readonly Option<string?> Out = new("--out") { Description = "Write the signed authorisation to this file; the device is not asked.", HelpName = "FILE" };

    /// <param name="command">Gets the options.</param>
    /// <param name="hasOwner">Whether a new owner can follow.</param>
    public static void AddTo(Command command, bool hasOwner)
    {
        Option[] all = [Ueid, Key, Authorisation, Signer, Counter, Record, RecordKey, Out, .. hasOwner ? new Option[] { To, ToName } : [], PassphraseOption.File];
        foreach (Option option in all)
            command.Options.Add(option);
        OwnedDevice.AddTo(command);
        command.Validators.Add(Check);
    }

    /// <exception cref="FactoryException"><c>factory.owner-unfit</c></exception>
    public static byte[] UeidOf(ParseResult arguments, OwnerRecord? record)
    {
        if (arguments.GetValue(Ueid) is not { } text)
            return record is { Entries: [var first, ..] } ? first.Ueid.ToArray() : throw new FactoryException(OwnershipReasons.OwnerUnfit, "No --ueid is given, and no record that names the device.");
        return text.Length == UeidDigits && text.All(char.IsAsciiHexDigit) ? Convert.FromHexString(text) : throw new FactoryException(OwnershipReasons.OwnerUnfit, $"--ueid {text} is none of 33 bytes.");
    }

    private static void Check(System.CommandLine.Parsing.CommandResult result)
    {
        bool Has(Option option) => result.GetResult(option) is not null;
        bool atLine = OwnedDevice.IsGiven(result);
        if (Has(Out) == atLine)
            result.AddError("Where to? --out FILE writes the authorisation, --tcp or --tty has the device carry it out.");
        if (Has(Key) == Has(Authorisation))
            result.AddError("Who authorises? --key signs, --authorisation takes what was signed.");
        if (Has(Authorisation) != Has(Signer))
            result.AddError("--authorisation and --signer go together.");
        if (Has(Record) != Has(RecordKey) || (atLine && !Has(Record)))
            result.AddError("A device at the line needs --record and --record-key: what it carried out is written down.");
        if (Has(Out) && (Has(Authorisation) || (!Has(Record) && !Has(Counter))))
            result.AddError("--out takes --key, and --counter where there is no record.");
    }
}
