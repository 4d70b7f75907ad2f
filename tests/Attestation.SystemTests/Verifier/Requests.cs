using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Attestation.SystemTests.Verifier;

/// <summary>What the tests ask of a verifier, in a line each.</summary>
internal static class Requests
{
    public const string NewSession = "challenge-response/v1/newSession";
    public const string Submit = "endorsement-provisioning/v1/submit";
    public const string SessionType = "application/vnd.veraison.challenge-response-session+json";

    /// <summary>Opens a session.</summary>
    /// <returns>Its absolute address and its nonce.</returns>
    public static async Task<(Uri Address, byte[] Nonce)> OpenAsync(this VerifierProcess verifier, string query = "")
    {
        using HttpResponseMessage answer = await verifier.Client.PostAsync(NewSession + query, null);
        Assert.Equal(201, (int)answer.StatusCode);
        using JsonDocument session = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return (new Uri(answer.RequestMessage!.RequestUri!, answer.Headers.Location!), session.RootElement.GetProperty("nonce").GetBytesFromBase64());
    }

    /// <summary>Posts bytes under a media type.</summary>
    public static Task<HttpResponseMessage> PostAsync(this VerifierProcess verifier, string address, byte[] body, string? mediaType)
    {
        var content = new ByteArrayContent(body);
        if (mediaType is not null)
            content.Headers.ContentType = MediaTypeHeaderValue.Parse(mediaType);
        return verifier.Client.PostAsync(address, content);
    }

    /// <summary>The reason id of a problem document, after checking that it is a whole one (RFC 9457) for that status.</summary>
    public static async Task<string> CodeAsync(Task<HttpResponseMessage> asked)
    {
        using HttpResponseMessage answer = await asked;
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.ToString());
        using JsonDocument problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        Assert.Equal((int)answer.StatusCode, problem.RootElement.GetProperty("status").GetInt32());
        Assert.Equal(answer.Headers.GetValues("X-Request-Id").Single(), problem.RootElement.GetProperty("instance").GetString());
        Assert.NotEqual("", problem.RootElement.GetProperty("title").GetString());
        Assert.NotEqual("", problem.RootElement.GetProperty("remedy").GetString());
        return problem.RootElement.GetProperty("code").GetString()!;
    }

    /// <summary>Sends raw bytes, and ends the sending side where asked.</summary>
    /// <returns>Everything that comes back until the verifier closes, or the end of one JSON answer.</returns>
    public static async Task<string> RawAsync(this VerifierProcess verifier, string request, bool thenClose, bool untilClosed = false)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(verifier.Address.Host, verifier.Address.Port);
        NetworkStream stream = client.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request));
        if (thenClose)
            client.Client.Shutdown(SocketShutdown.Send);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var answer = new StringBuilder();
        byte[] buffer = new byte[4096];
        int read;
        while ((untilClosed || !answer.ToString().TrimEnd().EndsWith('}')) && (read = await stream.ReadAsync(buffer, limit.Token)) > 0)
            answer.Append(Encoding.Latin1.GetString(buffer, 0, read));
        return answer.ToString();
    }

    /// <summary>The reason id in a raw HTTP answer.</summary>
    public static string CodeIn(string rawAnswer)
    {
        Assert.Contains("application/problem+json", rawAnswer);
        using JsonDocument problem = JsonDocument.Parse(rawAnswer[rawAnswer.IndexOf("\r\n\r\n", StringComparison.Ordinal)..]);
        return problem.RootElement.GetProperty("code").GetString()!;
    }
}
