using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.Json.Nodes;
using Attestation.SystemTests.Verifier;
using Attestation.Tpm.Software;
using Attestation.Tpm.Wire;

namespace Attestation.SystemTests.Vm;

/// <summary>A machine with another TPM that shows the first machine's endorsement certificate.</summary>
[Collection(VmCollection.Name)]
public sealed class OtherTpmTests(BootScenario scenario)
{
    [VmFact]
    public void TheAgentFindsNoSuchKeyInItsTpm()
    {
        CommandRun claim = scenario.SecureBootOff.Step("claim");
        Assert.Equal(3, claim.ExitCode);
        Assert.Contains("No endorsement key of this TPM can be used", claim.Error);
    }

    [VmFact]
    public async Task WithItsOwnEndorsementKeyTheCertificateIsAnothers()
    {
        JsonElement own = JsonElement.Parse(scenario.SecureBootOff.Text("ak.json"));
        byte[] foreign = await File.ReadAllBytesAsync(scenario.EndorsementCertificate);
        TpmtPublic ek = KeyOf(await File.ReadAllBytesAsync(scenario.OtherEndorsementCertificate));
        Assert.Equal("ek.certificate.key", await Requests.CodeAsync(EnrolAsync(ek, foreign, own.GetProperty("public").GetBytesFromBase64())));
    }

    [VmFact]
    public async Task WithTheFirstMachinesEndorsementKeyItCannotReadTheCredential()
    {
        JsonElement own = JsonElement.Parse(scenario.SecureBootOff.Text("ak.json"));
        byte[] foreign = await File.ReadAllBytesAsync(scenario.EndorsementCertificate);
        using HttpResponseMessage offered = await EnrolAsync(KeyOf(foreign), foreign, own.GetProperty("public").GetBytesFromBase64());
        Assert.Equal(HttpStatusCode.Created, offered.StatusCode);
        var guess = new JsonObject { ["secret"] = Convert.ToBase64String(new byte[32]) };
        Assert.Equal("enrolment.secret", await Requests.CodeAsync(scenario.Client.PostAsync(offered.Headers.Location + "/activation", JsonContent.Create(guess))));
    }

    private Task<HttpResponseMessage> EnrolAsync(TpmtPublic ek, byte[] certificate, byte[] akPublic) => scenario.Client.PostAsync("api/v1/nodes/enrolments", JsonContent.Create(new JsonObject
    {
        ["ekPublic"] = Convert.ToBase64String(WireValue.EncodeSized(ek)),
        ["akPublic"] = Convert.ToBase64String(akPublic),
        ["ekCertificates"] = new JsonArray((JsonNode)Convert.ToBase64String(certificate)),
    }));

    /// <summary>The P-384 endorsement key of a certificate: its point in the template H-3.</summary>
    private static TpmtPublic KeyOf(byte[] der)
    {
        using X509Certificate2 certificate = X509CertificateLoader.LoadCertificate(der);
        byte[] point = certificate.PublicKey.EncodedKeyValue.RawData[1..];
        var parameters = (TpmsEccParms)EkTemplates.H3.Public.Parameters;
        return EkTemplates.H3.Public with { Parameters = parameters with { Point = new TpmsEccPoint(point[..48], point[48..]) } };
    }
}
