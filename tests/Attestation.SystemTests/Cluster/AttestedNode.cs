using System.Text.Json;
using System.Text.Json.Nodes;
using Attestation.Fuzz.Nodes;
using Attestation.SystemTests.Verifier.Nodes;
using Attestation.Tpm.Wire;
using static Attestation.SystemTests.Verifier.Nodes.NodeRequests;

namespace Attestation.SystemTests.Cluster;

/// <summary>
/// A node whose TPM is software: it attests recorded boots, good ones and bad ones, and binds the keys it is told to. Every attestation is a boot of its own.
/// </summary>
internal sealed class AttestedNode(AttestationSite site, SoftwareTpm tpm, string name) : IDisposable
{
    private uint _boots = 1;

    public string Name { get; } = name;

    /// <summary>The verifier's id of the node: the Name of its attestation key, lower-case hex.</summary>
    public string AkName => tpm.AkName;

    /// <summary>The key that good attestations bind unless told otherwise.</summary>
    public KubeletKey Key { get; private set; } = new();

    /// <summary>SHA-256 of the SubjectPublicKeyInfo of a key for secrets; bound where it is set.</summary>
    public byte[]? SecretsKey { get; set; }

    /// <summary>Takes a new kubelet key; the next attestation binds it.</summary>
    public void ChangeKey()
    {
        Key.Dispose();
        Key = new KubeletKey();
    }

    /// <summary>Attests the boot that the reference values name. The verdict is affirming, or this throws.</summary>
    /// <param name="kubeletKey">Another hash to bind than that of <see cref="Key"/>; empty for none.</param>
    /// <returns>The appraisal.</returns>
    public async Task<JsonElement> AttestGoodAsync(byte[]? kubeletKey = null)
    {
        JsonElement appraisal = await AttestAsync("boot-2-sb-on-good", kubeletKey);
        Assert.True(appraisal.GetProperty("status").GetString() == "affirming", appraisal.GetRawText());
        return appraisal;
    }

    /// <summary>Attests a boot with a changed kernel command line: contraindicated, <c>boot.command-line</c>.</summary>
    /// <returns>The appraisal.</returns>
    public async Task<JsonElement> AttestBadAsync()
    {
        JsonElement appraisal = await AttestAsync("boot-4-cmdline", null);
        Assert.True(appraisal.GetProperty("status").GetString() == "contraindicated", appraisal.GetRawText());
        return appraisal;
    }

    /// <summary>Attests a recorded boot.</summary>
    /// <param name="boot">A folder of tests/vectors/node-boots.</param>
    /// <returns>The appraisal, whatever the verdict.</returns>
    public async Task<JsonElement> AttestAsync(string boot, byte[]? kubeletKey)
    {
        NodeEvidenceMaker evidence = NodeWorld.Boot(tpm, boot);
        (evidence.NodeName, evidence.SecretsKey) = (Name, SecretsKey);
        evidence.KubeletKey = kubeletKey is { Length: 0 } ? null : kubeletKey ?? Key.Hash;
        evidence.Clock = new TpmsClockInfo(1_000_000, ++_boots, 0, true);
        JsonElement session = await site.Verifier.AttestAsync(evidence);
        return await site.Verifier.AppraisalAsync(session);
    }

    /// <summary>An operator ends the trust in this node, whatever it attests.</summary>
    public async Task RevokeAsync(string reason = "stolen") =>
        await DocumentAsync(site.Verifier.Client.PostAsync($"api/v1/nodes/{AkName}/revocation", new StringContent(
            new JsonObject { ["reason"] = reason }.ToJsonString(), System.Text.Encoding.UTF8, "application/json")));

    public void Dispose()
    {
        Key.Dispose();
        tpm.Dispose();
    }
}
