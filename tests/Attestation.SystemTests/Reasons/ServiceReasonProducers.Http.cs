using System.Net.Sockets;
using System.Text;
using Attestation.Formats.Reasons;
using Attestation.SystemTests.Verifier;
using static Attestation.SystemTests.Verifier.Requests;

namespace Attestation.SystemTests.Reasons;

internal static partial class ServiceReasonProducers
{
    private const string NodeEvidence = "application/vnd.attestation.node-evidence+cbor";

    private const string Corim = "application/rim+cose";

    private const string RawSubmit = "POST /endorsement-provisioning/v1/submit HTTP/1.1\r\nHost: verifier\r\nContent-Type: application/rim+cose\r\n";

    private static Dictionary<ReasonCode, Func<Task<string>>> Http => new()
    {
        [HttpReasons.BodyTooLarge] = () => With(v => CodeAsync(v.PostAsync(Submit, new byte[2000], Corim)), "--max-evidence", "1024"),
        [HttpReasons.BodyTruncated] = () => With(async v => CodeIn(await v.RawAsync(RawSubmit + "Content-Length: 10\r\n\r\nabc", thenClose: true))),
        [HttpReasons.BodyEmpty] = () => With(v => CodeAsync(v.PostAsync(Submit, [], Corim))),
        [HttpReasons.BodyMalformed] = () => With(async v =>
            CodeIn(await v.RawAsync(RawSubmit + "Transfer-Encoding: chunked\r\n\r\nzz\r\nabc", thenClose: false))),
        [HttpReasons.BodySlow] = () => With(async v => CodeIn(await v.RawAsync(RawSubmit + "Content-Length: 10\r\n\r\nabc", thenClose: false))),
        [HttpReasons.MediaType] = () => With(v => CodeAsync(v.PostAsync(Submit, [1], "text/plain"))),
        [HttpReasons.NotAcceptable] = () => With(v =>
        {
            v.Client.DefaultRequestHeaders.Add("Accept", "text/html");
            return CodeAsync(v.Client.PostAsync(NewSession, null));
        }),
        [HttpReasons.NotFound] = () => With(v => CodeAsync(v.Client.GetAsync("no/such/thing"))),
        [HttpReasons.Method] = () => With(v => CodeAsync(v.Client.DeleteAsync(NewSession))),
        [HttpReasons.Query] = () => With(v => CodeAsync(v.Client.PostAsync(NewSession + "?noncesize=32", null))),
        [HttpReasons.ApiClosed] = () => With(v => CodeAsync(v.Client.GetAsync($"http://127.0.0.1:{v.Address.Port}/api/v1/devices")), "--listen", "http://0.0.0.0:0", "--insecure-listen"),
        [HttpReasons.LargeBodies] = () => With(async v =>
        {
            (Uri session, _) = await v.OpenAsync();
            using var stalled = new TcpClient();
            await stalled.ConnectAsync(v.Address.Host, v.Address.Port);
            await stalled.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"POST {session.AbsolutePath} HTTP/1.1\r\nHost: v\r\nContent-Type: {NodeEvidence}\r\nContent-Length: 9000000\r\n\r\n"));
            Task steady = KeepSendingAsync(stalled.GetStream());
            string code = await RefusedForRoomAsync(v);
            stalled.Close();
            await steady;
            return code;
        }, "--max-large-bodies", "1"),
        [HttpReasons.Unauthorized] = () => WithToken(v => CodeAsync(v.PostAsync(Submit, [1], Corim))),
    };

    /// <summary>
    /// Posts until the one place is taken: the stalled request may not have reached the service yet, and a client that is refused before its body was read may
    /// see a closed connection instead of the answer.
    /// </summary>
    private static async Task<string> RefusedForRoomAsync(VerifierProcess verifier)
    {
        for (int attempt = 0; attempt < 20; attempt++)
        {
            (Uri session, _) = await verifier.OpenAsync();
            try
            {
                HttpResponseMessage answer = await verifier.PostAsync(session.ToString(), new byte[2 << 20], NodeEvidence);
                if ((int)answer.StatusCode == 429)
                    return await CodeAsync(Task.FromResult(answer));
            }
            catch (HttpRequestException)
            {
                // closed before the answer could be read
            }
        }
        return "always found room";
    }

    /// <summary>Sends a body as slowly as it may be sent, until the connection ends.</summary>
    private static async Task KeepSendingAsync(NetworkStream stream)
    {
        try
        {
            for (byte[] some = new byte[32 * 1024]; ; await Task.Delay(100))
                await stream.WriteAsync(some);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // the test has seen enough
        }
    }

    private static async Task<string> WithToken(Func<VerifierProcess, Task<string>> request)
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder["token"], "a token of enough length\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(folder["token"], UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return await With(request, "--submit-token-file", folder["token"]);
    }
}
