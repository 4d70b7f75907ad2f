using System.Text;
using System.Text.Json.Nodes;
using static Attestation.SystemTests.Verifier.Nodes.NodeRequests;
using static Attestation.SystemTests.Verifier.Requests;

namespace Attestation.SystemTests.Verifier.Nodes;

/// <summary>Requests that are not what the endpoints read: each refused by name, none of them uses anything up.</summary>
public sealed class EnrolmentRequestTests
{
    private const string Key = "\"AAA=\"";

    [Theory]
    [InlineData("no JSON", "ekPublic=1", "enrolment.request")]
    [InlineData("another type", "[]", "enrolment.request")]
    [InlineData("null", "null", "enrolment.request")]
    [InlineData("a member missing", "{\"ekPublic\":" + Key + "}", "enrolment.request")]
    [InlineData("a member null", "{\"ekPublic\":" + Key + ",\"akPublic\":null}", "enrolment.request")]
    [InlineData("an unknown member", "{\"ekPublic\":" + Key + ",\"akPublic\":" + Key + ",\"EkPublic\":" + Key + "}", "enrolment.request")]
    [InlineData("a member twice", "{\"ekPublic\":" + Key + ",\"akPublic\":" + Key + ",\"akPublic\":" + Key + "}", "enrolment.request")]
    [InlineData("base64url", "{\"ekPublic\":\"_-8=\",\"akPublic\":" + Key + "}", "enrolment.request")]
    [InlineData("no padding", "{\"ekPublic\":\"AAA\",\"akPublic\":" + Key + "}", "enrolment.request")]
    [InlineData("a number as certificates", "{\"ekPublic\":" + Key + ",\"akPublic\":" + Key + ",\"ekCertificates\":1}", "enrolment.request")]
    [InlineData("half a class", "{\"ekPublic\":" + Key + ",\"akPublic\":" + Key + ",\"class\":{\"vendor\":\"v\"}}", "enrolment.request")]
    [InlineData("a key that is none", "{\"ekPublic\":" + Key + ",\"akPublic\":" + Key + "}", "tpm.ak.form")]
    public async Task ARequestIsReadStrictly(string what, string body, string code)
    {
        using var world = new NodeWorld();
        await using VerifierProcess verifier = await world.StartAsync();
        string answer = await CodeAsync(verifier.PostAsync(Enrolments, Encoding.UTF8.GetBytes(body), "application/json"));
        Assert.True(code == answer, $"{what}: {answer}");
    }

    [Fact]
    public async Task OtherBodiesAreRefusedBeforeTheyAreRead()
    {
        using var world = new NodeWorld();
        await using VerifierProcess verifier = await world.StartAsync();
        Assert.Equal("http.media-type", await CodeAsync(verifier.PostAsync(Enrolments, [1], "text/plain")));
        Assert.Equal("http.body-too-large", await CodeAsync(verifier.PostAsync(Enrolments, new byte[300_000], "application/json")));
        Assert.Equal("http.body-empty", await CodeAsync(verifier.PostAsync(Enrolments, [], "application/json")));
    }

    [Fact]
    public async Task AnEmptyCertificateIsNone()
    {
        using var world = new NodeWorld();
        using var tpm = new SoftwareTpm();
        await using VerifierProcess verifier = await world.StartAsync();
        JsonObject request = Asking(tpm);
        request["ekCertificates"] = new JsonArray("");
        Assert.Equal("ek.certificate.form", await CodeAsync(verifier.AskAsync(request)));
        request["ekCertificates"] = new JsonArray((JsonNode?)null);
        Assert.Equal("ek.certificate.form", await CodeAsync(verifier.AskAsync(request)));
        request["ekCertificates"] = new JsonArray();
        Assert.Equal("ek.certificate.none", await CodeAsync(verifier.AskAsync(request)));
    }

    [Fact]
    public async Task AMalformedAnswerUsesNothingUp()
    {
        using var world = new NodeWorld();
        using var tpm = new SoftwareTpm();
        world.Allow(tpm.EkHash);
        await using VerifierProcess verifier = await world.StartAsync();
        Offer offer = await verifier.OfferAsync(Asking(tpm));
        string address = $"{Enrolments}/{offer.Id}/activation";
        Assert.Equal("enrolment.request", await CodeAsync(verifier.PostAsync(address, Encoding.UTF8.GetBytes("{\"secret\":1}"), "application/json")));
        Assert.Equal("enrolment.uds-incomplete", await CodeAsync(verifier.ActivateAsync(offer.Id, new byte[32], ("attest", [1]))));
        await DocumentAsync(verifier.ActivateAsync(offer.Id, tpm.Activate(offer.Blob, offer.EncryptedSecret)!));
    }

    [Fact]
    public async Task WhereATokenIsAskedForEnrolmentsNeedItAndAnswersDoNot()
    {
        using var world = new NodeWorld();
        using var tpm = new SoftwareTpm();
        world.Allow(tpm.EkHash);
        await File.WriteAllTextAsync(world["token"], "a token of enough length\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(world["token"], UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await using VerifierProcess verifier = await world.StartAsync("--enrolment-token-file", world["token"]);
        Assert.Equal("http.unauthorized", await CodeAsync(verifier.AskAsync(Asking(tpm))));
        verifier.Client.DefaultRequestHeaders.Add("Authorization", "Bearer a token of enough length");
        Offer offer = await verifier.OfferAsync(Asking(tpm));
        verifier.Client.DefaultRequestHeaders.Remove("Authorization");
        await DocumentAsync(verifier.ActivateAsync(offer.Id, tpm.Activate(offer.Blob, offer.EncryptedSecret)!));
    }
}
