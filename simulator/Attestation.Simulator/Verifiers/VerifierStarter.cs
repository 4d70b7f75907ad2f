using System.Security.Cryptography;
using System.Text;
using Attestation.Factory.Authorities;

namespace Attestation.Simulator.Verifiers;

/// <summary>Starts verifiers that trust one manufacturer.
/// <code>
/// HOME/anchors/  HOME/corim-keys/   what all of them trust
/// HOME/NAME/data/  HOME/NAME.log    of one of them
/// </code></summary>
/// <param name="executable">attest-verifier, or its assembly.</param>
/// <param name="home">Folder for all of them.</param>
/// <param name="authority">Whom they trust.</param>
public sealed class VerifierStarter(string executable, string home, ManufacturerCa authority)
{
    /// <param name="name">Of its folder and log; unique.</param>
    /// <param name="options">Besides address, data folder and trust.</param>
    /// <exception cref="VerifierUnavailableException">It does not start.</exception>
    public async Task<RunningVerifier> StartAsync(string name, IReadOnlyList<string> options, CancellationToken cancellation)
    {
        string anchors = Path.Combine(home, "anchors"), keys = Path.Combine(home, "corim-keys");
        Write(anchors, ManufacturerCa.RootCertificateName, PemEncoding.WriteString("CERTIFICATE", authority.Certificate) + "\n");
        Write(keys, ManufacturerCa.CorimPublicName, authority.CorimKey.PublicKey.ToPem());
        string[] all = ["--data", Path.Combine(home, name, "data"), "--anchors", anchors, "--corim-keys", keys, .. options];
        return new RunningVerifier(await VerifierProcess.StartAsync(executable, all, Path.Combine(home, name + ".log"), cancellation));
    }

    private static void Write(string folder, string name, string text)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, name), text, Encoding.ASCII);
    }
}
