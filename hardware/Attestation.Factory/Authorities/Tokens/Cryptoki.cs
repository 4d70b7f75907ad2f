namespace Attestation.Factory.Authorities.Tokens;

/// <summary>Numbers of PKCS #11 v2.40 (base specification, appendix B; mechanisms section 2.3), as far as they are used here.</summary>
internal static class Cryptoki
{
    public const nuint Ok = 0;
    public const nuint FunctionFailed = 0x06;
    public const nuint DeviceError = 0x30;
    public const nuint DeviceRemoved = 0x32;
    public const nuint KeyHandleInvalid = 0x60;
    public const nuint ObjectHandleInvalid = 0x82;
    public const nuint PinIncorrect = 0xA0;
    public const nuint PinInvalid = 0xA1;
    public const nuint PinLengthRange = 0xA2;
    public const nuint PinLocked = 0xA4;
    public const nuint SessionClosed = 0xB0;
    public const nuint SessionHandleInvalid = 0xB3;
    public const nuint TokenNotPresent = 0xE0;
    public const nuint TokenNotRecognized = 0xE1;
    public const nuint UserAlreadyLoggedIn = 0x100;
    public const nuint UserNotLoggedIn = 0x101;
    public const nuint AlreadyInitialized = 0x191;

    /// <summary>C_Initialize: several threads call, and the module may use the system's locks.</summary>
    public const nuint OsLockingOk = 2;

    public const nuint SerialSession = 4;
    public const nuint User = 1;

    /// <summary>CK_SESSION_INFO.state: a read-only session whose user is logged in.</summary>
    public const nuint StateUser = 1;

    public const nuint FlagLoginRequired = 0x4;
    public const nuint FlagProtectedPath = 0x100;
    public const nuint FlagInitialized = 0x400;
    public const nuint FlagPinCountLow = 0x10000;
    public const nuint FlagPinFinalTry = 0x20000;
    public const nuint FlagPinLocked = 0x40000;

    public const nuint AttributeClass = 0x0;
    public const nuint AttributeLabel = 0x3;
    public const nuint AttributeKeyType = 0x100;
    public const nuint AttributeId = 0x102;
    public const nuint AttributeEcParams = 0x180;
    public const nuint AttributeEcPoint = 0x181;

    public const nuint ClassPublicKey = 2;
    public const nuint ClassPrivateKey = 3;

    public const nuint MechanismEcdsa = 0x1041;
    public const nuint MechanismEddsa = 0x1057;

    /// <summary>CK_UNAVAILABLE_INFORMATION: an attribute that is not there.</summary>
    public static readonly nuint Unavailable = nuint.MaxValue;
}
