using Attestation.Fuzz.Nodes;

namespace Attestation.SystemTests.Verifier.Nodes;

/// <summary>The folder of a verifier for nodes; the verifier itself is started, and killed, by the test.</summary>
internal sealed class NodeWorld : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public string this[string name] => _folder[name];

    public string Database => _folder["data/verifier.db"];

    /// <summary>Writes the operator's list of endorsement keys.</summary>
    public void Allow(params string[] lines) => File.WriteAllLines(_folder["eks.txt"], lines);

    public Task<VerifierProcess> StartAsync(params string[] options) => VerifierProcess.StartAsync(_folder["data"],
        [.. File.Exists(_folder["eks.txt"]) ? (string[])["--ek-allow-list", _folder["eks.txt"]] : [], .. options]);

    /// <summary>What a real boot left behind, quoted by the key of a software TPM.</summary>
    /// <param name="tpm">Who quotes.</param>
    /// <param name="boot">A folder of tests/vectors/node-boots.</param>
    public static NodeEvidenceMaker Boot(SoftwareTpm tpm, string boot = "boot-2-sb-on-good")
    {
        DirectoryInfo folder = new(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Attestation.sln")))
            folder = folder.Parent!;
        return RecordedBoot.Maker(Path.Combine(folder.FullName, "tests", "vectors", "node-boots", boot), tpm.Ak);
    }

    public void Dispose() => _folder.Dispose();
}
