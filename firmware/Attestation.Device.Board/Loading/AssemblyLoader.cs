using System;
using System.Reflection;
using Attestation.Device.Application;
using Attestation.Device.Boot;

namespace Attestation.Device.Board.Loading;

/// <summary>Brings measured <c>.pe</c> files to life with Assembly.Load. The last file of a release is the application: a public class of it has the entry
/// <code>
/// public static void Start(DeviceIdentity device)
/// </code>
/// Files that others need come before them in the manifest.</summary>
/// <remarks>The interpreter connects native methods when it starts, for what lies in its deployment, and never for what is loaded later: a file with native
/// methods is refused here, and belongs into the resident's deployment. Needs the class library's core alone: no file system, no device.</remarks>
public sealed class AssemblyLoader : ILayerLoader
{
    /// <summary>Name of the entry.</summary>
    public const string EntryName = "Start";

    private const int NativeChecksum = 20; // of the header: 4 bytes, all 00 where no method is native

    private Assembly _last;

    /// <summary>Nothing of the file runs here but static constructors.</summary>
    public bool TryLoad(string name, byte[] image)
    {
        try
        {
            _last = HasNativeMethods(image) ? null : Assembly.Load(image);
        }
        catch (Exception)
        {
            _last = null; // no .pe, or one for another version of the class library
        }

        return _last != null;
    }

    public bool TryStart(DeviceIdentity device)
    {
        MethodInfo entry = _last == null ? null : FindEntry(_last.GetTypes());
        if (entry == null)
            return false;
        try
        {
            entry.Invoke(null, new object[] { device });
            return true;
        }
        catch (Exception)
        {
            return false;
        }
    }

    /// <summary>Header of a .pe: "NFMRK1" 00 00 ‖ two checksums and flags (4 each) ‖ checksum of native methods (4).</summary>
    private static bool HasNativeMethods(byte[] image)
    {
        bool isBoardFile = image.Length >= NativeChecksum + 4 && image[0] == 'N' && image[1] == 'F' && image[2] == 'M' && image[3] == 'R' && image[4] == 'K';
        return isBoardFile && (image[NativeChecksum] | image[NativeChecksum + 1] | image[NativeChecksum + 2] | image[NativeChecksum + 3]) != 0;
    }

    /// <summary>The one entry of the file; null when there is none, or more than one: which runs must not depend on the order of a table.</summary>
    private static MethodInfo FindEntry(Type[] types)
    {
        Type[] parameters = { typeof(DeviceIdentity) };
        MethodInfo entry = null;
        foreach (Type type in types)
        {
            MethodInfo method = type.IsPublic ? type.GetMethod(EntryName, parameters) : null;
            if (method == null || !method.IsStatic || !method.IsPublic)
                continue;
            if (entry != null)
                return null;
            entry = method;
        }

        return entry;
    }
}
