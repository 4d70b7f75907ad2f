using System.Security.Cryptography;
using System.Text.Json;
using Attestation.Factory.Releases;
using Attestation.Simulator.Boards;
using Attestation.Simulator.Worlds;

namespace Attestation.SystemTests.Verifier;

/// <summary>A manufacturer with boards, and the folders of a verifier that trusts it. The verifier itself is started, and killed, by the test.</summary>
internal sealed class LiveWorld : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public LiveWorld()
    {
        World = World.Create(_folder["factory"], 1, [new FirmwareImage("boot.bin", [1, 2, 3]), new FirmwareImage("application.bin", [4, 5, 6])]);
        Directory.CreateDirectory(_folder["anchors"]);
        Directory.CreateDirectory(_folder["keys"]);
        File.WriteAllText(_folder["anchors/ca.pem"], PemEncoding.WriteString("CERTIFICATE", World.Authority.Certificate));
        File.WriteAllText(_folder["keys/releases.pem"], World.Authority.CorimKey.PublicKey.ToPem());
    }

    public World World { get; }

    /// <summary>Folder with the manufacturer's CA.</summary>
    public string Anchors => _folder["anchors"];

    public string Database => _folder["data/verifier.db"];

    public Task<VerifierProcess> StartAsync(params string[] options) =>
        VerifierProcess.StartAsync(_folder["data"], ["--anchors", _folder["anchors"], "--corim-keys", _folder["keys"], .. options]);

    public static async Task SubmitAsync(VerifierProcess verifier, byte[] corim)
    {
        using HttpResponseMessage answer = await verifier.PostAsync(Requests.Submit, corim, "application/rim+cose");
        using JsonDocument session = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        Assert.True(session.RootElement.GetProperty("status").GetString() == "success", session.RootElement.GetRawText());
    }

    /// <summary>Boots a board and lets it answer a fresh challenge.</summary>
    /// <returns>The stored appraisal.</returns>
    public static async Task<JsonElement> AttestAsync(VerifierProcess verifier, Board board)
    {
        using BootedBoard running = board.Boot();
        (Uri session, byte[] nonce) = await verifier.OpenAsync();
        using HttpResponseMessage answer = await verifier.PostAsync(session.ToString(), running.Attest(nonce), BootedBoard.EvidenceMediaType);
        using JsonDocument document = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return JsonElement.Parse(await verifier.Client.GetStringAsync(document.RootElement.GetProperty("appraisal").GetString()));
    }

    public void Dispose()
    {
        World.Dispose();
        _folder.Dispose();
    }
}
