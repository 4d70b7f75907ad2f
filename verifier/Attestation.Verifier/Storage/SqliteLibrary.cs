using System.Reflection;
using System.Runtime.InteropServices;
using SQLitePCL;

namespace Attestation.Verifier.Storage;

/// <summary>
/// Binds the SQLite provider to the system's library: the distribution patches it, a copy bundled with us would grow old.
/// docs/adr/0002-dependencies.md.
/// </summary>
internal static class SqliteLibrary
{
    private static readonly Lock Gate = new();
    private static bool s_bound;

    /// <summary>Does its work once per process; later calls return at once.</summary>
    public static void Bind()
    {
        lock (Gate)
        {
            if (s_bound)
                return;
            NativeLibrary.SetDllImportResolver(typeof(SQLite3Provider_e_sqlite3).Assembly, Resolve);
            raw.SetProvider(new SQLite3Provider_e_sqlite3());
            s_bound = true;
        }
    }

    private static IntPtr Resolve(string name, Assembly assembly, DllImportSearchPath? path) =>
        name == "e_sqlite3" && NativeLibrary.TryLoad("libsqlite3.so.0", out IntPtr library) ? library : IntPtr.Zero;
}
