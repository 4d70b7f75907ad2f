using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Attestation.UnitTests.Rules;

namespace Attestation.UnitTests.Device.ResidentProgram;

/// <summary>firmware/tools/set-firmware-key.py: what it writes compiles for a board and holds the key.</summary>
public sealed partial class FirmwareKeyToolTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_P256_key_stands_in_the_file_as_x_and_y()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        ECPoint q = key.ExportParameters(false).Q;
        Assert.Equal([.. q.X!, .. q.Y!], Written(key.ExportSubjectPublicKeyInfoPem()));
    }

    [Fact]
    public void An_Ed25519_key_stands_in_the_file()
    {
        byte[] key = RandomNumberGenerator.GetBytes(32);
        Assert.Equal(key, Written(PemEncoding.WriteString("PUBLIC KEY", [.. Convert.FromHexString("302a300506032b6570032100"), .. key])));
    }

    [Fact]
    public void Another_key_is_refused()
    {
        using ECDsa other = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        Assert.NotEqual(0, Run(other.ExportSubjectPublicKeyInfoPem()));
        using ECDsa mine = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Assert.NotEqual(0, Run(mine.ExportPkcs8PrivateKeyPem()));
        Assert.False(File.Exists(Output));
    }

    private string Output => Path.Combine(_folder.Path, "FirmwarePublicKey.cs");

    private byte[] Written(string pem)
    {
        Assert.Equal(0, Run(pem));
        string text = File.ReadAllText(Output);
        Assert.Equal("", NanoCompiler.CompileText("firmware-key", text).Errors);
        return [.. HexByte().Matches(text).Select(m => Convert.ToByte(m.Groups[1].Value, 16))];
    }

    private int Run(string pem)
    {
        string input = Path.Combine(_folder.Path, "key.pem");
        File.WriteAllText(input, pem);
        string tool = Path.Combine(PublicVectors.RepositoryRoot, "firmware", "tools", "set-firmware-key.py");
        using Process process = Process.Start(new ProcessStartInfo("python3", [tool, input, Output]) { RedirectStandardError = true })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode;
    }

    [GeneratedRegex("0x([0-9A-F]{2})")]
    private static partial Regex HexByte();
}
