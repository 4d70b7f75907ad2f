using Attestation.Formats.Reasons;

namespace Attestation.Factory.Authorities.Tokens;

/// <summary>What a return value of PKCS #11 (CK_RV) means to the factory.</summary>
internal static class TokenFailure
{
    /// <exception cref="FactoryException"><c>factory.token-gone</c>, <c>factory.token-refused</c>.</exception>
    public static void Check(nuint result, string function)
    {
        if (result != Cryptoki.Ok)
            throw new FactoryException(IsGone(result) ? FactoryReasons.TokenGone : FactoryReasons.TokenRefused, $"{function} returned {Name(result)}");
    }

    /// <summary>The token, the session on it or the key in it was there and is not there any more.</summary>
    private static bool IsGone(nuint result) => result is Cryptoki.DeviceError or Cryptoki.DeviceRemoved or Cryptoki.TokenNotPresent or Cryptoki.TokenNotRecognized
        or Cryptoki.SessionClosed or Cryptoki.SessionHandleInvalid or Cryptoki.KeyHandleInvalid or Cryptoki.ObjectHandleInvalid or Cryptoki.UserNotLoggedIn;

    private static string Name(nuint result) => result switch
    {
        Cryptoki.FunctionFailed => "CKR_FUNCTION_FAILED",
        Cryptoki.DeviceError => "CKR_DEVICE_ERROR",
        Cryptoki.DeviceRemoved => "CKR_DEVICE_REMOVED",
        Cryptoki.TokenNotPresent => "CKR_TOKEN_NOT_PRESENT",
        Cryptoki.SessionClosed => "CKR_SESSION_CLOSED",
        Cryptoki.SessionHandleInvalid => "CKR_SESSION_HANDLE_INVALID",
        Cryptoki.KeyHandleInvalid => "CKR_KEY_HANDLE_INVALID",
        Cryptoki.ObjectHandleInvalid => "CKR_OBJECT_HANDLE_INVALID",
        Cryptoki.UserNotLoggedIn => "CKR_USER_NOT_LOGGED_IN",
        _ => $"CK_RV 0x{result:X}",
    };
}
