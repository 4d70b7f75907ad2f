using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Attestation.Factory.Authorities;
using Attestation.Factory.Authorities.Tokens;
using Attestation.Formats.Keys;

namespace Attestation.UnitTests.Factory.Authorities.Tokens;

/// <summary>A PKCS #11 module with one token, written against the C interface, that does what a test tells it: wrong PINs, locks, tokens that go away.
/// What a real token does is tested with SoftHSM.</summary>
internal sealed class ScriptedToken
{
    private const string Pin = "1234";
    private const ulong UserState = 1, PublicState = 0;

    private readonly List<Delegate> _alive = [];
    private readonly nint _list = Marshal.AllocHGlobal(80 * nint.Size);
    private readonly List<ECDsa> _keys = [];
    private readonly Queue<ulong> _found = new();
    private bool _loggedIn;
    private int _operations;

    public ScriptedToken()
    {
        Entry<One>(0, _ => 0);
        Entry<SlotList>(4, Slots);
        Entry<Two>(6, (_, info) => WriteInfo(info));
        Entry<Open>(12, (_, _, _, _, session) => Write(session, 1));
        Entry<Word>(13, _ => 0);
        Entry<Two>(15, (_, info) => Write(info + 8, _loggedIn ? UserState : PublicState));
        Entry<Login>(18, LogIn);
        Entry<Attributes>(24, ReadAttribute);
        Entry<Find>(26, BeginSearch);
        Entry<Handles>(27, Search);
        Entry<Word>(28, _ => 0);
        Entry<Find>(42, (_, _, _) => 0);
        Entry<SignData>(43, Sign);
    }

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)] private delegate ulong One(nint a);
    [UnmanagedFunctionPointer(CallingConvention.Cdecl)] private delegate ulong Word(ulong a);
    [UnmanagedFunctionPointer(CallingConvention.Cdecl)] private delegate ulong Two(ulong a, nint b);
    [UnmanagedFunctionPointer(CallingConvention.Cdecl)] private delegate ulong SlotList(byte present, nint slots, nint count);
    [UnmanagedFunctionPointer(CallingConvention.Cdecl)] private delegate ulong Open(ulong slot, ulong flags, nint application, nint notify, nint session);
    [UnmanagedFunctionPointer(CallingConvention.Cdecl)] private delegate ulong Login(ulong session, ulong user, nint pin, ulong length);
    [UnmanagedFunctionPointer(CallingConvention.Cdecl)] private delegate ulong Find(ulong session, nint template, ulong count);
    [UnmanagedFunctionPointer(CallingConvention.Cdecl)] private delegate ulong Handles(ulong session, nint handles, ulong room, nint count);
    [UnmanagedFunctionPointer(CallingConvention.Cdecl)] private delegate ulong Attributes(ulong session, ulong handle, nint template, ulong count);
    [UnmanagedFunctionPointer(CallingConvention.Cdecl)] private delegate ulong SignData(ulong session, nint data, ulong length, nint signature, nint signatureLength);

    public int Tokens { get; init; } = 1;

    public int PrivateKeys { get; init; } = 1;

    public nuint Flags { get; set; } = Cryptoki.FlagInitialized | Cryptoki.FlagLoginRequired;

    /// <summary>What the token's flags become after a wrong PIN.</summary>
    public nuint FlagsAfterWrongPin { get; init; } = Cryptoki.FlagInitialized | Cryptoki.FlagLoginRequired | Cryptoki.FlagPinFinalTry;

    public ECCurve Curve { get; init; } = ECCurve.NamedCurves.nistP256;

    /// <summary>The public object belongs to another key.</summary>
    public bool Mismatched { get; init; }

    /// <summary>C_Sign fails with <see cref="Failure"/> from this signature on, counted from 0.</summary>
    public int FailsFrom { get; init; } = int.MaxValue;

    public nuint Failure { get; init; } = Cryptoki.DeviceRemoved;

    public int Logins { get; private set; }

    public static TokenUri Uri(string query = "") => TokenUri.Parse($"pkcs11:token=scripted;object=key?module-path=/scripted{query}");

    /// <param name="pin">What a person answers; null: nobody is there.</param>
    /// <param name="query">More of the URI.</param>
    public SigningKey OpenKey(string? pin = Pin, string query = "") =>
        TokenKey.Open(Uri(query), TokenModule.Of(_list, "/scripted"), new Passphrases([], _ => pin is null ? null : Encoding.ASCII.GetBytes(pin)));

    private void Entry<T>(int index, T function)
        where T : Delegate
    {
        _alive.Add(function);
        Marshal.WriteIntPtr(_list, (1 + index) * nint.Size, Marshal.GetFunctionPointerForDelegate(function));
    }

    private ECDsa Key(int index)
    {
        while (_keys.Count <= index)
            _keys.Add(ECDsa.Create(Curve));
        return _keys[index];
    }

    private ulong Slots(byte present, nint slots, nint count)
    {
        for (int i = 0; slots != 0 && i < Tokens; i++)
            Write(slots + (8 * i), (ulong)i);
        return Write(count, (ulong)Tokens);
    }

    private ulong WriteInfo(nint info)
    {
        Marshal.Copy(Encoding.ASCII.GetBytes("scripted".PadRight(96)), 0, info, 96);
        return Write(info + 96, Flags);
    }

    private ulong LogIn(ulong session, ulong user, nint pin, ulong length)
    {
        Logins++;
        _loggedIn = Marshal.PtrToStringAnsi(pin, (int)length) == Pin;
        Flags = _loggedIn ? Flags : FlagsAfterWrongPin;
        return _loggedIn ? Cryptoki.Ok : Cryptoki.PinIncorrect;
    }

    /// <summary>Objects 0.. are private keys, 100.. their public ones; a template's first attribute is the class.</summary>
    private ulong BeginSearch(ulong session, nint template, ulong count)
    {
        bool isPrivate = (nuint)Marshal.ReadInt64(Marshal.ReadIntPtr(template, 8)) == Cryptoki.ClassPrivateKey;
        _found.Clear();
        for (int i = 0; i < (isPrivate ? PrivateKeys : 1); i++)
            _found.Enqueue((ulong)(isPrivate ? i : 100 + i));
        return 0;
    }

    private ulong Search(ulong session, nint handles, ulong room, nint count)
    {
        ulong found = (ulong)_found.Count;
        for (int i = 0; _found.TryDequeue(out ulong handle); i++)
            Write(handles + (8 * i), handle);
        return Write(count, found);
    }

    private ulong ReadAttribute(ulong session, ulong handle, nint template, ulong count)
    {
        byte[] value = (nuint)Marshal.ReadInt64(template) switch
        {
            Cryptoki.AttributeId => [1],
            Cryptoki.AttributeEcParams => Convert.FromHexString(Curve.Oid.FriendlyName == "nistP521" ? "06052B81040023" : "06082A8648CE3D030107"),
            Cryptoki.AttributeEcPoint => Point(Key(Mismatched ? 1 : 0)),
            _ => [],
        };
        if (Marshal.ReadIntPtr(template, 8) is not 0 and var room)
            Marshal.Copy(value, 0, room, value.Length);
        return Write(template + 16, (ulong)value.Length);
    }

    private static byte[] Point(ECDsa key)
    {
        ECPoint q = key.ExportParameters(false).Q;
        return [4, (byte)(1 + q.X!.Length + q.Y!.Length), 4, .. q.X, .. q.Y];
    }

    private ulong Sign(ulong session, nint data, ulong length, nint signature, nint signatureLength)
    {
        if (_operations++ >= FailsFrom)
            return Failure;
        byte[] digest = new byte[length];
        Marshal.Copy(data, digest, 0, digest.Length);
        byte[] made = Key(0).SignHash(digest);
        Marshal.Copy(made, 0, signature, made.Length);
        return Write(signatureLength, (ulong)made.Length);
    }

    private static ulong Write(nint where, ulong value)
    {
        Marshal.WriteInt64(where, (long)value);
        return 0;
    }
}
