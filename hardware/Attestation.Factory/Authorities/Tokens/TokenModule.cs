using System.Runtime.InteropServices;
using Attestation.Formats.Reasons;

namespace Attestation.Factory.Authorities.Tokens;

/// <summary>A PKCS #11 module (a shared library), loaded and initialised once a process. It stays: closing its sessions logs out, and other keys may use it.</summary>
internal sealed class TokenModule
{
    private static readonly Dictionary<string, TokenModule> Loaded = new(StringComparer.Ordinal);

    private TokenModule(CryptokiFunctions functions, string path) => (Functions, Path) = (functions, path);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate nuint GetFunctionList(out nint list);

    public CryptokiFunctions Functions { get; }

    public string Path { get; }

    /// <exception cref="FactoryException"><c>factory.token-module</c></exception>
    public static TokenModule Load(string path)
    {
        lock (Loaded)
        {
            if (!Loaded.TryGetValue(path, out TokenModule? module))
                Loaded.Add(path, module = Of(CryptokiFunctions.Of(FunctionList(path)), path));
            return module;
        }
    }

    /// <summary>Initialises a module.</summary>
    /// <param name="functions">Its functions.</param>
    /// <param name="path">Its name, for refusals.</param>
    /// <exception cref="FactoryException"><c>factory.token-module</c></exception>
    internal static TokenModule Of(CryptokiFunctions functions, string path)
    {
        var arguments = new CryptokiFunctions.InitializeArguments { Flags = Cryptoki.OsLockingOk };
        nuint result = functions.Initialize(ref arguments);
        return result is Cryptoki.Ok or Cryptoki.AlreadyInitialized
            ? new TokenModule(functions, path)
            : throw new FactoryException(FactoryReasons.TokenModule, $"{path}: C_Initialize returned 0x{result:X}");
    }

    private static nint FunctionList(string path)
    {
        if (OperatingSystem.IsWindows())
            throw new FactoryException(FactoryReasons.TokenModule, $"{path}: modules are used on Linux and macOS only");
        if (!NativeLibrary.TryLoad(path, out nint library))
            throw new FactoryException(FactoryReasons.TokenModule, $"{path} is no shared library of this machine");
        return NativeLibrary.TryGetExport(library, "C_GetFunctionList", out nint entry)
            && Marshal.GetDelegateForFunctionPointer<GetFunctionList>(entry)(out nint list) == Cryptoki.Ok && list != 0
            ? list
            : throw new FactoryException(FactoryReasons.TokenModule, $"{path} has no C_GetFunctionList");
    }
}
