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

    /// <summary>Puts a file into the folder of manufacturers' certificates (<c>roots</c>) or of their revocation lists (<c>crls</c>).</summary>
    public void Put(string folder, string name, byte[] content)
    {
        Directory.CreateDirectory(_folder[folder]);
        File.WriteAllBytes(_folder[$"{folder}/{name}"], content);
    }

    public Task<VerifierProcess> StartAsync(params string[] options) => VerifierProcess.StartAsync(_folder["data"],
        [.. Given("--ek-allow-list", "eks.txt"), .. Given("--ek-roots", "roots"), .. Given("--ek-crls", "crls"), .. options]);

    /// <summary>What a real boot left behind, quoted by the key of a software TPM.</summary>
    /// <param name="tpm">Who quotes.</param>
    /// <param name="boot">A folder of tests/vectors/node-boots.</param>
    public static NodeEvidenceMaker Boot(SoftwareTpm tpm, string boot = "boot-2-sb-on-good") => RecordedBoot.Maker(FolderOf(boot), tpm.Ak);

    /// <summary>A folder of tests/vectors/node-boots.</summary>
    public static string FolderOf(string boot)
    {
        DirectoryInfo folder = new(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Attestation.sln")))
            folder = folder.Parent!;
        return Path.Combine(folder.FullName, "tests", "vectors", "node-boots", boot);
    }

    private string[] Given(string option, string name) => Path.Exists(_folder[name]) ? [option, _folder[name]] : [];

    public void Dispose() => _folder.Dispose();
}
