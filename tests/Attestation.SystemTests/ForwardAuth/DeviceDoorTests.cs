using System.Security.Cryptography;
using System.Text.Json;
using Attestation.Simulator.Boards;
using Attestation.Simulator.Worlds;
using Attestation.SystemTests.Verifier;

namespace Attestation.SystemTests.ForwardAuth;

/// <summary>Boards that connect over TLS with the key they attest with, at a real nginx: results of a real verifier, and DICE chains.</summary>
public sealed class DeviceDoorTests
{
    private static readonly CryptoSuite Suite = CryptoSuite.All.First(s => s.Name == "p256-x509-tcg");

    [NginxFact]
    public async Task ABoardComesThroughWithItsOwnKeyOnly()
    {
        using var site = new LiveWorld();
        using var files = new TemporaryFolder();
        string apiToken = files["api.token"];
        await File.WriteAllTextAsync(apiToken, "0123456789abcdef0123456789abcdef\n");
        File.SetUnixFileMode(apiToken, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await using VerifierProcess verifier = await site.StartAsync("--api-token-file", apiToken);
        verifier.Client.DefaultRequestHeaders.Authorization = new("Bearer", "0123456789abcdef0123456789abcdef");
        using WorldDevice device = site.World.NewDevice("board-1", Suite, site.World.Current), other = site.World.NewDevice("board-2", Suite, site.World.Current);
        await LiveWorld.SubmitAsync(verifier, site.World.Current.Corim);
        await LiveWorld.SubmitAsync(verifier, device.Made.Endorsement);
        await LiveWorld.SubmitAsync(verifier, other.Made.Endorsement);
        using BootedBoard running = device.Board.Boot();
        using BootedBoard otherRunning = other.Board.Boot();
        string result = (await LiveWorld.AttestAsync(verifier, device.Board)).GetProperty("result").GetString()!;
        string[] own = Client(files, "own", running), theirs = Client(files, "theirs", otherRunning);
        await using Door door = await Door.StartAsync(verifier.Address, apiToken, site.Anchors);

        await ExpectAsync(door, "/bound/", result, 200, "", own);
        await ExpectAsync(door, "/bound/", result, 403, "result.held-key", theirs);   // a stolen result
        await ExpectAsync(door, "/bound/", result, 401, "forward.missing");
        await ExpectAsync(door, "/bound/", null, 401, "forward.missing", own);
        await ExpectAsync(door, "/", result, 200, "");                                // a bearer token, as configured
        await ExpectAsync(door, "/certified/", null, 200, "", [.. theirs, "-H", "Attestation-Chain: " + Chain(otherRunning)]);
        await ExpectAsync(door, "/certified/", null, 403, "dice.chain.anchor", own);  // nginx hands on the leaf alone
        await ExpectAsync(door, "/certified/", null, 403, "dice.chain.signature", [.. own, "-H", "Attestation-Chain: " + Chain(otherRunning)]);
        Assert.Equal(3, door.Service.Reached);
    }

    private static async Task ExpectAsync(Door door, string path, string? token, int status, string reason, params string[] options)
    {
        CurlAnswer answer = await door.AskAsync(path, token, options);
        Assert.True((status, reason) == (answer.Status, answer.Reason), $"{path}, {status} {reason}: {answer.Head}{answer.Body}");
    }

    /// <summary>The board's certificate and key as curl takes them.</summary>
    private static string[] Client(TemporaryFolder files, string name, BootedBoard board)
    {
        using ECDsa key = board.TlsKey();
        File.WriteAllText(files[name + ".pem"], PemEncoding.WriteString("CERTIFICATE", board.Chain.Certificates[^1].Bytes));
        File.WriteAllText(files[name + ".key"], key.ExportPkcs8PrivateKeyPem());
        return ["--cert", files[name + ".pem"], "--key", files[name + ".key"]];
    }

    /// <summary>Everything above the board's own certificate, leaf side first.</summary>
    private static string Chain(BootedBoard board) =>
        string.Join(',', board.Chain.Certificates.SkipLast(1).Reverse().Select(c => c.Bytes).Append(board.Chain.UdsCertificate!).Select(Convert.ToBase64String));
}
