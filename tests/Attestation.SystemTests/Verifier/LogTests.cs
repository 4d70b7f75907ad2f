using System.Text.Json;

namespace Attestation.SystemTests.Verifier;

public sealed class LogTests
{
    [Fact]
    public async Task ARefusalIsLoggedUnderItsReasonAndNothingSecretIs()
    {
        using var folder = new TemporaryFolder();
        await using VerifierProcess verifier = await VerifierProcess.StartAsync(folder["data"]);
        (Uri session, byte[] nonce) = await verifier.OpenAsync();
        (Uri open, _) = await verifier.OpenAsync();
        using (await verifier.PostAsync(session.ToString(), "evidence"u8.ToArray(), "application/eat+cwt"))
        using (await verifier.PostAsync(session.ToString(), "evidence"u8.ToArray(), "application/eat+cwt"))
        using (await verifier.PostAsync(open.ToString(), "evidence"u8.ToArray(), "text/plain"))
            Assert.Equal(0, await verifier.StopAsync());
        JsonElement[] lines = [.. verifier.Log.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line))];
        int[] events = [.. lines.Select(line => line.GetProperty("EventId").GetInt32())];
        Assert.Equal([1, 3, 3, 4, 1702, 1725, 2], events);
        Assert.Equal("session.used", lines[4].GetProperty("State").GetProperty("Reason").GetString());
        Assert.DoesNotContain(session.Segments[^1], verifier.Log);
        Assert.DoesNotContain(open.Segments[^1], verifier.Log);
        Assert.DoesNotContain(Convert.ToBase64String(nonce), verifier.Log);
        Assert.DoesNotContain(Convert.ToHexStringLower(nonce), verifier.Log);
    }
}
