using System.Net;
using Attestation.Formats.Jose;
using Attestation.Formats.Keys;

namespace Attestation.UnitTests.RelyingParty.Keys;

/// <summary>A verifier's discovery document without a verifier: counts how often it is asked.</summary>
internal sealed class PublishedKey(string? body, HttpStatusCode status = HttpStatusCode.OK) : HttpMessageHandler
{
    public string? Body { get; set; } = body;

    public int Asked { get; private set; }

    public Uri? Address { get; private set; }

    public static string Of(VerificationKey key) => $$"""{"ear-verification-key":{{Jwk.Write(key, "k")}},"version":"1"}""";

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Asked++;
        Address = request.RequestUri;
        return Body is null
            ? throw new HttpRequestException("nobody answers")
            : Task.FromResult(new HttpResponseMessage(status) { Content = new StringContent(Body), RequestMessage = request });
    }
}
