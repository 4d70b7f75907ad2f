using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Attestation.Cli.Inputs;

/// <summary>Asks a running verifier: GET /api/v1/appraisals/{id}.</summary>
internal static class VerifierClient
{
    private const int MaxAnswer = 4 << 20;

    internal static JsonObject GetAppraisal(string baseUrl, string id, string? token)
    {
        if (!Uri.TryCreate(baseUrl.TrimEnd('/') + "/", UriKind.Absolute, out Uri? root) || root.Scheme is not ("http" or "https"))
            throw CliFailure.Usage($"{baseUrl} is not an http or https URL");
        var url = new Uri(root, $"api/v1/appraisals/{Uri.EscapeDataString(id)}");
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(30), MaxResponseContentBufferSize = MaxAnswer };
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, url);
            if (token is not null)
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            using HttpResponseMessage response = client.Send(request);
            string body = response.Content.ReadAsStringAsync().GetAwaiter().GetResult();
            return response.StatusCode switch
            {
                HttpStatusCode.OK => Parse(body, url),
                HttpStatusCode.NotFound => throw CliFailure.Usage($"{root} knows no appraisal {id}", "An id is what a result or a log line names as the appraisal."),
                HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => throw CliFailure.Usage($"{root} does not show appraisals to this request: {Title(body)}", "Give the verifier's --api-token-file with --token-file."),
                _ => throw CliFailure.Failed($"{url} answered {(int)response.StatusCode}: {Title(body)}"),
            };
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            throw CliFailure.Failed($"{root} did not answer: {e.Message}", "Check the URL and that the verifier runs.");
        }
    }

    private static JsonObject Parse(string body, Uri url)
    {
        try
        {
            return JsonNode.Parse(body) as JsonObject ?? throw CliFailure.Failed($"{url} did not answer with a JSON object");
        }
        catch (JsonException)
        {
            throw CliFailure.Failed($"{url} did not answer with JSON");
        }
    }

    private static string Title(string problem)
    {
        try
        {
            return JsonNode.Parse(problem)?["title"]?.ToString() ?? "no reason given";
        }
        catch (JsonException)
        {
            return "no reason given";
        }
    }
}
