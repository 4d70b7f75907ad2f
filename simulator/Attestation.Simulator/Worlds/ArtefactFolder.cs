namespace Attestation.Simulator.Worlds;

/// <summary>Everything that was exchanged about one device, as files that <c>attest inspect</c> reads.</summary>
public sealed class ArtefactFolder(string path)
{
    public const string Chain = "chain.cbor";
    public const string Evidence = "evidence.cbor";
    public const string Nonce = "nonce.hex";
    public const string Endorsement = "endorsement.corim";
    public const string Result = "ear.jwt";
    public const string Appraisal = "appraisal.json";
    public const string Problem = "problem.json";

    public string Path { get; } = Directory.CreateDirectory(path).FullName;

    /// <summary>Keeps the latest bytes under a name.</summary>
    public void Save(string name, byte[] content) => File.WriteAllBytes(System.IO.Path.Combine(Path, name), content);

    public void Save(string name, string content) => File.WriteAllText(System.IO.Path.Combine(Path, name), content);
}
