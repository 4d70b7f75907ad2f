using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Attestation.Factory.Authorities;

/// <summary>Asks the person at the terminal for a secret and shows nothing of it. The terminal stops echoing before the prompt appears and until the whole
/// line is there: Console.ReadKey switches per key, and shows what is typed or pasted in between.</summary>
internal static class TerminalPrompt
{
    private const int MaxChars = 256;

    /// <summary>UTF-8, or null where standard input is no terminal.</summary>
    public static byte[]? Ask(string prompt)
    {
        if (Console.IsInputRedirected)
            return null;
        return OperatingSystem.IsWindows() ? AskByKeys(prompt) : AskByLine(prompt);
    }

    private static byte[]? AskByLine(string prompt)
    {
        using SilentTerminal? silent = SilentTerminal.TryOpen();
        if (silent is null)
            return null;
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, _ => silent.Dispose());
        Console.Error.Write(prompt);
        using var descriptor = new SafeFileHandle(0, ownsHandle: false);
        using var terminal = new FileStream(descriptor, FileAccess.Read, bufferSize: 0); // Console's stream is a line editor, and echoes by itself
        byte[] answer = Passphrases.FirstLine(terminal, "the terminal");
        Console.Error.WriteLine();
        return answer;
    }

    /// <summary>Windows shows what a program reads, when it reads it, unless it is intercepted.</summary>
    private static byte[] AskByKeys(string prompt)
    {
        Console.Error.Write(prompt);
        char[] typed = new char[MaxChars];
        try
        {
            int length = ReadKeys(typed);
            Console.Error.WriteLine();
            return Encoding.UTF8.GetBytes(typed, 0, length);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(typed.AsSpan()));
        }
    }

    private static int ReadKeys(char[] typed)
    {
        int length = 0;
        while (true)
        {
            ConsoleKeyInfo key = Console.ReadKey(intercept: true);
            if (key.Key == ConsoleKey.Enter)
                return length;
            if (key.Key == ConsoleKey.Backspace)
                length = Math.Max(0, length - 1);
            else if (key.KeyChar >= ' ' && length < typed.Length)
                typed[length++] = key.KeyChar;
        }
    }
}
