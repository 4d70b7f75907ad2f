using System.Runtime.InteropServices;

namespace Attestation.Factory.Authorities.Tokens;

/// <summary>The functions of CK_FUNCTION_LIST (PKCS #11 v2.40 section 3.6) that are used here, in the C form. CK_ULONG is unsigned long: as wide as a pointer
/// on every system but Windows, whose structures are packed besides, so that Windows is refused.
/// <code>struct CK_FUNCTION_LIST { CK_VERSION version /* 2 bytes, padded to a pointer */; CK_C_Initialize C_Initialize; ... }   the numbers below count from there</code></summary>
/// <param name="list">CK_FUNCTION_LIST*, valid as long as the process.</param>
internal sealed class CryptokiFunctions(nint list)
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

    public InitializeFunction Initialize { get; } = At<InitializeFunction>(list, 0);

    public GetSlotListFunction GetSlotList { get; } = At<GetSlotListFunction>(list, 4);

    public GetTokenInfoFunction GetTokenInfo { get; } = At<GetTokenInfoFunction>(list, 6);

    public OpenSessionFunction OpenSession { get; } = At<OpenSessionFunction>(list, 12);

    public CloseSessionFunction CloseSession { get; } = At<CloseSessionFunction>(list, 13);

    public GetSessionInfoFunction GetSessionInfo { get; } = At<GetSessionInfoFunction>(list, 15);

    public LoginFunction Login { get; } = At<LoginFunction>(list, 18);

    public GetAttributeValueFunction GetAttributeValue { get; } = At<GetAttributeValueFunction>(list, 24);

    public FindObjectsInitFunction FindObjectsInit { get; } = At<FindObjectsInitFunction>(list, 26);

    public FindObjectsFunction FindObjects { get; } = At<FindObjectsFunction>(list, 27);

    public FindObjectsFinalFunction FindObjectsFinal { get; } = At<FindObjectsFinalFunction>(list, 28);

    public SignInitFunction SignInit { get; } = At<SignInitFunction>(list, 42);

    public SignFunction Sign { get; } = At<SignFunction>(list, 43);

    private static T At<T>(nint list, int index)
        where T : Delegate => Marshal.GetDelegateForFunctionPointer<T>(Marshal.ReadIntPtr(list, (1 + index) * nint.Size));
}
