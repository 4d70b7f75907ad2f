using Attestation.Verifier.Http;
using Microsoft.AspNetCore.Http;

namespace Attestation.UnitTests.Verifier.Http;

public sealed class NegotiationTests
{
    private static readonly string[] Offers = ["application/a+json", "application/b+cwt"];

    [Theory]
    [InlineData("no header", null, "application/a+json")]
    [InlineData("anything", "*/*", "application/a+json")]
    [InlineData("a subtype range", "application/*", "application/a+json")]
    [InlineData("the second offer", "application/b+cwt", "application/b+cwt")]
    [InlineData("the second liked better", "application/a+json;q=0.5, application/b+cwt", "application/b+cwt")]
    [InlineData("the first excluded", "application/a+json;q=0, */*", "application/b+cwt")]
    [InlineData("both alike", "application/b+cwt, application/a+json", "application/a+json")]
    [InlineData("upper case", "APPLICATION/B+CWT", "application/b+cwt")]
    public void Chooses(string what, string? accept, string expected)
    {
        Assert.True(Negotiation.TryChoose(RequestWith(accept), Offers, out string chosen), what);
        Assert.Equal(expected, chosen);
    }

    [Theory]
    [InlineData("another type", "text/html")]
    [InlineData("everything excluded", "*/*;q=0")]
    [InlineData("no media type", "nonsense")]
    public void RefusesWhatItCannotWrite(string what, string accept) =>
        Assert.False(Negotiation.TryChoose(RequestWith(accept), Offers, out _), what);

    [Theory]
    [InlineData("exact", "application/a+json", true)]
    [InlineData("with a parameter", "application/a+json; profile=\"x\"", true)]
    [InlineData("upper case", "Application/A+JSON", true)]
    [InlineData("another", "text/plain", false)]
    [InlineData("missing", null, false)]
    [InlineData("empty", "", false)]
    [InlineData("a range", "application/*", false)]
    [InlineData("nonsense", "a b c", false)]
    public void ReadsOnlyItsTypes(string what, string? contentType, bool reads)
    {
        var context = new DefaultHttpContext();
        context.Request.ContentType = contentType;
        Refusal? refusal = Negotiation.CheckContentType(context.Request, context.Response, Offers, out _);
        Assert.True(reads == refusal is null, what);
        Assert.Equal(reads ? "" : "application/a+json, application/b+cwt", context.Response.Headers.Accept.ToString());
    }

    private static HttpRequest RequestWith(string? accept)
    {
        var context = new DefaultHttpContext();
        if (accept is not null)
            context.Request.Headers.Accept = accept;
        return context.Request;
    }
}
