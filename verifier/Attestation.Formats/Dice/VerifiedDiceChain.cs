using Attestation.Formats.Keys;
using Attestation.Formats.X509;

namespace Attestation.Formats.Dice;

/// <summary>What a chain was anchored in.</summary>
public enum DiceAnchorKind
{
    /// <summary>An enrolled UDS public key, or its hash.</summary>
    UdsKey,

    /// <summary>A manufacturer CA.</summary>
    Authority,
}

/// <summary>The anchor that was used.</summary>
/// <param name="Kind">Key or CA.</param>
/// <param name="Name">The key's kind and short thumbprint, or the CA's subject.</param>
/// <param name="Key">The UDS public key, or the CA's.</param>
public sealed record DiceAnchor(DiceAnchorKind Kind, string Name, VerificationKey Key);

/// <summary>A chain that passed every step of <see cref="DiceChainVerifier"/>. Only that class makes one.</summary>
public sealed class VerifiedDiceChain
{
    internal VerifiedDiceChain(DiceAnchor anchor, VerificationKey rootKey, Certificate? udsCertificate, IReadOnlyList<DiceLayer> layers, DiceLayer? leaf) =>
        (Anchor, RootKey, UdsCertificate, Layers, Leaf) = (anchor, rootKey, udsCertificate, layers, leaf);

    public DiceAnchor Anchor { get; }

    /// <summary>The UDS public key: the device's identity. Under a CA that issues layers directly, that CA's key.</summary>
    public VerificationKey RootKey { get; }

    /// <summary>The UDS certificate, where the chain has one and someone vouches for its content: it is self-signed, or a trusted CA issued it.</summary>
    public Certificate? UdsCertificate { get; }

    /// <summary>The measured layers, first booted first. Empty only in a degenerate chain that was allowed.</summary>
    public IReadOnlyList<DiceLayer> Layers { get; }

    /// <summary>The last certificate: of the attestation key, or of the last layer. Null where the chain is one key.</summary>
    public DiceLayer? Leaf { get; }

    /// <summary>The key that signs evidence.</summary>
    public VerificationKey LeafKey => Leaf?.SubjectKey ?? RootKey;

    public bool IsDegenerate => Layers.Count == 0;
}
