using System.Text.Json;
using static Attestation.SystemTests.Verifier.Nodes.NodeRequests;

namespace Attestation.SystemTests.Verifier.Nodes;

/// <summary>Evidence of the largest size, from many nodes at once, in bounded memory.</summary>
public sealed class LargeBodyTests
{
    private const string NodeEvidence = "application/vnd.attestation.node-evidence+cbor";

    [Fact]
    public async Task SixNodesWithTheLargestEvidenceAreServedTwoAtATime()
    {
        using var world = new NodeWorld();
        await using VerifierProcess verifier = await world.StartAsync("--max-large-bodies", "2");
        byte[] body = new byte[68 << 20];
        string[] statuses = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => JudgeAsync(verifier, body)));
        Assert.All(statuses, status => Assert.Equal("contraindicated", status));
        Assert.InRange(verifier.PeakMemory, 1, 600L << 20);
    }

    private static async Task<string> JudgeAsync(VerifierProcess verifier, byte[] body)
    {
        (Uri session, _) = await verifier.OpenAsync();
        while (true)
        {
            if (await TryAsync(verifier, session, body) is { } answered)
                return (await verifier.AppraisalAsync(answered)).GetProperty("status").GetString()!;
        }
    }

    /// <returns>Null where there was no room: the answer is 429, or, where most of the body was not read any more, a closed connection.</returns>
    private static async Task<JsonElement?> TryAsync(VerifierProcess verifier, Uri session, byte[] body)
    {
        try
        {
            using HttpResponseMessage answer = await verifier.PostAsync(session.ToString(), body, NodeEvidence);
            return (int)answer.StatusCode == 429 ? null : JsonElement.Parse(await answer.Content.ReadAsStringAsync());
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }
}
