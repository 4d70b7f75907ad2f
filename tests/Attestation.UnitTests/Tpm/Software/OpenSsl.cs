using System.Diagnostics;
using System.Security.Cryptography;

namespace Attestation.UnitTests.Tpm.Software;

/// <summary>The openssl command as an independent signer for what .NET cannot produce.</summary>
internal static class OpenSsl
{
    /// <summary>RSASSA-PSS with SHA-256 and the longest salt that the key allows.</summary>
    public static byte[] PssWithLongestSalt(RSA key, byte[] message)
    {
        string folder = Directory.CreateTempSubdirectory("attestation-pss-").FullName;
        try
        {
            File.WriteAllText(Path.Combine(folder, "key.pem"), key.ExportPkcs8PrivateKeyPem());
            File.WriteAllBytes(Path.Combine(folder, "message"), message);
            var start = new ProcessStartInfo("openssl") { WorkingDirectory = folder };
            foreach (string argument in "dgst -sha256 -sign key.pem -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:max -out signature message".Split(' '))
                start.ArgumentList.Add(argument);
            using Process process = Process.Start(start)!;
            process.WaitForExit();
            Assert.Equal(0, process.ExitCode);
            return File.ReadAllBytes(Path.Combine(folder, "signature"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
