using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using Attestation.Dice;
using Attestation.Factory;
using Attestation.Factory.Boards;
using Attestation.Factory.Commands;
using Attestation.Simulator.Devices;
using Attestation.Simulator.Worlds;

namespace Attestation.Simulator.Commands;

/// <summary><c>attest-sim devices</c>: virtual boards behind a port, for a factory line.</summary>
internal static class DevicesCommand
{
    private const string DefaultBoard = "esp32-s3";

    private static readonly Option<string> Listen = new("--listen") { Description = "Address and port of the fixture; port 0: any.", HelpName = "HOST:PORT", DefaultValueFactory = _ => "127.0.0.1:0" };
    private static readonly Option<string?> Pty = new("--pty") { Description = "Pseudo terminal instead of a port; PATH becomes a link to it. Linux.", HelpName = "PATH" };
    private static readonly Option<int> Count = new("--count") { Description = "How many devices come into the fixture.", DefaultValueFactory = _ => 1 };
    private static readonly Option<ulong> Seed = new("--seed") { Description = "Serial numbers and entropy of the devices; the same again from the same seed." };
    private static readonly Option<string?> Board = new("--board") { Description = $"Board of the devices; default: the release's, or {DefaultBoard}.", HelpName = "NAME" };
    private static readonly Option<string?> Release = new("--release") { Description = "Folder of attest-factory release build; it is flashed before.", HelpName = "FOLDER" };
    private static readonly Option<int?> Scheme = new("--scheme") { Description = "Provisioning scheme that the devices are built for, 1 to 3; default: the first that the board's description names." };
    private static readonly Option<string?> Algorithm = new("--alg") { Description = "Kind of the devices' keys; default: the board's first choice." };
    private static readonly Option<string?> State = new("--state") { Description = "Folder where the devices' memories stay when the command ends.", HelpName = "FOLDER" };
    private static readonly Option<bool> Again = new("--again") { Description = "Devices of --state that left the fixture come into it again: in the field, for updates and new owners." };
    private static readonly Option<string?> Fault = new("--fault") { Description = "What is wrong with the devices; 'list' shows all faults.", HelpName = "NAME" };
    private static readonly Option<int> FaultEvery = new("--fault-every") { Description = "Only every so many devices have the fault.", DefaultValueFactory = _ => 1 };

    public static Command Build()
    {
        Algorithm.AcceptOnlyFromAmong("p256", "p384", "ed25519");
        Positive(Count);
        Positive(FaultEvery);
        var devices = new Command("devices", "Virtual boards in a fixture, for attest-factory line and attest-factory device: each connection meets the board that is in it.")
        {
            Listen, Pty, Count, Seed, Board, Release, Scheme, Algorithm, State, Again, Fault, FaultEvery,
        };
        devices.SetAction((parsed, cancellation) => SimulatorCommands.GuardAsync(() => RunAsync(parsed, cancellation)));
        return devices;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        if (parsed.GetValue(Fault) == "list")
            return ListFaults(parsed);
        using var fixture = new DeviceFixture(MakerOf(parsed), parsed.GetValue(Count));
        await (parsed.GetValue(Pty) is { } path ? AtTerminalAsync(parsed, fixture, path, cancellation) : AtPortAsync(parsed, fixture, cancellation));
        await Console.Error.WriteLineAsync($"attest-sim: {fixture.Left} devices left the fixture");
        return ExitCode.Good;
    }

    private static async Task AtPortAsync(ParseResult parsed, DeviceFixture fixture, CancellationToken cancellation)
    {
        using FixtureListener listener = ListenAt(parsed.GetValue(Listen)!);
        Say(parsed, listener.Endpoint.ToString());
        await listener.RunAsync(fixture, () => { }, cancellation);
    }

    private static async Task AtTerminalAsync(ParseResult parsed, DeviceFixture fixture, string path, CancellationToken cancellation)
    {
        if (!OperatingSystem.IsLinux())
            throw new UsageException("--pty is for Linux; --listen is for every system");
        using PseudoTerminal terminal = OpenTerminal(path);
        Say(parsed, path);
        await terminal.RunAsync(fixture, () => { }, cancellation);
    }

    [SupportedOSPlatform("linux")]
    private static PseudoTerminal OpenTerminal(string path)
    {
        try
        {
            return new PseudoTerminal(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"--pty {path}: {e.Message}");
        }
    }

    private static void Say(ParseResult parsed, string place) => CommandOutput.Standard.Result(parsed.GetValue(CommandOutput.Json),
        new JsonObject { ["listen"] = place, ["devices"] = parsed.GetValue(Count) }, $"{parsed.GetValue(Count)} devices, one at a time, at {place}.");

    private static DeviceMaker MakerOf(ParseResult parsed)
    {
        DeviceFault? fault = parsed.GetValue(Fault) is { } name ? DeviceFaults.Find(name) ?? throw new UsageException($"no fault is called {name}; see --fault list") : null;
        if (parsed.GetValue(Again) && parsed.GetValue(State) is null)
            throw new UsageException("--again needs --state, the folder of devices that were here before");
        return new DeviceMaker(ProductOf(parsed), parsed.GetValue(Seed), fault, parsed.GetValue(FaultEvery), parsed.GetValue(State), parsed.GetValue(Again));
    }

    private static DeviceProduct ProductOf(ParseResult parsed)
    {
        DeviceProduct product = parsed.GetValue(Release) is { } folder
            ? ReleaseOnBoard.Read(folder)
            : DeviceProduct.Bare(BoardCatalogue.Read(parsed.GetValue(Board) ?? DefaultBoard), new SeededEntropy(parsed.GetValue(Seed)).For("firmware key that nobody has").Take(32));
        if (parsed.GetValue(Board) is { } board && board != product.Board.Name)
            throw new UsageException($"the release is for {product.Board.Name}, not for {board}");
        int scheme = parsed.GetValue(Scheme) ?? product.Board.Uds.Schemes[0];
        if (!product.Board.Uds.Schemes.Contains(scheme))
            throw new UsageException($"{product.Board.Name} is not provisioned with scheme {scheme}");
        if (parsed.GetValue(Algorithm) is { } algorithm)
            product.Plan.Algorithm = AlgorithmOf(algorithm);
        return product with { Scheme = scheme };
    }

    private static DiceAlgorithm AlgorithmOf(string name) => name switch
    {
        "p384" => DiceAlgorithm.P384,
        "ed25519" => DiceAlgorithm.Ed25519,
        _ => DiceAlgorithm.P256,
    };

    private static FixtureListener ListenAt(string address)
    {
        if (!IPEndPoint.TryParse(address.Replace("localhost", "127.0.0.1", StringComparison.Ordinal), out IPEndPoint? endpoint))
            throw new UsageException($"{address} is no address with a port, such as 127.0.0.1:7000");
        try
        {
            return new FixtureListener(endpoint);
        }
        catch (SocketException e)
        {
            throw new UsageException($"{address}: {e.Message}");
        }
    }

    private static int ListFaults(ParseResult parsed)
    {
        if (parsed.GetValue(CommandOutput.Json))
            CommandOutput.Standard.Result(true, new JsonObject { ["faults"] = new JsonArray([.. DeviceFaults.All.Select(f => new JsonObject { ["name"] = f.Name, ["what"] = f.Sentence, ["ends"] = f.Ends })]) }, "");
        else
            CommandOutput.Standard.Table(DeviceFaults.All.Select(f => new[] { f.Name, f.Ends, f.Sentence }));
        return ExitCode.Good;
    }

    private static void Positive(Option<int> option) => option.Validators.Add(result =>
    {
        if (result.GetValueOrDefault<int>() < 1)
            result.AddError($"{option.Name} takes a number from 1 on.");
    });
}
