using Attestation.Formats.Node;

namespace Attestation.Formats.Ear;

/// <summary>
/// Which worker node a result speaks of: the private claim <c>attestation.node</c> (JSON), -70701 (CBOR) of the submodule <c>node</c>
/// (docs/formats/ear-node.cddl). What a gate needs to hold a result against a request of the cluster.
/// </summary>
public sealed record NodeClaims
{
    /// <summary>TPM name of the node's attestation key, lower-case hex: algorithm and digest.</summary>
    public required string Id { get; init; }

    /// <summary>The cluster's name for the node, enrolled and bound by the quote; null where the node has none.</summary>
    public string? Name { get; init; }

    /// <summary>Vendor and model, a slash between them; null in a refusal, and where the node was enrolled without.</summary>
    public string? Class { get; init; }

    /// <summary>SHA-256 of the kubelet key's SubjectPublicKeyInfo, lower-case hex; null in a refusal, and where the quote binds none.</summary>
    public string? KubeletKeySha256 { get; init; }

    /// <summary>The same of the key to which secrets for the node are encrypted.</summary>
    public string? SecretsKeySha256 { get; init; }

    /// <summary>Seconds after which the node is asked to attest again; null in a refusal.</summary>
    public int? Next { get; init; }

    internal const int ShortestId = 22;
    internal const int LongestId = 66;
    internal const int KeyDigest = 32;
    internal const int LongestClass = 512;

    /// <summary>Where a status refuses, nothing is said that could be relied on: no key, no class.</summary>
    internal bool Suits(EarStatus status) => status is EarStatus.Affirming or EarStatus.Warning
        || (Class is null && KubeletKeySha256 is null && SecretsKeySha256 is null && Next is null);

    internal static bool IsName(string name) => NodeNames.IsOne(name);

    internal static bool IsClass(string name) => name.Length is > 0 and <= LongestClass && !name.Any(char.IsControl);

    internal static bool IsInterval(long seconds) => seconds is > 0 and <= int.MaxValue;

    internal static bool IsHex(string text, int least, int most) => text.Length % 2 == 0 && text.Length >= 2 * least && text.Length <= 2 * most && text.All(char.IsAsciiHexDigitLower);
}
