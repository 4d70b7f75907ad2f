using System.CommandLine;
using System.Security.Cryptography;
using Attestation.Dice.Host;
using Attestation.Factory.Authorities;
using Attestation.Factory.Boards;
using Attestation.Factory.Line;
using Attestation.Factory.Line.Showing;
using Attestation.Factory.Lots;
using Attestation.Factory.Provisioning;
using Attestation.Factory.Releases;
using Attestation.Factory.Stations;
using Attestation.Factory.Stations.Queue;
using Attestation.Factory.Stations.Serial;
using Attestation.Formats.Lots;
using Attestation.Formats.Reasons;

namespace Attestation.Factory.Commands;

/// <summary><c>attest-factory line</c>: one station of a factory line, from its options to its last word (docs/factory-line.md).</summary>
internal static class LineCommand
{
    public static Command Build()
    {
        Command line = LineOptions.Command("line", "Provision the devices of a lot one after another: secret, certificate, locks, proofs, record.");
        line.SetAction((arguments, _) => RunAsync(arguments));
        return line;
    }

    private static async Task<int> RunAsync(ParseResult arguments)
    {
        CommandOutput output = CommandOutput.Standard;
        LineSummary? summary = null;
        int code = await output.GuardAsync("attest-factory", async () =>
        {
            BoardDescription board = BoardCatalogue.Read(arguments.GetValue(LineOptions.Board)!);
            LotName settings = LineOptions.LotOf(arguments, board);
            using Passphrases passphrases = PassphraseOption.Of(arguments);
            using ManufacturerCa ca = ManufacturerCa.Load(arguments.GetValue(LineOptions.Ca)!, passphrases);
            FirmwareImage[] releases = [.. (arguments.GetValue(LineOptions.Releases) ?? []).Select(FirmwareImage.Read)];
            await using IDeviceSource source = SourceOf(arguments);
            using VerifierLink verifier = await LineOptions.VerifierOf(arguments).ConnectAsync(CancellationToken.None);
            foreach (FirmwareImage release in releases)
                await verifier.EndorseAsync(release.Content, release.Name, CancellationToken.None);
            LotSession session = LineOptions.SessionOf(arguments, SHA256.HashData(ca.Certificate), [.. releases.Select(r => (ReadOnlyMemory<byte>)SHA256.HashData(r.Content))]);
            using LotFolder lot = LotFolder.Open(arguments.GetValue(LineOptions.Lot)!, settings, session, TimeProvider.System);
            var tools = new LineTools(lot, ca, new ApprovedKeys(Path.Combine(arguments.GetValue(LineOptions.Ca)!, ApprovedKeys.FileName)), verifier,
                new HostDiceOperations(), Entropy.OfSystem, TimeProvider.System, LockRule.Of(board));
            summary = new LineSummary(lot, tools.Progress, LockRule.OfTheOperator(board), arguments.GetValue(LineOptions.Count));
            await RunAsync(arguments, tools, source, summary);
            return summary.Failed == 0 ? ExitCode.Good : ExitCode.Refused;
        }, refusal => summary?.Refused(refusal));
        if (summary is not null && arguments.GetValue(CommandOutput.Json))
            output.Result(true, summary.Document(), "");
        else if (summary is not null)
            output.Lines(summary.LastWords());
        return code;
    }

    private static async Task RunAsync(ParseResult arguments, LineTools tools, IDeviceSource source, LineSummary summary)
    {
        using var stop = new StopSignals(summary);
        await using ILineView? view = arguments.GetValue(CommandOutput.Json) ? null : LineViews.Of(summary, Console.Out);
        var run = new LineRun(new LineStation(tools, arguments.GetValue(LineOptions.RetryFailed)), source, outcome => view?.Told(outcome))
        {
            MaxFailuresInRow = arguments.GetValue(LineOptions.StopAfter),
        };
        await run.RunAsync(() => summary.IsEnough, stop.Asked);
        summary.Ended(stop.Asked.IsCancellationRequested ? LineEnd.Stopped : summary.IsEnough ? LineEnd.Enough : LineEnd.NoMoreDevices);
    }

    private static IDeviceSource SourceOf(ParseResult arguments)
    {
        TimeSpan patience = TimeSpan.FromSeconds(arguments.GetValue(LineOptions.Patience));
        if (arguments.GetValue(LineOptions.Queue) is { } queue)
            return new DirectoryQueue(queue, patience);
        if (arguments.GetValue(LineOptions.Tty) is { } port)
            return new TtyDeviceSource(port, arguments.GetValue(DeviceAddress.Speed));
        return DeviceAddress.Behind(arguments.GetValue(LineOptions.Tcp)!);
    }
}
