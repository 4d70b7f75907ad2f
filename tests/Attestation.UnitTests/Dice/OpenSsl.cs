using System.Diagnostics;

namespace Attestation.UnitTests.Dice;

/// <summary>The openssl command as an oracle that shares no code with this project.</summary>
internal static class OpenSsl
{
    private static readonly byte[] Ed25519KeyPrefix = Convert.FromHexString("302a300506032b6570032100");

    /// <summary>Runs openssl; {0}, {1}.. in the arguments stand for files that hold the given bytes.</summary>
    public static string Run(string arguments, params byte[][] files)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("attestation-openssl-");
        try
        {
            string[] names = [.. files.Select((bytes, i) => Write(Path.Combine(folder.FullName, i.ToString()), bytes))];
            ProcessStartInfo start = new("openssl", string.Format(arguments, names))
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            using Process process = Process.Start(start)!;
            string text = process.StandardOutput.ReadToEnd();
            string error = process.StandardError.ReadToEnd();
            process.WaitForExit();
            Assert.True(process.ExitCode == 0, $"openssl {arguments}: {error}{text}");
            return text;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    public static void AssertEd25519(byte[] message, byte[] signature, byte[] publicKey) =>
        Run("pkeyutl -verify -pubin -keyform DER -inkey {0} -rawin -in {1} -sigfile {2}", [.. Ed25519KeyPrefix, .. publicKey], message, signature);

    private static string Write(string file, byte[] bytes)
    {
        File.WriteAllBytes(file, bytes);
        return file;
    }
}
