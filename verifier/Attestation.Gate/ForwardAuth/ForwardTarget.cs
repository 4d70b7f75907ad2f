using System.Diagnostics.CodeAnalysis;
using Attestation.Gate.Configuration;

namespace Attestation.Gate.ForwardAuth;

/// <summary>
/// Which policy a request target asks for: <c>/auth</c> or <c>/auth/POLICY</c>, and where the operator says that the proxy appends the original path, anything
/// behind it. The target is read as it came over the wire. A server that resolves <c>..</c> first would let the client's path choose the policy:
/// <c>/auth/strict/../lax</c>.
/// </summary>
internal static class ForwardTarget
{
    private const string Root = "/auth";

    public static bool TryPolicy(string rawTarget, bool appendedPath, [NotNullWhen(true)] out string? policy)
    {
        policy = null;
        if (!rawTarget.StartsWith(Root, StringComparison.Ordinal))
            return false;
        string rest = rawTarget[Root.Length..];
        int query = rest.IndexOf('?');
        string path = query < 0 ? rest : rest[..query];
        if (path is "" or "/")
        {
            policy = ForwardPolicySettings.Default;
            return true;
        }
        if (path[0] != '/')
            return false;
        int end = path.IndexOf('/', 1);
        policy = end < 0 ? path[1..] : path[1..end];
        return ForwardPolicySettings.IsName(policy) && (end < 0 || appendedPath);
    }
}
