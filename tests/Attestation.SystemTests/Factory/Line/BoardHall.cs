namespace Attestation.SystemTests.Factory.Line;

/// <summary>A factory hall as an operator makes it, by commands: a CA, a release for a board of the catalogue, and the real verifier that trusts them.</summary>
internal sealed class BoardHall : IAsyncDisposable
{
    private static readonly string[] Class = ["--vendor", "Example Devices", "--model", "edge-1"];

    private readonly TemporaryFolder _folder = new();

    private BoardHall()
    {
    }

    public VerifierProcess Verifier { get; private set; } = null!;

    public string Release => _folder["release"];

    public string Lot => _folder["lot"];

    public string Ca => _folder["ca"];

    public static async Task<BoardHall> OpenAsync(string board = "esp32-s3")
    {
        var hall = new BoardHall();
        await Good("ca", "new", "--out", hall.Ca, "--name", "Example Devices");
        await Good("key", "new", "--out", hall._folder["firmware.pem"]);
        await Good(["release", "build", "--board", board, .. Class, "--version", "1.0.0", "--svn", "1", "--resident-version", "1.0.0", "--resident-svn", "1",
            "--resident", $"factory={hall.File("interpreter.bin")}", "--resident", $"deploy={hall.File("resident.bin")}", "--layer", $"app={hall.File("app.pe")}",
            "--board-configuration", hall.File("board.cbor"), "--key", Path.Combine(hall.Ca, "corim.key.pem"), "--firmware-key", hall._folder["firmware.pem"], "--out", hall.Release]);
        hall.Copy("ca.crt.pem", "anchors");
        hall.Copy("corim.pub.pem", "keys");
        hall.Verifier = await VerifierProcess.StartAsync(hall._folder["data"], "--anchors", hall._folder["anchors"], "--corim-keys", hall._folder["keys"]);
        return hall;
    }

    /// <summary>A line; its source is not among the options yet.</summary>
    public string[] Line(params string[] more) => LineInto(Lot, more);

    /// <summary>The same for another lot.</summary>
    public string[] LineInLot(string name, params string[] more) => LineInto(_folder[name], more);

    public async ValueTask DisposeAsync()
    {
        await Verifier.DisposeAsync();
        _folder.Dispose();
    }

    private string[] LineInto(string lot, string[] more) =>
    [
        "line", "--lot", lot, "--ca", Ca, "--board", "esp32-s3", .. Class, "--verifier", Verifier.Address.ToString(), "--release", Path.Combine(Release, "release.corim"), .. more,
    ];

    private string File(string name)
    {
        System.IO.File.WriteAllText(_folder[name], name);
        return _folder[name];
    }

    private void Copy(string name, string to)
    {
        Directory.CreateDirectory(_folder[to]);
        System.IO.File.Copy(Path.Combine(Ca, name), Path.Combine(_folder[to], name));
    }

    private static async Task Good(params string[] arguments)
    {
        CommandRun run = await CommandRun.Of("attest-factory", arguments);
        Assert.True(run.ExitCode == 0, run.Error);
    }
}
