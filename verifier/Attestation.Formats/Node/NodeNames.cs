namespace Attestation.Formats.Node;

/// <summary>Names of nodes: RFC 1123 subdomains of at most 253 characters, as Kubernetes demands.</summary>
public static class NodeNames
{
    /// <summary>Labels of lower-case letters, digits and hyphens that begin and end with a letter or digit, separated by dots.</summary>
    public static bool IsOne(string name)
    {
        if (name.Length is 0 or > NodeLimits.NodeName)
            return false;
        foreach (Range label in name.AsSpan().Split('.'))
        {
            if (!IsLabel(name.AsSpan()[label]))
                return false;
        }
        return true;
    }

    private static bool IsLabel(ReadOnlySpan<char> label)
    {
        if (label.IsEmpty || label[0] == '-' || label[^1] == '-')
            return false;
        foreach (char c in label)
        {
            if (!char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c != '-')
                return false;
        }
        return true;
    }
}
