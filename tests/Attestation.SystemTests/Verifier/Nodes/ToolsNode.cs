using Attestation.SystemTests.Tpm;

namespace Attestation.SystemTests.Verifier.Nodes;

/// <summary>A node made of swtpm and tpm2-tools alone: a client that shares no code with the verifier.</summary>
internal sealed class ToolsNode : IAsyncDisposable
{
    private readonly Swtpm _tpm;
    private readonly bool _policy;

    private ToolsNode(Swtpm tpm, bool policy)
    {
        _tpm = tpm;
        _policy = policy;
    }

    public byte[] EkPublic => Read("ek.pub");

    /// <summary>SubjectPublicKeyInfo of the endorsement key.</summary>
    public byte[] EkKey => Read("ek.der");

    public byte[] AkPublic => Read("ak.pub");

    /// <summary>Name of the attestation key, lower-case hex.</summary>
    public string AkName => Convert.ToHexStringLower(Read("ak.name"));

    /// <summary>Name of the endorsement key, lower-case hex.</summary>
    public string EkName { get; private set; } = "";

    /// <summary>A TPM with an endorsement key and an attestation key.</summary>
    /// <param name="ek">What tpm2_createek calls the algorithm: rsa, ecc, ecc384.</param>
    public static async Task<ToolsNode> StartAsync(string ek = "rsa")
    {
        var node = new ToolsNode(await Swtpm.StartAsync(), policy: ek is "rsa" or "ecc");
        node._tpm.Tool("tpm2_createek", "-G", ek, "-c", "ek.ctx", "-u", "ek.pub", "-f", "tss");
        node._tpm.Tool("tpm2_readpublic", "-c", "ek.ctx", "-n", "ek.name", "-f", "der", "-o", "ek.der");
        node.EkName = Convert.ToHexStringLower(node.Read("ek.name"));
        node.Flush();
        node.NewAttestationKey();
        return node;
    }

    /// <summary>Replaces the attestation key.</summary>
    public void NewAttestationKey(string algorithm = "ecc", string scheme = "ecdsa")
    {
        _tpm.Tool("tpm2_createak", "-C", "ek.ctx", "-c", "ak.ctx", "-G", algorithm, "-g", "sha256", "-s", scheme, "-u", "ak.pub", "-f", "tss", "-n", "ak.name");
        Flush();
    }

    /// <summary>Makes a primary signing key without the attribute restricted and takes it for an attestation key.</summary>
    public void TakeUnrestrictedKey()
    {
        _tpm.Tool("tpm2_createprimary", "-C", "e", "-G", "ecc256:ecdsa-sha256", "-c", "ak.ctx", "-a", "fixedtpm|fixedparent|sensitivedataorigin|userwithauth|sign");
        _tpm.Tool("tpm2_readpublic", "-c", "ak.ctx", "-o", "ak.pub", "-f", "tss", "-n", "ak.name");
        Flush();
    }

    /// <summary>TPM2_ActivateCredential by the tool; null where the TPM refuses.</summary>
    public byte[]? Activate(Offer offer)
    {
        // The tool's file: magic, version 1, both sized structures, big-endian.
        File.WriteAllBytes(Path.Combine(_tpm.Work, "cred"), [0xBA, 0xDC, 0xC0, 0xDE, 0, 0, 0, 1, .. offer.Blob, .. offer.EncryptedSecret]);
        string[] use = [];
        if (_policy)
        {
            _tpm.Tool("tpm2_startauthsession", "--policy-session", "-S", "s");
            _tpm.Tool("tpm2_policysecret", "-S", "s", "-c", "e");
            use = ["-P", "session:s"];
        }
        int code = _tpm.TryTool("tpm2_activatecredential", ["-c", "ak.ctx", "-C", "ek.ctx", "-i", "cred", "-o", "secret", .. use]).Code;
        if (_policy)
            _tpm.Tool("tpm2_flushcontext", "s");
        Flush();
        return code == 0 ? Read("secret") : null;
    }

    /// <summary>A quote by the attestation key.</summary>
    public (byte[] Attest, byte[] Signature) Quote(byte[] qualifyingData)
    {
        _tpm.Tool("tpm2_quote", "-c", "ak.ctx", "-l", "sha256:0", "-q", Convert.ToHexStringLower(qualifyingData), "-m", "attest", "-s", "sig", "-g", "sha256");
        Flush();
        return (Read("attest"), Read("sig"));
    }

    public ValueTask DisposeAsync() => _tpm.DisposeAsync();

    private void Flush() => _tpm.Tool("tpm2_flushcontext", "-t");

    private byte[] Read(string name) => File.ReadAllBytes(Path.Combine(_tpm.Work, name));
}
