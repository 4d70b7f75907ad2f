using System.Text.Json;
using Attestation.NodeAgent;
using Attestation.NodeAgent.Keys;
using Attestation.NodeAgent.Verifiers;
using Attestation.Tpm.Sessions;
using Attestation.Tpm.Wire;

namespace Attestation.SystemTests.Agent;

/// <summary><c>attest-agent enrol</c> at a real verifier with a software TPM.</summary>
public sealed class EnrolCommandTests
{
    [Fact]
    public async Task ItSaysWithWhichKeyAndCertificateAndDoesNothingTwice()
    {
        await using NodeSite site = await NodeSite.StartAsync(certified: true);
        await using VerifierProcess verifier = await site.StartVerifierAsync();
        CommandRun first = await site.RunAsync("enrol", "--node-name", "worker-1.example", "--class", "Example/Worker", "--json");
        Assert.True(first.ExitCode == 0, first.Error);
        JsonElement report = JsonElement.Parse(first.Output);
        Assert.False(report.GetProperty("wasEnrolled").GetBoolean());
        JsonElement enrolment = report.GetProperty("enrolment");
        Assert.Equal("worker-1.example", enrolment.GetProperty("nodeName").GetString());
        Assert.Contains("swtpm-localca", enrolment.GetProperty("endorsement").GetProperty("certificate").GetString());
        string node = enrolment.GetProperty("node").GetString()!;
        JsonElement known = JsonElement.Parse(await verifier.Client.GetStringAsync($"api/v1/nodes/{node}"));
        Assert.Equal(enrolment.GetProperty("endorsement").GetProperty("name").GetString(), known.GetProperty("ekName").GetString());
        Assert.Equal("Worker", known.GetProperty("class").GetProperty("model").GetString());

        CommandRun second = await site.RunAsync("enrol", "--json");
        Assert.True(JsonElement.Parse(second.Output).GetProperty("wasEnrolled").GetBoolean());
        Assert.Equal(known.GetProperty("enrolledAt").GetString(), await EnrolledAtAsync(verifier, node));
        CommandRun again = await site.RunAsync("enrol", "--again");
        Assert.StartsWith("The node is enrolled.", again.Output);
        Assert.NotEqual(known.GetProperty("enrolledAt").GetString(), await EnrolledAtAsync(verifier, node));
    }

    [Fact]
    public async Task AVerifierThatForgotTheNodeEnrolsItAgain()
    {
        await using NodeSite site = await NodeSite.StartAsync();
        await using (await site.StartVerifierAsync())
            Assert.Equal(0, (await site.RunAsync("enrol")).ExitCode);
        Directory.Delete(site["data"], recursive: true);
        await using VerifierProcess another = await site.StartVerifierAsync();
        CommandRun run = await site.RunAsync("enrol");
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.StartsWith("The node is enrolled.", run.Output);
    }

    [Fact]
    public async Task AnUnknownTpmIsRefusedWithTheVerifiersReason()
    {
        await using NodeSite site = await NodeSite.StartAsync();
        await File.WriteAllTextAsync(site["eks.txt"], "");
        await using VerifierProcess verifier = await site.StartVerifierAsync();
        CommandRun run = await site.RunAsync("enrol");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("ek.certificate.none", run.Error);
    }

    [Fact]
    public async Task NoVerifierIsAFailureAndNoRefusal()
    {
        await using NodeSite site = await NodeSite.StartAsync();
        CommandRun run = await site.RunAsync("enrol");
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("cannot be reached", run.Error);
    }

    /// <summary>A machine that shows another machine's endorsement key and certificate, with its own attestation key.</summary>
    [Fact]
    public async Task AnotherTpmsCertificateIsOfNoUse()
    {
        await using NodeSite site = await NodeSite.StartAsync(certified: true);
        await using VerifierProcess verifier = await site.StartVerifierAsync();
        await using NodeMachine thief = await NodeMachine.StartAsync();
        EnrolmentRequest honest = await RequestAsync(site.Machine);
        await using TpmConnection tpm = await thief.OpenAsync();
        await using EndorsementKey own = await EndorsementKeys.OpenAsync(tpm, new EndorsementOptions());
        await using LoadedKey key = await thief.KeyStore(tpm, AttestationKeyKind.P256, HandleRange.Default).OpenAsync();
        using var client = new VerifierClient(new VerifierOptions { Address = new Uri(site.VerifierAddress + "/") });

        // The certificate beside its own endorsement key: they do not belong together.
        EnrolmentRequest forged = honest with { EkPublic = WireValue.EncodeSized(own.Public), AkPublic = WireValue.EncodeSized(key.Public) };
        VerifierFailure refused = await Assert.ThrowsAsync<VerifierFailure>(() => client.EnrolAsync(forged, CancellationToken.None));
        Assert.True(refused.IsRefusal);
        Assert.Equal("ek.certificate.key", refused.Code);

        // The endorsement key too: the credential is for the TPM that has it.
        CredentialOffer offer = await client.EnrolAsync(honest with { AkPublic = WireValue.EncodeSized(key.Public) }, CancellationToken.None);
        AgentException closed = await Assert.ThrowsAsync<AgentException>(
            () => CredentialActivation.ActivateAsync(tpm, own, key, offer.CredentialBlob, offer.EncryptedSecret));
        Assert.Contains("was not made for this TPM", closed.Message);
        VerifierFailure guessed = await Assert.ThrowsAsync<VerifierFailure>(
            () => client.ActivateAsync(offer, new ActivationRequest(new byte[32], null, null, null), CancellationToken.None));
        Assert.Equal("enrolment.secret", guessed.Code);
    }

    private static async Task<EnrolmentRequest> RequestAsync(NodeMachine machine)
    {
        await using TpmConnection tpm = await machine.OpenAsync();
        await using EndorsementKey key = await EndorsementKeys.OpenAsync(tpm, new EndorsementOptions());
        return new EnrolmentRequest(WireValue.EncodeSized(key.Public), key.Certificates, [], null, null);
    }

    private static async Task<string?> EnrolledAtAsync(VerifierProcess verifier, string node) =>
        JsonElement.Parse(await verifier.Client.GetStringAsync($"api/v1/nodes/{node}")).GetProperty("enrolledAt").GetString();
}
