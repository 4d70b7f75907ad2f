using Attestation.NodeAgent.Verifiers;
using Attestation.Tpm.Wire;

namespace Attestation.NodeAgent.Joining;

/// <summary>What the gate's join broker is asked for.</summary>
public enum JoinKind
{
    /// <summary>A bootstrap token, with which the agent files the certificate signing request itself.</summary>
    BootstrapToken,

    /// <summary>The certificate itself.</summary>
    ClientCertificate,
}

/// <summary>How this node joins its cluster; docs/agent.md, joining.</summary>
public sealed record JoinOptions
{
    /// <summary>The gate, and what makes it the right one.</summary>
    public required VerifierOptions Gate { get; init; }

    public JoinKind Kind { get; init; }

    /// <summary>What the kubelet reads: certificate with key, kubeconfig.</summary>
    public required string Folder { get; init; }

    /// <summary>At rest the key is sealed by the TPM; in the clear it lies in <see cref="Folder"/> only, which is on a tmpfs then.</summary>
    public bool IsSealed { get; init; }

    /// <summary>PCRs whose values the seal demands; null: any state of this TPM will do.</summary>
    public TpmlPcrSelection? SealPcrs { get; init; }

    /// <exception cref="AgentException">Usage.</exception>
    public static JoinKind ParseKind(string text) => text switch
    {
        "bootstrap-token" => JoinKind.BootstrapToken,
        "client-certificate" => JoinKind.ClientCertificate,
        _ => throw AgentException.Usage($"--join-kind {text} is neither bootstrap-token nor client-certificate."),
    };
}
