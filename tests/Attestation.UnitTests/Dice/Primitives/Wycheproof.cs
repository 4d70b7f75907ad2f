using System.Text.Json;

namespace Attestation.UnitTests.Dice.Primitives;

/// <summary>Reads Wycheproof's v1 JSON files: every case with the group it stands in.</summary>
internal static class Wycheproof
{
    public const string Folder = "03-wycheproof";

    public static IEnumerable<WycheproofCase> Cases(string file)
    {
        using JsonDocument document = JsonDocument.Parse(PublicVectors.Bytes(Path.Combine(Folder, file)));
        foreach (JsonElement group in document.RootElement.GetProperty("testGroups").EnumerateArray())
        {
            foreach (JsonElement test in group.GetProperty("tests").EnumerateArray())
                yield return new WycheproofCase(group, test);
        }
    }
}

/// <summary>One test of a Wycheproof file.</summary>
internal readonly record struct WycheproofCase(JsonElement Group, JsonElement Test)
{
    public bool IsValid => Test.GetProperty("result").GetString() == "valid";

    public bool MayBeEither => Test.GetProperty("result").GetString() == "acceptable";

    public byte[] Bytes(string name) => Convert.FromHexString(Test.GetProperty(name).GetString()!);

    public int Number(string name) => Test.GetProperty(name).GetInt32();

    public byte[] PublicKey(string name) => Convert.FromHexString(Group.GetProperty("publicKey").GetProperty(name).GetString()!);

    public override string ToString() => $"tcId {Test.GetProperty("tcId")}: {Test.GetProperty("comment").GetString()}";
}
