using Attestation.Fuzz.Nodes;

namespace Attestation.SystemTests.Verifier.Nodes;

/// <summary>A verifier's folder with one node on the operator's list, and reference values that know everything about its boot: it is affirmed.</summary>
internal sealed class KnownWorld : IDisposable
{
    private readonly NodeRelease _release = new();

    public KnownWorld(string name = "worker-1")
    {
        World.Allow($"{Tpm.EkHash} {name} Example/Worker");
        Directory.CreateDirectory(World["keys"]);
        File.WriteAllText(World["keys/releases.pem"], _release.PublicPem);
        Boot = NodeWorld.Boot(Tpm);
    }

    public NodeWorld World { get; } = new();

    public SoftwareTpm Tpm { get; } = new();

    /// <summary>The node, as it boots and attests.</summary>
    public NodeEvidenceMaker Boot { get; }

    public string Node => Tpm.AkName;

    /// <summary>Starts the verifier; the first time it gets the reference values and enrols the node.</summary>
    public async Task<VerifierProcess> StartAsync(params string[] options)
    {
        bool first = !File.Exists(World.Database);
        VerifierProcess verifier = await AgainAsync(options);
        if (first)
        {
            await LiveWorld.SubmitAsync(verifier, _release.Of(NodeWorld.FolderOf("boot-2-sb-on-good")));
            await NodeRequests.DocumentAsync(verifier.EnrolAsync(Tpm, "worker-1"));
        }
        return verifier;
    }

    /// <summary>Starts the verifier and asks nothing of it.</summary>
    public Task<VerifierProcess> AgainAsync(params string[] options) => World.StartAsync(["--corim-keys", World["keys"], .. options]);

    public void Dispose()
    {
        Tpm.Dispose();
        _release.Dispose();
        World.Dispose();
    }
}
