using System.Security.Cryptography;
using Attestation.Formats.Reasons;

namespace Attestation.Factory.Authorities;

/// <summary>Where the passphrases of key files and the PINs of tokens come from: files, standard input, or a terminal without echo. Never an argument of a
/// process and never a variable of its environment, which other accounts and child processes may read. A passphrase that was asked for is remembered until
/// this is disposed, so that two keys under one passphrase ask once.</summary>
/// <param name="files">The first line of each is a passphrase; <c>-</c> is standard input. A file is tried after the ones before it.</param>
/// <param name="ask">Asks a person: the prompt's text in, the answer out, null where nobody can be asked.</param>
public sealed class Passphrases(IReadOnlyList<string> files, Func<string, byte[]?> ask) : IDisposable
{
    /// <summary>A longer file is no passphrase.</summary>
    private const int MaxLength = 1024;

    private readonly List<byte[]> _known = [];
    private bool _filesRead;

    /// <summary>No passphrase at all: an encrypted key is refused.</summary>
    public static Passphrases None => new([], _ => null);

    /// <summary>Tries what is known, then what a person answers once.</summary>
    /// <param name="what">What it opens, for the prompt: "ca/ca.key.pem".</param>
    /// <param name="attempt">Whether this one opens it.</param>
    /// <exception cref="FactoryException"><c>factory.passphrase-missing</c>, <c>factory.passphrase-wrong</c>.</exception>
    public void Open(string what, Func<byte[], bool> attempt)
    {
        ReadFiles();
        if (_known.Any(attempt))
            return;
        if (files.Count > 0 || Ask($"Passphrase of {what}: ") is not { } answer)
            throw new FactoryException(_known.Count == 0 ? FactoryReasons.PassphraseMissing : FactoryReasons.PassphraseWrong, what);
        if (!attempt(answer))
            throw new FactoryException(FactoryReasons.PassphraseWrong, what);
    }

    /// <summary>The passphrase for something new: the first file's, or what a person types twice. The caller leaves it as it is; disposing this wipes it.</summary>
    /// <exception cref="FactoryException"><c>factory.passphrase-missing</c></exception>
    public byte[] Choose(string what)
    {
        ReadFiles();
        if (_known.Count > 0)
            return _known[0];
        byte[] chosen = Ask($"New passphrase of {what}: ") ?? throw new FactoryException(FactoryReasons.PassphraseMissing, what);
        byte[]? again = Ask("Once more: ");
        return again is not null && CryptographicOperations.FixedTimeEquals(chosen, again)
            ? chosen
            : throw new FactoryException(FactoryReasons.PassphraseMissing, $"{what}: the two answers differ");
    }

    /// <summary>The PIN of a token, asked for and not remembered: a token is logged in to once. Null where nobody can be asked; the caller wipes it.</summary>
    public byte[]? Pin(string token) => ask($"PIN of token {token}: ") is { Length: > 0 } pin ? pin : null;

    public void Dispose()
    {
        _known.ForEach(passphrase => CryptographicOperations.ZeroMemory(passphrase));
        _known.Clear();
    }

    /// <summary>The first line of a file that holds a passphrase or PIN, or of standard input; the caller wipes it.</summary>
    /// <exception cref="FactoryException"><c>factory.passphrase-missing</c></exception>
    internal static byte[] FirstLine(string file)
    {
        try
        {
            using Stream stream = file == "-" ? Console.OpenStandardInput() : new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
            return FirstLine(stream, file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FactoryException(FactoryReasons.PassphraseMissing, $"{file}: {e.Message}", e);
        }
    }

    /// <exception cref="FactoryException"><c>factory.passphrase-missing</c></exception>
    internal static byte[] FirstLine(Stream stream, string name)
    {
        byte[] buffer = new byte[MaxLength + 1];
        try
        {
            int length = FirstLine(stream, buffer);
            return length is > 0 and <= MaxLength
                ? buffer[..length]
                : throw new FactoryException(FactoryReasons.PassphraseMissing, $"{name}: the first line has {(length == 0 ? "no" : "too many")} bytes");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(buffer);
        }
    }

    private static int FirstLine(Stream stream, byte[] buffer)
    {
        int length = 0;
        while (length < buffer.Length && stream.Read(buffer, length, buffer.Length - length) is > 0 and int read)
        {
            int end = buffer.AsSpan(length, read).IndexOf((byte)'\n');
            length += end >= 0 ? end : read;
            if (end >= 0)
                break;
        }
        return length > 0 && buffer[length - 1] == '\r' ? length - 1 : length;
    }

    private byte[]? Ask(string prompt)
    {
        if (ask(prompt) is not { Length: > 0 } answer)
            return null;
        _known.Add(answer);
        return answer;
    }

    private void ReadFiles()
    {
        if (_filesRead)
            return;
        _filesRead = true;
        _known.AddRange(files.Select(FirstLine));
    }
}
