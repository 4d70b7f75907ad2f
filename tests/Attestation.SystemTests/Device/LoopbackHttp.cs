using System.Net.Http.Headers;
using Attestation.Device.Verifiers;

namespace Attestation.SystemTests.Device;

/// <summary>A board's HTTP, on .NET's.</summary>
internal sealed class LoopbackHttp(Uri verifier) : IHttpExchange, IDisposable
{
    private readonly HttpClient _client = new(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = verifier };

    /// <summary>What leaves or comes can be changed here.</summary>
    public Func<HttpAnswer, HttpAnswer?> OnAnswer { get; set; } = answer => answer;

    public Func<byte[], byte[]> OnBody { get; set; } = body => body;

    public List<int> Statuses { get; } = [];

    public bool TryPost(string path, string contentType, byte[] body, string accept, int largest, out HttpAnswer answer)
    {
        answer = null!;
        using HttpRequestMessage request = new(HttpMethod.Post, path) { Content = new ByteArrayContent(OnBody(body)) };
        if (contentType is not null)
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        request.Headers.Accept.Add(MediaTypeWithQualityHeaderValue.Parse(accept));
        try
        {
            using HttpResponseMessage response = _client.Send(request);
            using MemoryStream content = new();
            response.Content.ReadAsStream().CopyTo(content);
            Statuses.Add((int)response.StatusCode);
            HttpAnswer? given = content.Length < largest ? OnAnswer(new HttpAnswer((int)response.StatusCode, response.Headers.Location?.ToString(), content.ToArray())) : null;
            answer = given!;
            return given is not null;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    public void Dispose() => _client.Dispose();
}
