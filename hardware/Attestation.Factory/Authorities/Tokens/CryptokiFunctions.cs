using System.Runtime.InteropServices;

namespace Attestation.Factory.Authorities.Tokens;

/// <summary>The functions of CK_FUNCTION_LIST (PKCS #11 v2.40 section 3.6) that are used here, in the C form. CK_ULONG is unsigned long: as wide as a pointer
/// on every system but Windows, whose structures are packed besides, so that Windows is refused.
/// <code>struct CK_FUNCTION_LIST { CK_VERSION version /* 2 bytes, padded to a pointer */; CK_C_Initialize C_Initialize; ... }   the numbers below count from there</code></summary>
internal sealed class CryptokiFunctions
{
    [UnmanagedFunctionPointer(CallingConvention.Cdecl)] public delegate nuint InitializeFunction(ref InitializeArguments arguments);
    [UnmanagedFunctionPointer(CallingConvention.Cdecl)] public delegate nuint GetSlotListFunction(byte tokenPresent, [In, Out] nuint[]? slots, ref nuint count);
    [UnmanagedFunctionPointer(CallingConvention.Cdecl)] public delegate nuint GetTokenInfoFunction(nuint slot, [In, Out] byte[] info);
    [UnmanagedFunctionPointer(CallingConvention.Cdecl)] public delegate nuint OpenSessionFunction(nuint slot, nuint flags, nint application, nint notify, out nuint session);
    [UnmanagedFunctionPointer(CallingConvention.Cdecl)] public delegate nuint CloseSessionFunction(nuint session);
    [UnmanagedFunctionPointer(CallingConvention.Cdecl)] public delegate nuint GetSessionInfoFunction(nuint session, [In, Out] nuint[] info);
    [UnmanagedFunctionPointer(CallingConvention.Cdecl)] public delegate nuint LoginFunction(nuint session, nuint userType, byte[]? pin, nuint length);
    [UnmanagedFunctionPointer(CallingConvention.Cdecl)] public delegate nuint GetAttributeValueFunction(nuint session, nuint handle, ref Attribute attribute, nuint count);
    [UnmanagedFunctionPointer(CallingConvention.Cdecl)] public delegate nuint FindObjectsInitFunction(nuint session, Attribute[] template, nuint count);
    [UnmanagedFunctionPointer(CallingConvention.Cdecl)] public delegate nuint FindObjectsFunction(nuint session, [In, Out] nuint[] handles, nuint room, out nuint count);
    [UnmanagedFunctionPointer(CallingConvention.Cdecl)] public delegate nuint FindObjectsFinalFunction(nuint session);
    [UnmanagedFunctionPointer(CallingConvention.Cdecl)] public delegate nuint SignInitFunction(nuint session, ref Mechanism mechanism, nuint key);
    [UnmanagedFunctionPointer(CallingConvention.Cdecl)] public delegate nuint SignFunction(nuint session, byte[] data, nuint length, [In, Out] byte[] signature, ref nuint signatureLength);

    /// <summary>CK_C_INITIALIZE_ARGS.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct InitializeArguments
    {
        public nint CreateMutex, DestroyMutex, LockMutex, UnlockMutex;
        public nuint Flags;
        public nint Reserved;
    }

    /// <summary>CK_ATTRIBUTE.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Attribute
    {
        public nuint Type;
        public nint Value;
        public nuint Length;
    }

    /// <summary>CK_MECHANISM without a parameter.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Mechanism
    {
        public nuint Type;
        public nint Parameter;
        public nuint ParameterLength;
    }

    public required InitializeFunction Initialize { get; init; }

    public required GetSlotListFunction GetSlotList { get; init; }

    public required GetTokenInfoFunction GetTokenInfo { get; init; }

    public required OpenSessionFunction OpenSession { get; init; }

    public required CloseSessionFunction CloseSession { get; init; }

    public required GetSessionInfoFunction GetSessionInfo { get; init; }

    public required LoginFunction Login { get; init; }

    public required GetAttributeValueFunction GetAttributeValue { get; init; }

    public required FindObjectsInitFunction FindObjectsInit { get; init; }

    public required FindObjectsFunction FindObjects { get; init; }

    public required FindObjectsFinalFunction FindObjectsFinal { get; init; }

    public required SignInitFunction SignInit { get; init; }

    public required SignFunction Sign { get; init; }

    /// <param name="list">CK_FUNCTION_LIST*, valid as long as the process.</param>
    public static CryptokiFunctions Of(nint list) => new()
    {
        Initialize = At<InitializeFunction>(list, 0),
        GetSlotList = At<GetSlotListFunction>(list, 4),
        GetTokenInfo = At<GetTokenInfoFunction>(list, 6),
        OpenSession = At<OpenSessionFunction>(list, 12),
        CloseSession = At<CloseSessionFunction>(list, 13),
        GetSessionInfo = At<GetSessionInfoFunction>(list, 15),
        Login = At<LoginFunction>(list, 18),
        GetAttributeValue = At<GetAttributeValueFunction>(list, 24),
        FindObjectsInit = At<FindObjectsInitFunction>(list, 26),
        FindObjects = At<FindObjectsFunction>(list, 27),
        FindObjectsFinal = At<FindObjectsFinalFunction>(list, 28),
        SignInit = At<SignInitFunction>(list, 42),
        Sign = At<SignFunction>(list, 43),
    };

    private static T At<T>(nint list, int index)
        where T : Delegate => Marshal.GetDelegateForFunctionPointer<T>(Marshal.ReadIntPtr(list, (1 + index) * nint.Size));
}
