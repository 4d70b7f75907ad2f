namespace Attestation.Verifier.Nodes;

/// <summary>The name under which a cluster knows a node: a lower-case DNS subdomain (RFC 1123 section 2.1), 1 to 253 characters.</summary>
internal static class NodeName
{
    private const int Longest = 253;
    private const int LongestLabel = 63;

    public static bool IsValid(string name) => name.Length is > 0 and <= Longest && name.Split('.').All(IsLabel);

    private static bool IsLabel(string label) =>
        label.Length is > 0 and <= LongestLabel && label[0] != '-' && label[^1] != '-' && label.All(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-');
}
