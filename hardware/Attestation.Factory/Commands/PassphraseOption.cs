using System.CommandLine;
using Attestation.Factory.Authorities;

namespace Attestation.Factory.Commands;

/// <summary>The options <c>--passphrase-file</c> and <c>--encrypted</c>, the same wherever a private key is used or made.</summary>
internal static class PassphraseOption
{
    public static readonly Option<string[]> File = new("--passphrase-file")
    {
        Description = "File whose first line is the passphrase of an encrypted key; - is standard input. May be given again for keys with another. Default: a prompt.",
        HelpName = "FILE",
    };

    public static readonly Option<bool> Encrypted = new("--encrypted") { Description = "Encrypt the private keys with a passphrase; --passphrase-file alone says so too." };

    /// <summary>Whether new keys are encrypted. A passphrase that was given and encrypts nothing would surprise.</summary>
    public static bool Asked(ParseResult arguments) => arguments.GetValue(Encrypted) || arguments.GetValue(File) is { Length: > 0 };

    /// <summary>What opens the keys of this run.</summary>
    public static Passphrases Of(ParseResult arguments) => new(arguments.GetValue(File) ?? [], TerminalPrompt.Ask);
}
