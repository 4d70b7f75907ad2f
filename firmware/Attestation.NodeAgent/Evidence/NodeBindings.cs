namespace Attestation.NodeAgent.Evidence;

/// <summary>What the quotes bind to the session besides PCRs; docs/formats/node-evidence.cddl, bindings. Digests are SHA-256, 32 bytes.</summary>
public sealed record NodeBindings
{
    /// <summary>Name of the node in its cluster (RFC 1123 subdomain), or null.</summary>
    public string? NodeName { get; init; }

    /// <summary>Over the kubelet key's SubjectPublicKeyInfo, or null.</summary>
    public byte[]? KubeletKey { get; init; }

    /// <summary>Over the device evidence beside the quotes; set by <see cref="EvidenceMaker"/>.</summary>
    public byte[]? DeviceEvidence { get; init; }

    /// <summary>Over the SubjectPublicKeyInfo of a key to which secrets for this node are encrypted, or null.</summary>
    public byte[]? SecretsKey { get; init; }

    /// <summary>The CBOR map.</summary>
    public byte[] Encode()
    {
        (int Key, byte[]? Digest)[] digests =
        [
            (EvidenceFormat.BindingKubeletKey, KubeletKey), (EvidenceFormat.BindingDeviceEvidence, DeviceEvidence), (EvidenceFormat.BindingSecretsKey, SecretsKey),
        ];
        var cbor = new CborPieces().Map((NodeName is null ? 0 : 1) + digests.Count(d => d.Digest is not null));
        if (NodeName is not null)
            cbor.Number(EvidenceFormat.BindingNodeName).Text(NodeName);
        foreach ((int key, byte[]? digest) in digests)
        {
            if (digest is not null)
                cbor.Number(key).Bytes(digest);
        }
        return cbor.ToArray();
    }
}
