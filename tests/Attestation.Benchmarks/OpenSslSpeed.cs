using System.Diagnostics;
using System.Globalization;

namespace Attestation.Benchmarks;

/// <summary>What a signature costs in <c>openssl speed</c> on this machine, now: the yardstick of a scalar multiplication.</summary>
internal static class OpenSslSpeed
{
    /// <summary>Microseconds of one signature, or null where openssl does not run.</summary>
    /// <param name="algorithm">rsa2048, ecdsap256, ecdsap384 or ed25519.</param>
    public static double? SignMicroseconds(string algorithm) => Microseconds(algorithm, fieldFromEnd: 2);

    /// <summary>Microseconds of one verification, or null where openssl does not run.</summary>
    /// <param name="algorithm">rsa2048, ecdsap256, ecdsap384 or ed25519.</param>
    public static double? VerifyMicroseconds(string algorithm) => Microseconds(algorithm, fieldFromEnd: 1);

    private static double? Microseconds(string algorithm, int fieldFromEnd)
    {
        try
        {
            ProcessStartInfo start = new("openssl", $"speed -mr -seconds 1 {algorithm}") { RedirectStandardOutput = true, RedirectStandardError = true };
            using Process process = Process.Start(start)!;
            process.ErrorDataReceived += (_, _) => { };
            process.BeginErrorReadLine();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return Parse(output, fieldFromEnd);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    /// <summary>A result line of -mr is +F2 (RSA), +F4 (ECDSA) or +F6 (EdDSA), index, bits, [name,] signatures per second, verifications per
    /// second.</summary>
    private static double? Parse(string output, int fieldFromEnd)
    {
        foreach (string line in output.Split('\n'))
        {
            string[] fields = line.Trim().Split(':');
            if (fields[0] is "+F2" or "+F4" or "+F6")
                return 1e6 / double.Parse(fields[^fieldFromEnd], CultureInfo.InvariantCulture);
        }

        return null;
    }
}
