namespace Attestation.Gate.JoinTokens;

/// <summary>What a node can be given to join with.</summary>
public enum CredentialKind
{
    /// <summary>A bootstrap token, with which the node files its own certificate signing request.</summary>
    BootstrapToken,

    /// <summary>A kubelet's client certificate; the gate files the request that the node made.</summary>
    ClientCertificate,
}

/// <summary>The kinds as requests and settings write them.</summary>
public static class CredentialKinds
{
    private const string Token = "bootstrap-token", Certificate = "client-certificate";

    public static string Name(this CredentialKind kind) => kind == CredentialKind.BootstrapToken ? Token : Certificate;

    public static bool TryParse(string name, out CredentialKind kind)
    {
        kind = name == Certificate ? CredentialKind.ClientCertificate : CredentialKind.BootstrapToken;
        return name is Token or Certificate;
    }
}
