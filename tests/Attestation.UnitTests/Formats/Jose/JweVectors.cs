using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;

namespace Attestation.UnitTests.Formats.Jose;

/// <summary>tests/vectors/jwe: messages that a Python program made over libcrypto, and that program as the other side.</summary>
internal static class JweVectors
{
    private static readonly string Folder = Path.Combine(PublicVectors.RepositoryRoot, "tests", "vectors", "jwe");

    public static IReadOnlyDictionary<string, string> Expected { get; } =
        JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(Path.Combine(Folder, "expected.json")))!;

    public static IEnumerable<string> Names => Directory.EnumerateFiles(Folder, "*.jwe").Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal);

    public static string Message(string name) => File.ReadAllText(Path.Combine(Folder, name));

    public static ECDiffieHellman Recipient()
    {
        var key = ECDiffieHellman.Create();
        key.ImportFromPem(File.ReadAllText(Path.Combine(Folder, "recipient.pem")));
        return key;
    }

    /// <summary>Lets the Python program decrypt with the recipient's key.</summary>
    /// <returns>Exit status and what it wrote.</returns>
    public static (int Status, string Output) Decrypt(string message)
    {
        var start = new ProcessStartInfo("python3", [Path.Combine(Folder, "jwe.py"), "decrypt", Path.Combine(Folder, "recipient.pem")])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process python = Process.Start(start)!;
        python.StandardInput.Write(message);
        python.StandardInput.Close();
        string output = python.StandardOutput.ReadToEnd();
        python.WaitForExit();
        return (python.ExitCode, output);
    }
}
