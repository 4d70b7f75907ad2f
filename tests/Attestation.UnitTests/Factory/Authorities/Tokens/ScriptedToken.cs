using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Attestation.Factory.Authorities;
using Attestation.Factory.Authorities.Tokens;
using Attestation.Formats.Keys;

namespace Attestation.UnitTests.Factory.Authorities.Tokens;

/// <summary>A PKCS #11 module with one token that does what a test tells it: wrong PINs, locks, tokens that go away. What a real one does is tested with SoftHSM.</summary>
internal sealed class ScriptedToken
{
    private const string Pin = "1234";
    private const nuint FirstPublic = 100;
    private const nuint SessionCount = 0xB1; // CKR_SESSION_COUNT

    private readonly Lock _gate = new();
    private readonly List<ECDsa> _keys = [];
    private bool _loggedIn;
    private nuint _wanted;
    private int _operations;

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

    /// <summary>After so many it signs again.</summary>
    public int Failures { get; init; } = int.MaxValue;

    public int MostSessions { get; init; } = int.MaxValue;

    public nuint Failure { get; init; } = Cryptoki.DeviceRemoved;

    public int Logins { get; private set; }

    public int OpenSessions { get; private set; }

    /// <param name="pin">What a person answers; null: nobody is there.</param>
    /// <param name="query">More of the URI.</param>
    public SigningKey OpenKey(string? pin = Pin, string query = "") => TokenKey.Open(TokenUri.Parse($"pkcs11:token=scripted;object=key?module-path=/scripted{query}"),
        TokenModule.Of(Functions(), "/scripted"), new Passphrases([], _ => pin is null ? null : Encoding.ASCII.GetBytes(pin)));

    private CryptokiFunctions Functions() => new()
    {
        Initialize = (ref CryptokiFunctions.InitializeArguments _) => Cryptoki.Ok,
        GetSlotList = Slots,
        GetTokenInfo = WriteInfo,
        OpenSession = Open,
        CloseSession = Close,
        GetSessionInfo = (_, info) => Answer(info[1] = _loggedIn ? Cryptoki.StateUser : 0),
        Login = LogIn,
        GetAttributeValue = ReadAttribute,
        FindObjectsInit = (_, template, _) => Answer(_wanted = (nuint)Marshal.ReadInt64(template[0].Value)),
        FindObjects = Search,
        FindObjectsFinal = _ => Cryptoki.Ok,
        SignInit = (nuint _, ref CryptokiFunctions.Mechanism _, nuint _) => Cryptoki.Ok,
        Sign = Sign,
    };

    private static nuint Answer(nuint stored) => Cryptoki.Ok;

    private nuint Slots(byte present, nuint[]? slots, ref nuint count)
    {
        for (int i = 0; slots is not null && i < Tokens; i++)
            slots[i] = (nuint)i;
        count = (nuint)Tokens;
        return Cryptoki.Ok;
    }

    private nuint WriteInfo(nuint slot, byte[] info)
    {
        Encoding.ASCII.GetBytes("scripted".PadRight(96)).CopyTo(info, 0);
        BitConverter.GetBytes((ulong)Flags).CopyTo(info, 96);
        return Cryptoki.Ok;
    }

    private nuint Open(nuint slot, nuint flags, nint application, nint notify, out nuint session)
    {
        lock (_gate)
        {
            session = 0;
            if (OpenSessions == MostSessions)
                return SessionCount;
            session = (nuint)(++OpenSessions);
            return Cryptoki.Ok;
        }
    }

    private nuint Close(nuint session)
    {
        lock (_gate)
            _loggedIn &= --OpenSessions > 0; // PKCS #11 v2.40 section 2.6
        return Cryptoki.Ok;
    }

    private nuint LogIn(nuint session, nuint user, byte[]? pin, nuint length)
    {
        Logins++;
        _loggedIn = Encoding.ASCII.GetString(pin!) == Pin;
        Flags = _loggedIn ? Flags : FlagsAfterWrongPin;
        return _loggedIn ? Cryptoki.Ok : Cryptoki.PinIncorrect;
    }

    private nuint Search(nuint session, nuint[] handles, nuint room, out nuint count)
    {
        bool isPrivate = _wanted == Cryptoki.ClassPrivateKey;
        count = isPrivate ? (nuint)PrivateKeys : 1;
        for (nuint i = 0; i < count; i++)
            handles[i] = isPrivate ? i : FirstPublic + i;
        return Cryptoki.Ok;
    }

    private nuint ReadAttribute(nuint session, nuint handle, ref CryptokiFunctions.Attribute attribute, nuint count)
    {
        byte[] value = attribute.Type switch
        {
            Cryptoki.AttributeId => [1],
            Cryptoki.AttributeEcParams => Convert.FromHexString(Curve.Oid.FriendlyName == ECCurve.NamedCurves.nistP521.Oid.FriendlyName ? "06052B81040023" : "06082A8648CE3D030107"),
            Cryptoki.AttributeEcPoint => Point(Key(Mismatched ? 1 : 0)),
            _ => [],
        };
        if (attribute.Value != 0)
            Marshal.Copy(value, 0, attribute.Value, value.Length);
        attribute.Length = (nuint)value.Length;
        return Cryptoki.Ok;
    }

    private nuint Sign(nuint session, byte[] data, nuint length, byte[] signature, ref nuint signatureLength)
    {
        lock (_gate)
        {
            if (!_loggedIn && (Flags & Cryptoki.FlagLoginRequired) != 0)
                return Cryptoki.UserNotLoggedIn;
            int operation = _operations++;
            if (operation >= FailsFrom && operation - FailsFrom < Failures)
                return Failure;
            byte[] made = Key(0).SignHash(data);
            made.CopyTo(signature, 0);
            signatureLength = (nuint)made.Length;
            return Cryptoki.Ok;
        }
    }

    private ECDsa Key(int index)
    {
        while (_keys.Count <= index)
            _keys.Add(ECDsa.Create(Curve));
        return _keys[index];
    }

    private static byte[] Point(ECDsa key)
    {
        ECPoint q = key.ExportParameters(false).Q;
        return [4, (byte)(1 + q.X!.Length + q.Y!.Length), 4, .. q.X, .. q.Y];
    }
}
