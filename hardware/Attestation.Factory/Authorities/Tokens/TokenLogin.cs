using System.Security.Cryptography;
using Attestation.Formats.Reasons;

namespace Attestation.Factory.Authorities.Tokens;

/// <summary>Logs this process in to a token, once: a second key of the same token finds it done. Never twice with a PIN that was wrong.</summary>
internal static class TokenLogin
{
    /// <param name="session">A session on the token that stays open, since the login ends with the last one.</param>
    /// <param name="sessions">The token's.</param>
    /// <param name="uri">Says where the PIN is.</param>
    /// <param name="passphrases">Asks for it where the URI does not say.</param>
    /// <exception cref="FactoryException"><c>factory.token-pin-missing</c>, <c>factory.token-pin-wrong</c>, <c>factory.token-pin-last</c>,
    /// <c>factory.token-pin-locked</c>, and those of <see cref="TokenFailure"/>.</exception>
    public static void Ensure(nuint session, TokenSessions sessions, TokenUri uri, Passphrases passphrases)
    {
        TokenInfo token = TokenInfo.Read(sessions.Module, sessions.Slot);
        if ((token.Flags & Cryptoki.FlagLoginRequired) == 0 || IsLoggedIn(sessions.Module, session))
            return;
        if ((token.Flags & Cryptoki.FlagPinLocked) != 0)
            throw new FactoryException(FactoryReasons.TokenPinLocked, token.Label);
        if ((token.Flags & Cryptoki.FlagPinFinalTry) != 0 && uri.PinFile is not null)
            throw new FactoryException(FactoryReasons.TokenPinLast, $"{token.Label}, PIN of {uri.PinFile}");
        byte[]? pin = (token.Flags & Cryptoki.FlagProtectedPath) != 0 ? null : Pin(token, uri, passphrases);
        try
        {
            Check(sessions.Module.Functions.Login(session, Cryptoki.User, pin, (nuint)(pin?.Length ?? 0)), sessions);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(pin);
        }
    }

    /// <summary>CK_SESSION_INFO: slot, state, flags, device error.</summary>
    private static bool IsLoggedIn(TokenModule module, nuint session)
    {
        var info = new nuint[4];
        TokenFailure.Check(module.Functions.GetSessionInfo(session, info), "C_GetSessionInfo");
        return info[1] == Cryptoki.StateUser;
    }

    private static byte[] Pin(TokenInfo token, TokenUri uri, Passphrases passphrases)
    {
        if (uri.PinFile is null)
            return passphrases.Pin(token.Label) ?? throw new FactoryException(FactoryReasons.TokenPinMissing, token.Label);
        try
        {
            return Passphrases.FirstLine(uri.PinFile);
        }
        catch (FactoryException refusal)
        {
            throw new FactoryException(FactoryReasons.TokenPinMissing, $"{token.Label}: {refusal.Detail}", refusal);
        }
    }

    private static void Check(nuint result, TokenSessions sessions)
    {
        if (result is Cryptoki.Ok or Cryptoki.UserAlreadyLoggedIn)
            return;
        TokenInfo token = TokenInfo.Read(sessions.Module, sessions.Slot);
        if (result == Cryptoki.PinLocked || (token.Flags & Cryptoki.FlagPinLocked) != 0)
            throw new FactoryException(FactoryReasons.TokenPinLocked, token.Label);
        if (result is Cryptoki.PinIncorrect or Cryptoki.PinInvalid or Cryptoki.PinLengthRange)
            throw new FactoryException(FactoryReasons.TokenPinWrong, token.Label + Left(token.Flags));
        TokenFailure.Check(result, "C_Login");
    }

    private static string Left(nuint flags) =>
        (flags & Cryptoki.FlagPinFinalTry) != 0 ? ": ONE attempt is left before the token locks its PIN"
        : (flags & Cryptoki.FlagPinCountLow) != 0 ? ": the token counts wrong attempts and will lock its PIN" : "";
}
