using System.Text.Json.Nodes;

namespace Attestation.SystemTests.Factory.Line;

/// <summary>A lot's life by commands: filled, shown, verified, closed, and spoilt.</summary>
public sealed class LotCommandTests
{
    [Fact]
    public async Task FromTheLineToTheSignedReport()
    {
        await using LineHall hall = await LineHall.OpenAsync();
        hall.Present("1");
        hall.Present("2", openLock: "debug-port");
        hall.Responder.NoMore();
        Assert.Equal(1, (await CommandRun.Of("attest-factory", hall.Line())).ExitCode);

        CommandRun shown = await Lot("show", hall);
        Assert.True(shown.ExitCode == 0 && shown.Output.Contains("The lot is open"), shown.Output + shown.Error);
        Assert.Contains("factory.locks-open", shown.Output);
        CommandRun verified = await Lot("verify", hall, Keys(hall));
        Assert.True(verified.ExitCode == 0 && verified.Output.Contains("The lot holds"), verified.Output + verified.Error);
        CommandRun closed = await Lot("close", hall, "--ca", hall.Ca, "--json");
        Assert.True(closed.ExitCode == 0 && (bool)JsonNode.Parse(closed.Output)!["closed"]!, closed.Error);
        Assert.Equal(0, (await Lot("verify", hall, Keys(hall))).ExitCode);
        CommandRun more = await CommandRun.Of("attest-factory", hall.Line());
        Assert.True(more.ExitCode == 2 && more.Error.Contains("factory.lot-closed"), more.Error);
    }

    [Fact]
    public async Task WhatIsSpoiltIsRefused()
    {
        await using LineHall hall = await LineHall.OpenAsync();
        hall.Present("1");
        hall.Responder.NoMore();
        Assert.Equal(0, (await CommandRun.Of("attest-factory", hall.Line())).ExitCode);
        string record = Directory.GetFiles(Path.Combine(hall.Lot, "devices")).Single();

        byte[] good = File.ReadAllBytes(record);
        await Spoilt("a changed record", "factory.record-broken", () => File.WriteAllBytes(record, [.. good[..^1], (byte)(good[^1] ^ 1)]));
        File.WriteAllBytes(record, good);
        string stranger = Path.Combine(hall.Lot, "devices", "00.record");
        await Spoilt("a record that nobody wrote", "factory.record-broken", () => File.WriteAllBytes(stranger, good));
        File.Delete(stranger);
        string[] otherVerifier = [.. Keys(hall), "--verifier-key", Path.Combine(hall.Ca, "corim.pub.pem")];
        CommandRun other = await Lot("verify", hall, otherVerifier);
        Assert.True(other.ExitCode == 1 && other.Error.Contains("factory.record-broken"), other.Error);
        await Spoilt("a torn journal", "factory.journal-torn", () => Cut(hall, 1));
        Assert.Equal(0, (await Lot("show", hall)).ExitCode); // said, not refused
        await Spoilt("no lot", "factory.lot-other", () => File.Delete(Path.Combine(hall.Lot, "journal")), exitCode: 2);

        async Task Spoilt(string what, string reason, Action spoil, int exitCode = 1)
        {
            spoil();
            CommandRun run = await Lot("verify", hall, Keys(hall));
            Assert.True(run.ExitCode == exitCode && run.Error.Contains(reason), $"{what}: {run.ExitCode} {run.Error}");
        }
    }

    [Fact]
    public async Task OnlyKeysThatALineApprovedAreCertifiedOnDemand()
    {
        await using LineHall hall = await LineHall.OpenAsync();
        hall.Present("1");
        hall.Responder.NoMore();
        Assert.Equal(0, (await CommandRun.Of("attest-factory", hall.Line("--scheme", "3"))).ExitCode);
        string record = Directory.GetFiles(Path.Combine(hall.Lot, "devices")).Single();
        Assert.True(Attestation.Formats.Lots.UnverifiedDeviceRecord.TryParse(File.ReadAllBytes(record), out var read, out _));
        Assert.True(Attestation.Formats.X509.UnverifiedCertificate.TryParse(read.ForDisplay.UdsCertificate, out var first, out _));
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["uds.pem"], first.ForDisplay.SubjectKey.ToPem());

        CommandRun run = await CommandRun.Of("attest-factory", "certify", folder["uds.pem"], "--ca", hall.Ca, "--out", folder["uds.crt.pem"], "--json");
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.EndsWith("/" + Path.GetFileNameWithoutExtension(record), (string)JsonNode.Parse(run.Output)!["device"]!);
        var openssl = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("openssl", ["verify", "-partial_chain", "-ignore_critical", "-CAfile", Path.Combine(hall.Ca, "ca.crt.pem"), folder["uds.crt.pem"]])
            { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Assert.Contains("OK", await openssl.StandardOutput.ReadToEndAsync() + await openssl.StandardError.ReadToEndAsync());

        CommandRun stranger = await CommandRun.Of("attest-factory", "certify", Path.Combine(hall.Ca, "corim.pub.pem"), "--ca", hall.Ca, "--out", folder["other.pem"]);
        Assert.True(stranger.ExitCode == 1 && stranger.Error.Contains("factory.uds-unapproved"), stranger.Error);
        CommandRun provision = await CommandRun.Of("attest-factory", "provision", "--ca", hall.Ca, "--device-id", "x", "--vendor", "v", "--model", "m", "--out", folder["x"], "--scheme", "3");
        Assert.True(provision.ExitCode == 2 && provision.Error.Contains("attest-factory line --scheme 3"), provision.Error);
    }

    private static string[] Keys(LineHall hall) => ["--ca-certificate", Path.Combine(hall.Ca, "ca.crt.pem"), "--corim-key", Path.Combine(hall.Ca, "corim.pub.pem")];

    private static Task<CommandRun> Lot(string command, LineHall hall, params string[] more) => CommandRun.Of("attest-factory", ["lot", command, hall.Lot, .. more]);

    private static void Cut(LineHall hall, int bytes)
    {
        using FileStream journal = File.Open(Path.Combine(hall.Lot, "journal"), FileMode.Open);
        journal.SetLength(journal.Length - bytes);
    }
}
