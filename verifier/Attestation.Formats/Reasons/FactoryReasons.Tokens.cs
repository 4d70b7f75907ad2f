namespace Attestation.Formats.Reasons;

// Reasons of keys in PKCS #11 tokens, events 1923-1936.
public static partial class FactoryReasons
{
    public static readonly ReasonCode TokenUri = new(1923, "factory.token-uri",
        "The name of a key in a token is not a pkcs11: URI that says which module, token and key.",
        "Write pkcs11:token=NAME;object=KEY?module-path=/PATH/MODULE.so&pin-source=file:/PATH; what is not a letter, digit or -._~ as %XX.", "RFC 7512 section 2.3");

    public static readonly ReasonCode TokenModule = new(1924, "factory.token-module",
        "The PKCS#11 module cannot be loaded or started.",
        "Install the token's software and name its library with module-path; the message says what failed.", "PKCS #11 v2.40 section 5.4");

    public static readonly ReasonCode TokenAbsent = new(1925, "factory.token-absent",
        "No token of that name is there.",
        "Plug it in or start its service, and compare with pkcs11-tool --module MODULE -L.", "RFC 7512 section 2.3");

    public static readonly ReasonCode TokenAmbiguous = new(1926, "factory.token-ambiguous",
        "Several tokens have that name.",
        "Add serial= to the URI; pkcs11-tool --module MODULE -L shows it.", "RFC 7512 section 2.5");

    public static readonly ReasonCode TokenPinMissing = new(1927, "factory.token-pin-missing",
        "The token asks for a PIN, and none was given.",
        "Add pin-source=file:/PATH to the URI, or run the command in a terminal.", "RFC 7512 section 2.4");

    public static readonly ReasonCode TokenPinWrong = new(1928, "factory.token-pin-wrong",
        "The token refuses the PIN.",
        "Correct the PIN before you try again: tokens lock after a few wrong ones.", "PKCS #11 v2.40 section 5.6");

    public static readonly ReasonCode TokenPinLast = new(1929, "factory.token-pin-last",
        "One more wrong PIN locks the token, and the PIN would come from a file.",
        "Take pin-source out of the URI and type the PIN once; a good login clears the count.", "PKCS #11 v2.40 section 3.2");

    public static readonly ReasonCode TokenPinLocked = new(1930, "factory.token-pin-locked",
        "The token has locked its PIN.",
        "Unlock it as the token's security officer; nothing here can.", "PKCS #11 v2.40 section 3.2");

    public static readonly ReasonCode TokenKeyAbsent = new(1931, "factory.token-key-absent",
        "The token holds no such key, or not both halves of it.",
        "Compare with pkcs11-tool --module MODULE --login -O; the public key must have the private one's id.", "docs/factory.md, Keys in a token");

    public static readonly ReasonCode TokenKeyAmbiguous = new(1932, "factory.token-key-ambiguous",
        "The token holds several keys of that name.",
        "Add id= to the URI, or give each key a name of its own.", "RFC 7512 section 2.5");

    public static readonly ReasonCode TokenKeyKind = new(1933, "factory.token-key-kind",
        "The key in the token is not on P-256, P-384 or Ed25519.",
        "Make one of these kinds; RSA does not sign here.", "docs/factory.md, Keys in a token");

    public static readonly ReasonCode TokenKeyMismatch = new(1934, "factory.token-key-mismatch",
        "What the token signs does not verify with the public key beside it.",
        "The two objects share an id and are no pair: delete the wrong one.", "docs/factory.md, Keys in a token");

    public static readonly ReasonCode TokenGone = new(1935, "factory.token-gone",
        "The token, its session or its key went away while it was in use.",
        "Bring the token back and run the command again; nothing was signed for the step that failed.", "PKCS #11 v2.40 section 5.1");

    public static readonly ReasonCode TokenRefused = new(1936, "factory.token-refused",
        "The token refuses an operation.",
        "Look the number up in the token's manual; the key may not be allowed to sign (CKA_SIGN).", "PKCS #11 v2.40 section 5.1");

    internal static readonly ReasonCode[] OfTokens =
    [
        TokenUri, TokenModule, TokenAbsent, TokenAmbiguous, TokenPinMissing, TokenPinWrong, TokenPinLast, TokenPinLocked, TokenKeyAbsent, TokenKeyAmbiguous, TokenKeyKind,
        TokenKeyMismatch, TokenGone, TokenRefused,
    ];
}
