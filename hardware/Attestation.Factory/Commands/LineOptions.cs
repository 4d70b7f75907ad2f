using System.CommandLine;
using Attestation.Factory.Boards;
using Attestation.Factory.Line;
using Attestation.Factory.Lots;
using Attestation.Formats.Lots;

namespace Attestation.Factory.Commands;

/// <summary>The options of <c>attest-factory line</c>, and what follows from them before anything is opened.</summary>
internal static class LineOptions
{
    private const int MaxPatience = 3600;

    public static readonly Option<string> Lot = new("--lot") { Description = "Folder of the lot; made when it is not there, gone on with when it is.", Required = true };
    public static readonly Option<string?> Name = new("--name") { Description = "Name of a new lot; default: the folder's name." };
    public static readonly Option<string> Ca = new("--ca") { Description = "Folder of the manufacturer CA.", Required = true };
    public static readonly Option<string> Board = new("--board") { Description = "Board of the devices, or its description (board.yaml): what must be locked, which schemes and algorithms fit.", Required = true };
    public static readonly Option<string> Vendor = new("--vendor") { Description = "Class of the devices: vendor.", Required = true };
    public static readonly Option<string> Model = new("--model") { Description = "Class of the devices: model.", Required = true };
    public static readonly Option<int?> Scheme = new("--scheme") { Description = "Provisioning scheme, 1 to 3; default: the first that the board's description names." };
    public static readonly Option<string?> Algorithm = new("--alg") { Description = "Kind of the UDS key; default: the first that the board's description names." };
    public static readonly Option<string> Verifier = new("--verifier") { Description = "Address of the verifier that judges each device.", Required = true };
    public static readonly Option<string?> VerifierKey = new("--verifier-key") { Description = "Public key that signs the verifier's results (PEM or JWK); default: the one that it publishes when the line starts." };
    public static readonly Option<string?> VerifierCa = new("--verifier-ca") { Description = "Authorities (PEM) that vouch for the verifier's TLS certificate; default: those of this machine." };
    public static readonly Option<string?> Token = new("--submit-token-file") { Description = "The verifier's submission token." };
    public static readonly Option<string[]> Releases = new("--release") { Description = "CoRIM of a release that the devices carry; submitted before the first device.", AllowMultipleArgumentsPerToken = true };
    public static readonly Option<string?> Tcp = new("--tcp") { Description = "Take devices from a fixture behind this address (attest-sim devices, a terminal server).", HelpName = "HOST:PORT" };
    public static readonly Option<string?> Tty = new("--tty") { Description = "Take devices at this serial port, where they are changed by hand or by a machine.", HelpName = "PATH" };
    public static readonly Option<string?> Queue = new("--queue") { Description = "Take devices from this directory queue (docs/formats/device-queue.md)." };
    public static readonly Option<int?> Count = new("--count") { Description = "End when so many devices of the lot have passed, those of earlier runs included." };
    public static readonly Option<int> StopAfter = new("--stop-after") { Description = "Stop after so many failures in a row; 0: never.", DefaultValueFactory = _ => 10 };
    public static readonly Option<bool> RetryFailed = new("--retry-failed") { Description = "Try devices again that failed in this lot." };
    public static readonly Option<int> Patience = new("--answer-timeout") { Description = "Seconds that a device of a queue may take for one answer.", DefaultValueFactory = _ => 60 };
    public static readonly Option<string> Station = new("--station") { Description = "Name of this station, for the journal; default: the machine's.", DefaultValueFactory = _ => Environment.MachineName };
    public static readonly Option<string> Operator = new("--operator") { Description = "Who operates it, for the journal; default: the user's name.", DefaultValueFactory = _ => Environment.UserName };

    public static Command Command(string name, string description)
    {
        Algorithm.AcceptOnlyFromAmong("p256", "p384", "ed25519");
        Scheme.Validators.Add(result => Within(result, 1, 3));
        Count.Validators.Add(result => Within(result, 1, int.MaxValue));
        StopAfter.Validators.Add(result => Within(result, 0, int.MaxValue));
        Patience.Validators.Add(result => Within(result, 1, MaxPatience));
        var command = new Command(name, description)
        {
            Lot, Name, Ca, Board, Vendor, Model, Scheme, Algorithm, Verifier, VerifierKey, VerifierCa, Token, Releases, Tcp, Tty, DeviceAddress.Speed, Queue,
            Count, StopAfter, RetryFailed, Patience, Station, Operator, PassphraseOption.File,
        };
        command.Validators.Add(result =>
        {
            if (result.GetResult(Releases)?.Tokens.Count > LotSession.MaxReleases)
                result.AddError($"{Releases.Name}: at most {LotSession.MaxReleases} files.");
            if (Sources.Count(source => result.GetResult(source) is not null) != 1)
                result.AddError($"One source of devices: {string.Join(" | ", Sources.Select(s => s.Name))}.");
        });
        return command;
    }

    /// <exception cref="FactoryException"><c>factory.board-offers</c>, <c>factory.name-unsuitable</c>.</exception>
    public static LotName LotOf(ParseResult arguments, BoardDescription board)
    {
        string name = arguments.GetValue(Name) ?? Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(arguments.GetValue(Lot)!)));
        return LotOrder.Of(board, name, arguments.GetValue(Vendor)!, arguments.GetValue(Model)!, arguments.GetValue(Scheme), arguments.GetValue(Algorithm));
    }

    /// <exception cref="FactoryException"><c>factory.name-unsuitable</c></exception>
    public static LotSession SessionOf(ParseResult arguments, ReadOnlyMemory<byte> authority, IReadOnlyList<ReadOnlyMemory<byte>> releases)
    {
        NameRule.Check(arguments.GetValue(Station)!, "station");
        NameRule.Check(arguments.GetValue(Operator)!, "operator");
        return new LotSession(arguments.GetValue(Station)!, arguments.GetValue(Operator)!, authority, releases);
    }

    public static VerifierAddress VerifierOf(ParseResult arguments) =>
        new(arguments.GetValue(Verifier)!, arguments.GetValue(VerifierKey), arguments.GetValue(VerifierCa), arguments.GetValue(Token));

    private static Option[] Sources => [Tcp, Tty, Queue];

    private static void Within(System.CommandLine.Parsing.OptionResult result, int least, int most)
    {
        if (result.Tokens.Count == 1 && int.TryParse(result.Tokens[0].Value, out int value) && (value < least || value > most))
            result.AddError(most == int.MaxValue ? $"{result.Option.Name} is at least {least}." : $"{result.Option.Name} is {least} to {most}.");
    }
}
