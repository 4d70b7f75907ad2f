using System.Text.Json;
using Attestation.Formats.Keys;

namespace Attestation.UnitTests.Factory;

/// <summary>The vectors that tests/vectors/make_board_messages.py writes.</summary>
internal sealed class BoardVectors(string folder)
{
    public static BoardVectors UpdateManifests { get; } = new("update-manifest");

    public static BoardVectors OwnerAuthorisations { get; } = new("owner-authorisation");

    public TheoryData<string> Names => [.. Expectations.EnumerateObject().Select(vector => vector.Name)];

    public byte[] Read(string name) => File.ReadAllBytes(Path.Combine(Folder, name));

    /// <summary>An object with what a good one says, or the outcome alone.</summary>
    public JsonElement Expected(string name) => Expectations.GetProperty(name);

    /// <summary>"verified", "signature" or "malformed".</summary>
    public string Outcome(string name) => Expected(name) is { ValueKind: JsonValueKind.Object } good ? good.GetProperty("outcome").GetString()! : Expected(name).GetString()!;

    /// <summary>The key that verifies the good ones.</summary>
    public VerificationKey KeyOf(string name)
    {
        JsonElement keys = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "keys.json"))).RootElement;
        bool isEcdsa = name.Contains("es256", StringComparison.Ordinal);
        bool good = isEcdsa
            ? VerificationKey.TryFromPoint(KeyKind.P256, Convert.FromHexString(keys.GetProperty("es256").GetString()!), out VerificationKey key, out _)
            : VerificationKey.TryFromEd25519(Convert.FromHexString(keys.GetProperty("eddsa").GetString()!), out key, out _);
        Assert.True(good);
        return key;
    }

    private string Folder => Path.Combine(PublicVectors.RepositoryRoot, "tests", "vectors", folder);

    private JsonElement Expectations => JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "expected.json"))).RootElement;
}
