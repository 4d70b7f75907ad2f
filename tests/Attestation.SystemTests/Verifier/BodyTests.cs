namespace Attestation.SystemTests.Verifier;

/// <summary>Bodies as a broken connection, proxy or client leaves them: each its own clear answer, even where the client has ended its side.</summary>
public sealed class BodyTests
{
    private const string Head = "POST /endorsement-provisioning/v1/submit HTTP/1.1\r\nHost: verifier\r\nContent-Type: application/rim+cose\r\n";

    [Theory]
    [InlineData("fewer bytes than announced", Head + "Content-Length: 10\r\n\r\nabc", "http.body-truncated")]
    [InlineData("no bytes where some were announced", Head + "Content-Length: 10\r\n\r\n", "http.body-truncated")]
    [InlineData("inside a chunk", Head + "Transfer-Encoding: chunked\r\n\r\n5\r\nab", "http.body-truncated")]
    [InlineData("before the last chunk", Head + "Transfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n", "http.body-truncated")]
    [InlineData("a chunk without a size", Head + "Transfer-Encoding: chunked\r\n\r\nzz\r\nab", "http.body-malformed")]
    [InlineData("announced too large", Head + "Content-Length: 99999999\r\n\r\nab", "http.body-too-large")]
    [InlineData("announced empty", Head + "Content-Length: 0\r\n\r\n", "http.body-empty")]
    [InlineData("neither length nor chunks", Head + "\r\n", "http.body-empty")]
    public async Task ABrokenBodyIsAnswered(string what, string request, string reason)
    {
        using var folder = new TemporaryFolder();
        await using VerifierProcess verifier = await VerifierProcess.StartAsync(folder["data"]);
        Assert.True(reason == Requests.CodeIn(await verifier.RawAsync(request, thenClose: true)), what);
        Assert.DoesNotContain("\"LogLevel\":\"Error\"", verifier.Log);
    }

    [Fact]
    public async Task RequestsSentTogetherAreAllAnswered()
    {
        using var folder = new TemporaryFolder();
        await using VerifierProcess verifier = await VerifierProcess.StartAsync(folder["data"]);
        string whole = Head + "Content-Length: 3\r\n\r\nabc";
        string answer = await verifier.RawAsync(whole + whole + whole + whole[..^1], thenClose: true, untilClosed: true);
        Assert.Equal(3, answer.Split("HTTP/1.1 200 OK").Length - 1);
        Assert.Equal(1, answer.Split("\"code\":\"http.body-truncated\"").Length - 1);
    }

    [Fact]
    public async Task AClientThatEndsItsSideAfterAWholeBodyIsAnswered()
    {
        using var folder = new TemporaryFolder();
        await using VerifierProcess verifier = await VerifierProcess.StartAsync(folder["data"]);
        string answer = await verifier.RawAsync(Head + "Content-Length: 3\r\n\r\nabc", thenClose: true);
        Assert.StartsWith("HTTP/1.1 200 OK\r\n", answer);
        Assert.Contains("\"status\":\"failed\"", answer);
    }
}
