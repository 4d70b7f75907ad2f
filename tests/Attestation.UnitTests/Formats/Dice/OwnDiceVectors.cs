using System.Text.Json;
using Attestation.Formats;
using Attestation.Formats.Dice;
using Attestation.Formats.Dice.Android;
using Attestation.Formats.Keys;
using Attestation.Formats.X509;

namespace Attestation.UnitTests.Formats.Dice;

/// <summary>The chains of tests/vectors/dice, each with the one defect its name says; make.py beside them makes them, expected.json says what must come of them.</summary>
internal static class OwnDiceVectors
{
    public static readonly string Folder = Path.Combine(PublicVectors.RepositoryRoot, "tests", "vectors", "dice");

    public static IReadOnlyList<OwnVector> All { get; } = OwnVector.Read(Folder);

    /// <summary>Reason ids: those of reading, or those of verifying.</summary>
    public static (string? Refused, string[] Reasons, string[] Notes) Run(OwnVector vector)
    {
        if (vector.File.EndsWith(".request", StringComparison.Ordinal))
            return RunRequest(vector);
        if (!UnverifiedDiceChain.TryReadCbor(Bytes(vector.File), out UnverifiedDiceChain chain, out ParseError error))
            return (error.Code.Id, [], []);
        DiceChainRules rules = vector.Profile == "android" ? DiceChainRules.Android : DiceChainRules.OpenDice;
        DiceChainResult result = DiceChainVerifier.Verify(chain, Anchors(vector.Anchors), rules, DiceChains.Now);
        Assert.Equal(result.Findings.Count == 0, result.Chain is not null);
        return (null, Distinct(result.Findings.Select(f => f.Code.Id)), Distinct(result.Notes.Select(n => n.Dialect.ToString())));
    }

    private static (string? Refused, string[] Reasons, string[] Notes) RunRequest(OwnVector vector)
    {
        if (!AuthenticatedRequest.TryParse(Bytes(vector.File), out AuthenticatedRequest request, out ParseError error))
            return (error.Code.Id, [], []);
        AndroidRequestResult result = request.Verify(Anchors(vector.Anchors), DiceChainRules.Android, DiceChains.Now);
        Assert.Equal(result.Findings.Count == 0, result.Payload is not null);
        return (null, Distinct(result.Findings.Select(f => f.Code.Id)), []);
    }

    private static DiceAnchors Anchors(string? kind) => kind switch
    {
        "ca" => new DiceAnchors { Authorities = [Certificate("ca.der"), Certificate("ca-path-length-1.der")], Intermediates = [Certificate("intermediate.der")] },
        "strong" => new DiceAnchors { UdsKeys = [Key("strong-uds.spki.der")] },
        _ => new DiceAnchors { UdsKeyHashes = [Key("uds.spki.der").Thumbprint], UdsKeys = [Key("uds.spki.der")] },
    };

    private static string[] Distinct(IEnumerable<string> texts) => [.. texts.Distinct().Order(StringComparer.Ordinal)];

    private static byte[] Bytes(string file) => File.ReadAllBytes(Path.Combine(Folder, file));

    private static VerificationKey Key(string file)
    {
        Assert.True(VerificationKey.TryParseSpki(Bytes(file), out VerificationKey key, out _));
        return key;
    }

    private static UnverifiedCertificate Certificate(string file)
    {
        Assert.True(UnverifiedCertificate.TryParse(Bytes(file), out UnverifiedCertificate certificate, out _));
        return certificate;
    }
}

/// <summary>A row of expected.json.</summary>
internal sealed record OwnVector(string File, string About, string? Anchors, string? Profile, string? Refused, string[] Reasons, string[] Notes)
{
    public static IReadOnlyList<OwnVector> Read(string folder)
    {
        using JsonDocument rows = JsonDocument.Parse(System.IO.File.ReadAllText(Path.Combine(folder, "expected.json")));
        return [.. rows.RootElement.EnumerateArray().Select(From)];
    }

    private static OwnVector From(JsonElement row) => new(Text(row, "file")!, Text(row, "about")!, Text(row, "anchors"), Text(row, "profile"), Text(row, "refused"), Texts(row, "reasons"), Texts(row, "notes"));

    private static string? Text(JsonElement row, string name) => row.TryGetProperty(name, out JsonElement value) ? value.GetString() : null;

    private static string[] Texts(JsonElement row, string name) =>
        row.TryGetProperty(name, out JsonElement list) ? [.. list.EnumerateArray().Select(t => t.GetString()!)] : [];
}
