using System.Text;
using System.Text.Json;
using static Attestation.SystemTests.Verifier.Nodes.NodeRequests;
using static Attestation.SystemTests.Verifier.Requests;

namespace Attestation.SystemTests.Verifier.Nodes;

/// <summary>Which TPMs a verifier believes: by certificate, by list, and how trust ends.</summary>
public sealed class EndorsementKeyTests
{
    [Theory]
    [InlineData("rsa")]
    [InlineData("ecc")]
    [InlineData("ecc384")]
    public async Task ATpmWithACertificateIsEnrolledUnderItsRoot(string ek)
    {
        using var world = new NodeWorld();
        using var maker = new TpmManufacturer();
        await using ToolsNode node = await ToolsNode.StartAsync(ek);
        world.Put("roots", "root.der", maker.Root);
        world.Put("roots", "intermediate.der", maker.Intermediate);
        await using VerifierProcess verifier = await world.StartAsync();
        Offer offer = await verifier.OfferAsync(Asking(node.EkPublic, node.AkPublic, "worker-1", maker.Certify(node.EkKey)));
        await DocumentAsync(verifier.ActivateAsync(offer.Id, node.Activate(offer)!));
        Assert.Equal("CN=Maker of TPMs Root", (await verifier.NodeAsync(node.AkName)).GetProperty("anchor").GetString());
    }

    [Fact]
    public async Task WhatManufacturersLeaveOutIsTheOperatorsDecision()
    {
        using var world = new NodeWorld();
        using var maker = new TpmManufacturer();
        using var tpm = new SoftwareTpm();
        byte[] certificate = maker.Certify(tpm.EkKey, purpose: false);
        world.Put("roots", "intermediate.der", maker.Intermediate);
        await using (VerifierProcess verifier = await world.StartAsync("--ek-allow-no-purpose"))
            Assert.Equal("ek.chain.missing", await CodeAsync(verifier.AskAsync(Asking(tpm, null, certificate))));
        await using (VerifierProcess verifier = await world.StartAsync("--ek-any-authority"))
            Assert.Equal("ek.certificate.purpose", await CodeAsync(verifier.AskAsync(Asking(tpm, null, certificate))));
        await using VerifierProcess both = await world.StartAsync("--ek-any-authority", "--ek-allow-no-purpose");
        await both.OfferAsync(Asking(tpm, null, certificate));
    }

    [Fact]
    public async Task TheCertificateOfAnotherTpmIsRefused()
    {
        using var world = new NodeWorld();
        using var maker = new TpmManufacturer();
        await using ToolsNode node = await ToolsNode.StartAsync();
        using var other = new SoftwareTpm();
        world.Put("roots", "root.der", maker.Root);
        world.Put("roots", "intermediate.der", maker.Intermediate);
        await using VerifierProcess verifier = await world.StartAsync();
        Assert.Equal("ek.certificate.key", await CodeAsync(verifier.AskAsync(Asking(node.EkPublic, node.AkPublic, null, maker.Certify(other.EkKey)))));

        // With the other TPM's key in its name too, the verifier believes the request, and the TPM cannot answer.
        Offer offer = await verifier.OfferAsync(Asking(other.EkPublic, node.AkPublic, null, maker.Certify(other.EkKey)));
        Assert.Null(node.Activate(offer));
    }

    [Fact]
    public async Task AMissingIntermediateIsNamedAndMayBeSent()
    {
        using var world = new NodeWorld();
        using var maker = new TpmManufacturer();
        using var tpm = new SoftwareTpm();
        world.Put("roots", "root.der", maker.Root);
        await using VerifierProcess verifier = await world.StartAsync();
        using HttpResponseMessage refused = await verifier.AskAsync(Asking(tpm, null, maker.Certify(tpm.EkKey)));
        JsonElement problem = JsonElement.Parse(await refused.Content.ReadAsStringAsync());
        Assert.Equal("ek.chain.missing", problem.GetProperty("code").GetString());
        Assert.Contains("Maker of TPMs CA 7", problem.GetProperty("detail").GetString());
        await verifier.OfferAsync(Asking(tpm, null, maker.Certify(tpm.EkKey), maker.Intermediate));
    }

    [Fact]
    public async Task AMissingIntermediateIsFetchedFromHostsThatTheOperatorNamed()
    {
        using var world = new NodeWorld();
        using var maker = new TpmManufacturer();
        using var tpm = new SoftwareTpm();
        using CertificateSite site = CertificateSite.With(maker.Intermediate);
        byte[] certificate = maker.Certify(tpm.EkKey, issuerAt: site.Address);
        world.Put("roots", "root.der", maker.Root);
        await using (VerifierProcess verifier = await world.StartAsync("--ek-aia-host", "tpm.example"))
            Assert.Equal("ek.chain.missing", await CodeAsync(verifier.AskAsync(Asking(tpm, null, certificate))));
        Assert.Equal(0, site.Asked);
        await using VerifierProcess allowed = await world.StartAsync("--ek-aia-host", "tpm.example", "--ek-aia-host", site.Host);
        for (int i = 0; i < 3; i++)
            await allowed.OfferAsync(Asking(tpm, null, certificate));
        Assert.Equal(1, site.Asked);
    }

    [Theory]
    [InlineData("larger than 64 KiB")]
    [InlineData("a redirection to the certificate")]
    [InlineData("not a certificate")]
    [InlineData("the root of a stranger")]
    public async Task WhatIsFetchedIsALinkOfTheChainOrNothing(string answer)
    {
        using var world = new NodeWorld();
        using var maker = new TpmManufacturer();
        using var stranger = new TpmManufacturer();
        using var tpm = new SoftwareTpm();
        using CertificateSite good = CertificateSite.With(maker.Intermediate);
        using CertificateSite site = answer switch
        {
            "larger than 64 KiB" => CertificateSite.With([.. maker.Intermediate, .. new byte[70_000]]),
            "a redirection to the certificate" => new CertificateSite(response => response.Redirect(good.Address)),
            "not a certificate" => CertificateSite.With(Encoding.ASCII.GetBytes("<html>")),
            _ => CertificateSite.With(stranger.Root),
        };
        world.Put("roots", "root.der", maker.Root);
        await using VerifierProcess verifier = await world.StartAsync("--ek-aia-host", site.Host, "--ek-aia-host", good.Host);
        Assert.Equal("ek.chain.missing", await CodeAsync(verifier.AskAsync(Asking(tpm, null, maker.Certify(tpm.EkKey, issuerAt: site.Address)))));
        Assert.Equal(1, site.Asked);
        Assert.Equal(0, good.Asked);
    }

    [Fact]
    public async Task ARevokedTpmIsNotEnrolledAndOneThatWasEnrolledNoLongerAttests()
    {
        using var world = new NodeWorld();
        using var maker = new TpmManufacturer();
        using var tpm = new SoftwareTpm();
        using var spared = new SoftwareTpm();
        world.Put("roots", "all.pem", Encoding.ASCII.GetBytes(Pem(maker.Root) + Pem(maker.Intermediate)));
        await using (VerifierProcess verifier = await world.StartAsync())
        {
            await EnrolAsync(verifier, tpm, maker.Certify(tpm.EkKey, serial: 5));
            await EnrolAsync(verifier, spared, maker.Certify(spared.EkKey, serial: 6));
            Assert.DoesNotContain("node.not-enrolled", Codes(await verifier.AppraisalAsync(await verifier.AttestAsync(NodeWorld.Boot(tpm)))));
        }
        world.Put("crls", "ca7.crl", maker.Revoke(5));
        await using VerifierProcess again = await world.StartAsync();
        Assert.Equal("ek.revocation.leaf", await CodeAsync(again.AskAsync(Asking(tpm, null, maker.Certify(tpm.EkKey, serial: 5)))));
        JsonElement appraisal = await again.AppraisalAsync(await again.AttestAsync(NodeWorld.Boot(tpm)));
        Assert.Contains("ek.revocation.leaf", Codes(appraisal));
        Assert.Contains("node.not-enrolled", Codes(appraisal));
        Assert.Equal("contraindicated", appraisal.GetProperty("status").GetString());
        Assert.DoesNotContain("node.not-enrolled", Codes(await again.AppraisalAsync(await again.AttestAsync(NodeWorld.Boot(spared)))));
    }

    [Fact]
    public async Task AKeyStruckFromTheListNoLongerAttests()
    {
        using var world = new NodeWorld();
        using var tpm = new SoftwareTpm();
        world.Allow($"{tpm.EkHash} worker-1 Example/Worker  # rack 7");
        await using (VerifierProcess verifier = await world.StartAsync())
        {
            Assert.Equal("enrolment.ek-pinned", await CodeAsync(verifier.AskAsync(Asking(tpm, "worker-2"))));
            var otherClass = Asking(tpm);
            otherClass["class"] = new System.Text.Json.Nodes.JsonObject { ["vendor"] = "Example", ["model"] = "Other" };
            Assert.Equal("enrolment.ek-pinned", await CodeAsync(verifier.AskAsync(otherClass)));
            JsonElement enrolled = await DocumentAsync(verifier.EnrolAsync(tpm));
            Assert.Equal("worker-1", enrolled.GetProperty("nodeName").GetString());
            Assert.Equal("Worker", enrolled.GetProperty("class").GetProperty("model").GetString());
        }
        world.Allow("# nobody");
        await using VerifierProcess again = await world.StartAsync();
        Assert.Equal("ek.certificate.none", await CodeAsync(again.AskAsync(Asking(tpm))));
        Assert.Contains("ek.certificate.none", Codes(await again.AppraisalAsync(await again.AttestAsync(NodeWorld.Boot(tpm)))));
    }

    private static async Task EnrolAsync(VerifierProcess verifier, SoftwareTpm tpm, byte[] certificate)
    {
        Offer offer = await verifier.OfferAsync(Asking(tpm, null, certificate));
        await DocumentAsync(verifier.ActivateAsync(offer.Id, tpm.Activate(offer.Blob, offer.EncryptedSecret)!));
    }

    private static string Pem(byte[] certificate) => System.Security.Cryptography.PemEncoding.WriteString("CERTIFICATE", certificate) + "\n";
}
