using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Attestation.Fuzz.Nodes;

namespace Attestation.SystemTests.Verifier.Nodes;

/// <summary>What the tests ask of a verifier on behalf of a node.</summary>
internal static class NodeRequests
{
    public const string Enrolments = "api/v1/nodes/enrolments";

    /// <summary>The request of a node; null members are left out.</summary>
    public static JsonObject Asking(byte[] ekPublic, byte[] akPublic, string? nodeName = null, params byte[][] certificates)
    {
        var body = new JsonObject { ["ekPublic"] = Convert.ToBase64String(ekPublic), ["akPublic"] = Convert.ToBase64String(akPublic) };
        if (nodeName is not null)
            body["nodeName"] = nodeName;
        if (certificates.Length > 0)
            body["ekCertificates"] = new JsonArray([.. certificates.Select(c => (JsonNode)Convert.ToBase64String(c))]);
        return body;
    }

    public static JsonObject Asking(SoftwareTpm tpm, string? nodeName = null, params byte[][] certificates) => Asking(tpm.EkPublic, tpm.AkPublic, nodeName, certificates);

    public static Task<HttpResponseMessage> AskAsync(this VerifierProcess verifier, JsonObject request) =>
        verifier.Client.PostAsync(Enrolments, JsonContent.Create(request));

    /// <summary>Asks for a credential that is given.</summary>
    public static async Task<Offer> OfferAsync(this VerifierProcess verifier, JsonObject request)
    {
        using HttpResponseMessage answer = await verifier.AskAsync(request);
        string text = await answer.Content.ReadAsStringAsync();
        Assert.True((int)answer.StatusCode == 201, text);
        JsonElement offer = JsonElement.Parse(text);
        string id = offer.GetProperty("id").GetString()!;
        Assert.Equal($"/{Enrolments}/{id}", answer.Headers.Location!.ToString());
        return new Offer(id, offer.GetProperty("credentialBlob").GetBytesFromBase64(), offer.GetProperty("encryptedSecret").GetBytesFromBase64());
    }

    public static Task<HttpResponseMessage> ActivateAsync(this VerifierProcess verifier, string id, byte[] secret, params (string Name, byte[] Value)[] more)
    {
        var body = new JsonObject { ["secret"] = Convert.ToBase64String(secret) };
        foreach ((string name, byte[] value) in more)
            body[name] = Convert.ToBase64String(value);
        return verifier.Client.PostAsync($"{Enrolments}/{id}/activation", JsonContent.Create(body));
    }

    /// <summary>The whole enrolment of a node, both steps.</summary>
    /// <returns>The answer to the second.</returns>
    public static async Task<HttpResponseMessage> EnrolAsync(this VerifierProcess verifier, SoftwareTpm tpm, string? nodeName = null)
    {
        Offer offer = await verifier.OfferAsync(Asking(tpm, nodeName));
        return await verifier.ActivateAsync(offer.Id, tpm.Activate(offer.Blob, offer.EncryptedSecret)!);
    }

    /// <summary>The JSON document of an answer that must be good.</summary>
    public static async Task<JsonElement> DocumentAsync(Task<HttpResponseMessage> asked)
    {
        using HttpResponseMessage answer = await asked;
        string text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonElement.Parse(text);
    }

    /// <summary>Lets a node answer a fresh challenge.</summary>
    /// <returns>The answered session.</returns>
    public static async Task<JsonElement> AttestAsync(this VerifierProcess verifier, NodeEvidenceMaker node)
    {
        (Uri session, byte[] nonce) = await verifier.OpenAsync();
        return await DocumentAsync(verifier.PostAsync(session.ToString(), node.Make(nonce), "application/vnd.attestation.node-evidence+cbor"));
    }

    /// <summary>The stored appraisal of an answered session.</summary>
    public static Task<JsonElement> AppraisalAsync(this VerifierProcess verifier, JsonElement session) =>
        DocumentAsync(verifier.Client.GetAsync(session.GetProperty("appraisal").GetString()));

    /// <summary>Ids of the findings of an appraisal.</summary>
    public static string[] Codes(JsonElement appraisal) => [.. appraisal.GetProperty("findings").EnumerateArray().Select(f => f.GetProperty("code").GetString()!)];

    public static Task<JsonElement> NodeAsync(this VerifierProcess verifier, string akName) => DocumentAsync(verifier.Client.GetAsync($"api/v1/nodes/{akName}"));
}

/// <summary>A credential as the verifier offered it.</summary>
internal sealed record Offer(string Id, byte[] Blob, byte[] EncryptedSecret);
