using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Attestation.SystemTests.Cluster;

namespace Attestation.SystemTests.RelyingParty;

/// <summary>The service of docs/relying-party.md, with a real verifier.</summary>
public sealed class ExampleTests
{
    [Fact]
    public void TheExampleIsTheProgram()
    {
        string page = File.ReadAllText(Path.Combine(ClusterPrograms.RepositoryRoot, "docs", "relying-party.md"));
        string program = File.ReadAllText(Path.Combine(ClusterPrograms.RepositoryRoot, "tests", "Attestation.RelyingPartyExample", "Program.cs"));
        Assert.Equal(program, page.Split("```csharp\n")[1].Split("```")[0]);
    }

    [Fact]
    public async Task ItWelcomesWhoHasAGoodResultAndPinsTheVerifiersKey()
    {
        await using AttestationSite site = await AttestationSite.StartAsync();
        AttestedNode node = await site.EnrolAsync("worker-1");
        string good = Result(await node.AttestGoodAsync()), bad = Result(await node.AttestBadAsync());
        using var folder = new TemporaryFolder();
        var address = new Uri($"http://127.0.0.1:{LoopbackPorts.Free()}/");
        using Process service = Start(folder, site.Address, address);
        try
        {
            using var client = new HttpClient { BaseAddress = address };
            await UntilItAnswersAsync(client, service);
            Assert.Equal((HttpStatusCode.OK, "welcome, worker-1"), await AskAsync(client, good));
            Assert.Contains("result.status", (await AskAsync(client, bad)).Body, StringComparison.Ordinal);
            Assert.Contains("result.form", (await AskAsync(client, "garbage")).Body, StringComparison.Ordinal);
            Assert.Contains("\"keys\"", await File.ReadAllTextAsync(folder["verifier-key.json"]), StringComparison.Ordinal);
        }
        finally
        {
            service.Kill();
            await service.WaitForExitAsync();
        }
    }

    private static Process Start(TemporaryFolder folder, Uri verifier, Uri address) => Tether.Start(new ProcessStartInfo(
        CommandRun.Local("Attestation.RelyingPartyExample"), [verifier.ToString(), address.ToString()]) { WorkingDirectory = folder.Path, RedirectStandardOutput = true });

    private static async Task UntilItAnswersAsync(HttpClient client, Process service)
    {
        for (DateTime end = DateTime.UtcNow.AddSeconds(60); DateTime.UtcNow < end && !service.HasExited; await Task.Delay(100))
        {
            try
            {
                using HttpResponseMessage answer = await client.GetAsync("");
                return;
            }
            catch (HttpRequestException)
            {
                // it does not listen yet
            }
        }
        throw new InvalidOperationException("the example does not answer");
    }

    private static async Task<(HttpStatusCode Status, string Body)> AskAsync(HttpClient client, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "");
        request.Headers.Add("Attestation-Result", token);
        using HttpResponseMessage answer = await client.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    private static string Result(JsonElement appraisal) => appraisal.GetProperty("result").GetString()!;
}
