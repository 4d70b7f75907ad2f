using System.Net;
using System.Text;
using System.Text.Json;
using static Attestation.SystemTests.Verifier.Requests;

namespace Attestation.SystemTests.Verifier;

/// <summary>What becomes of evidence that is no evidence: a verdict, recorded once.</summary>
public sealed class EvidenceTests
{
    private const string Eat = "application/eat+cwt";
    private static readonly byte[] Garbage = Encoding.ASCII.GetBytes("this is no evidence");

    [Fact]
    public async Task BadEvidenceIsAVerdictWithItsFindings()
    {
        using var folder = new TemporaryFolder();
        await using VerifierProcess verifier = await VerifierProcess.StartAsync(folder["data"]);
        (Uri session, byte[] nonce) = await verifier.OpenAsync();
        using HttpResponseMessage answer = await verifier.PostAsync(session.ToString(), Garbage, Eat);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(SessionType, answer.Content.Headers.ContentType!.ToString());
        using JsonDocument document = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        Assert.Equal("complete", document.RootElement.GetProperty("status").GetString());
        Assert.Equal(nonce, document.RootElement.GetProperty("nonce").GetBytesFromBase64());
        Assert.Equal(Eat, document.RootElement.GetProperty("evidence").GetProperty("type").GetString());
        Assert.Equal(Garbage, document.RootElement.GetProperty("evidence").GetProperty("value").GetBytesFromBase64());
        Assert.Equal(3, document.RootElement.GetProperty("result").GetString()!.Split('.').Length);

        using JsonDocument appraisal = JsonDocument.Parse(
            await verifier.Client.GetStringAsync(document.RootElement.GetProperty("appraisal").GetString()));
        Assert.Equal("contraindicated", appraisal.RootElement.GetProperty("status").GetString());
        Assert.NotEmpty(appraisal.RootElement.GetProperty("findings").EnumerateArray());
        Assert.Equal(document.RootElement.GetProperty("result").GetString(), appraisal.RootElement.GetProperty("result").GetString());
        Assert.Equal(
            document.RootElement.GetRawText(),
            JsonDocument.Parse(await verifier.Client.GetStringAsync(session)).RootElement.GetRawText());
    }

    [Fact]
    public async Task OfParallelAnswersExactlyOneGetsAVerdict()
    {
        using var folder = new TemporaryFolder();
        await using VerifierProcess verifier = await VerifierProcess.StartAsync(folder["data"]);
        (Uri session, _) = await verifier.OpenAsync();
        HttpResponseMessage[] answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => verifier.PostAsync(session.ToString(), Garbage, Eat)));
        Assert.Equal(1, answers.Count(a => a.StatusCode == HttpStatusCode.OK));
        foreach (HttpResponseMessage refused in answers.Where(a => a.StatusCode != HttpStatusCode.OK))
            Assert.Equal("session.used", await CodeAsync(Task.FromResult(refused)));
        Assert.Equal("1", Database.Execute(folder["data/verifier.db"], "SELECT COUNT(*) FROM appraisals"));
    }

    [Fact]
    public async Task AVerdictAndAUsedNonceSurviveKill()
    {
        using var folder = new TemporaryFolder();
        string session, before;
        byte[] nonce;
        await using (VerifierProcess verifier = await VerifierProcess.StartAsync(folder["data"]))
        {
            (Uri address, nonce) = await verifier.OpenAsync();
            session = address.AbsolutePath;
            using HttpResponseMessage answer = await verifier.PostAsync(session, Garbage, Eat);
            before = await answer.Content.ReadAsStringAsync();
            await verifier.KillAsync();
        }
        await using VerifierProcess again = await VerifierProcess.StartAsync(folder["data"]);
        Assert.Equal(before, await again.Client.GetStringAsync(session));
        Assert.Equal("session.used", await CodeAsync(again.PostAsync(session, Garbage, Eat)));
        string reuse = Convert.ToBase64String(nonce).TrimEnd('=').Replace('+', '-').Replace('/', '_');
        Assert.Equal("session.nonce-reused", await CodeAsync(again.Client.PostAsync($"{NewSession}?nonce={reuse}", null)));
        string appraisal = JsonDocument.Parse(before).RootElement.GetProperty("appraisal").GetString()!;
        Assert.Equal(HttpStatusCode.OK, (await again.Client.GetAsync(appraisal)).StatusCode);
    }

    [Fact]
    public async Task ATruncatedBodyLeavesNoRecordAndTheSessionOpen()
    {
        using var folder = new TemporaryFolder();
        await using VerifierProcess verifier = await VerifierProcess.StartAsync(folder["data"]);
        (Uri session, _) = await verifier.OpenAsync();
        string request = $"POST {session.AbsolutePath} HTTP/1.1\r\nHost: verifier\r\nContent-Type: {Eat}\r\nContent-Length: 100\r\n\r\nhalf of";
        Assert.Equal("http.body-truncated", CodeIn(await verifier.RawAsync(request, thenClose: true)));
        Assert.Equal("0", Database.Execute(folder["data/verifier.db"], "SELECT COUNT(*) FROM appraisals"));
        using HttpResponseMessage answer = await verifier.PostAsync(session.ToString(), Garbage, Eat);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task AFailureOfTheStoreIsNoVerdictAndTheSessionStaysOpen()
    {
        using var folder = new TemporaryFolder();
        await using VerifierProcess verifier = await VerifierProcess.StartAsync(folder["data"], "--store-patience", "1");
        (Uri session, _) = await verifier.OpenAsync();
        using (Database.Lock(folder["data/verifier.db"]))
            Assert.Equal("service.store-unavailable", await CodeAsync(verifier.PostAsync(session.ToString(), Garbage, Eat)));
        using HttpResponseMessage answer = await verifier.PostAsync(session.ToString(), Garbage, Eat);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task TwoHundredSessionsAtOnceAreAllAnsweredInBoundedMemory()
    {
        using var folder = new TemporaryFolder();
        await using VerifierProcess verifier = await VerifierProcess.StartAsync(folder["data"]);
        byte[] evidence = new byte[64 * 1024];
        async Task<HttpStatusCode> Attest()
        {
            (Uri session, _) = await verifier.OpenAsync();
            using HttpResponseMessage answer = await verifier.PostAsync(session.ToString(), evidence, Eat);
            return answer.StatusCode;
        }
        HttpStatusCode[] statuses = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => Attest()));
        Assert.All(statuses, status => Assert.Equal(HttpStatusCode.OK, status));
        Assert.InRange(verifier.PeakMemory, 1, 400L << 20);
        Assert.Equal("200", Database.Execute(folder["data/verifier.db"], "SELECT COUNT(*) FROM appraisals"));
    }

    [Fact]
    public async Task ADeletedSessionIsGone()
    {
        using var folder = new TemporaryFolder();
        await using VerifierProcess verifier = await VerifierProcess.StartAsync(folder["data"]);
        (Uri session, _) = await verifier.OpenAsync();
        Assert.Equal(HttpStatusCode.NoContent, (await verifier.Client.DeleteAsync(session)).StatusCode);
        Assert.Equal("session.unknown", await CodeAsync(verifier.Client.DeleteAsync(session)));
        Assert.Equal("session.unknown", await CodeAsync(verifier.PostAsync(session.ToString(), Garbage, Eat)));
    }
}
