namespace Attestation.Device.Manifest;

/// <summary>Which names a manifest may hold: docs/formats/update-manifest.cddl, file-name and class-name.</summary>
internal static class ManifestNames
{
    public const int LongestFileName = 32;
    public const int LongestClassName = 64;

    /// <summary>1 to 32 of [A-Za-z0-9._-], no dot at the beginning: a name on every file system, and on none a path.</summary>
    public static bool IsFileName(string name)
    {
        if (name.Length == 0 || name.Length > LongestFileName || name[0] == '.')
            return false;
        for (int i = 0; i < name.Length; i++)
        {
            char c = name[i];
            bool good = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
            if (!good)
                return false;
        }

        return true;
    }

    /// <summary>No control characters, no blank at either end. Its length in bytes was seen to when it was read.</summary>
    public static bool IsClassName(string name)
    {
        if (name.Length == 0 || name[0] == ' ' || name[name.Length - 1] == ' ')
            return false;
        for (int i = 0; i < name.Length; i++)
        {
            char c = name[i];
            if (c < ' ' || (c >= '\u007F' && c <= '\u009F'))
                return false;
        }

        return true;
    }

    /// <summary>True also when only the case of letters differs: FAT tells no A from a.</summary>
    public static bool AreSameFile(string one, string other)
    {
        if (one.Length != other.Length)
            return false;
        for (int i = 0; i < one.Length; i++)
        {
            if (Lower(one[i]) != Lower(other[i]))
                return false;
        }

        return true;
    }

    private static int Lower(char c) => c >= 'A' && c <= 'Z' ? c + 32 : c;
}
