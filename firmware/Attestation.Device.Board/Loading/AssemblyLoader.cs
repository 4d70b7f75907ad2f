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
/// <remarks>Needs the class library's core alone: no file system, no device.</remarks>
public sealed class AssemblyLoader : ILayerLoader
{
    /// <summary>Name of the entry.</summary>
    public const string EntryName = "Start";

    private Assembly _last;

    /// <summary>Nothing of the file runs here but static constructors.</summary>
    public bool TryLoad(string name, byte[] image)
    {
        try
        {
            _last = Assembly.Load(image);
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
