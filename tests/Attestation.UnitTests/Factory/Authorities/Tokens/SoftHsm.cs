using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Attestation.UnitTests.Factory.Authorities.Tokens;

/// <summary>Tokens of SoftHSM 2, a real PKCS #11 module in software, filled with OpenSC's pkcs11-tool. The module reads its configuration and its tokens once a
/// process, so that all of them are made before the first test and share one folder.</summary>
internal static class SoftHsm
{
    private const string SecurityOfficer = "87654321";
    private const string Pin = "1234";

    private static readonly string[] Modules = ["/usr/lib/softhsm/libsofthsm2.so", "/usr/lib64/softhsm/libsofthsm2.so", "/usr/lib64/pkcs11/libsofthsm2.so", "/usr/local/lib/softhsm/libsofthsm2.so"];

    private static readonly Lazy<string> Prepared = new(Prepare);

    public static string? Module { get; } = Array.Find(Modules, File.Exists) is { } module && Runs("softhsm2-util", "--version") && Runs("pkcs11-tool", "--help") ? module : null;

    /// <summary>Where configuration, tokens and PIN file are; made at the first call and removed with the process.</summary>
    public static string Folder => Prepared.Value;

    /// <summary>The URI of a key, its PIN in a file.</summary>
    public static string Uri(string token, string key, string? pinFile = null) =>
        $"pkcs11:token={token};object={key};type=private?module-path={Module}&pin-source=file:{pinFile ?? Path.Combine(Folder, "pin")}";

    /// <summary>The public half as pkcs11-tool shows it: the content of CKA_EC_POINT. (Debian 12's cannot export other kinds than P-256.)</summary>
    public static byte[] PublicPoint(string token, string key)
    {
        string shown = Run("pkcs11-tool", "--module", Module!, "--token-label", token, "--list-objects", "--type", "pubkey").Split("Public Key Object").Single(text => text.Contains($"label:      {key}\n"));
        byte[] attribute = Convert.FromHexString(System.Text.RegularExpressions.Regex.Match(shown, "EC_POINT: +([0-9a-f]+)").Groups[1].Value);
        Assert.Equal((0x04, attribute.Length - 2), (attribute[0], attribute[1])); // an OCTET STRING
        return attribute[2..];
    }

    /// <summary>The folder in which a token's objects lie.</summary>
    public static string FolderOf(string token) => File.ReadAllText(Path.Combine(Folder, token + ".folder"));

    private static string Prepare()
    {
        string folder = Directory.CreateTempSubdirectory("attestation-softhsm-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        string configuration = Path.Combine(folder, "softhsm2.conf");
        Directory.CreateDirectory(Path.Combine(folder, "tokens"));
        File.WriteAllText(configuration, $"directories.tokendir = {folder}/tokens\nobjectstore.backend = file\nlog.level = ERROR\n");
        Environment.SetEnvironmentVariable("SOFTHSM2_CONF", configuration); // for the tools
        Assert.Equal(0, setenv("SOFTHSM2_CONF", configuration, 1)); // for the module: .NET keeps its own copy of the environment
        File.WriteAllText(Path.Combine(folder, "pin"), Pin + "\n");
        File.WriteAllText(Path.Combine(folder, "wrong-pin"), "4321\n");
        foreach (string token in new[] { "station", "guarded", "going", "twin", "twin" })
            NewToken(folder, token);
        Fill(folder);
        return folder;
    }

    private static void NewToken(string folder, string token)
    {
        string[] before = Directory.GetDirectories(Path.Combine(folder, "tokens"));
        Run("softhsm2-util", "--init-token", "--free", "--label", token, "--so-pin", SecurityOfficer, "--pin", Pin);
        File.WriteAllText(Path.Combine(folder, token + ".folder"), Directory.GetDirectories(Path.Combine(folder, "tokens")).Except(before).Single());
    }

    private static void Fill(string folder)
    {
        NewKey("station", "p256", "01", "EC:prime256v1");
        NewKey("station", "p384", "02", "EC:secp384r1");
        NewKey("station", "ed25519", "03", "EC:edwards25519");
        NewKey("station", "p521", "04", "EC:secp521r1");
        NewKey("station", "rsa", "05", "rsa:2048");
        NewKey("station", "double", "06", "EC:prime256v1");
        NewKey("station", "double", "07", "EC:prime256v1");
        NewKey("station", "half", "08", "EC:prime256v1");
        Tool("station", "--delete-object", "--type", "pubkey", "--id", "08");
        NewKey("station", "pair", "09", "EC:prime256v1");
        Tool("station", "--delete-object", "--type", "pubkey", "--id", "09");
        string other = Path.Combine(folder, "other.der");
        Run("bash", "-c", $"openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 | openssl pkey -pubout -outform DER -out '{other}'");
        Tool("station", "--write-object", other, "--type", "pubkey", "--id", "09", "--label", "pair");
        NewKey("guarded", "p256", "01", "EC:prime256v1");
        NewKey("going", "p256", "01", "EC:prime256v1");
    }

    private static void NewKey(string token, string label, string id, string kind) => Tool(token, "--keypairgen", "--key-type", kind, "--label", label, "--id", id, "--usage-sign");

    private static void Tool(string token, params string[] arguments) => Run("pkcs11-tool", ["--module", Module!, "--token-label", token, "--login", "--pin", Pin, .. arguments]);

    private static string Run(string program, params string[] arguments)
    {
        using Process process = Start(program, arguments);
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        string error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)}: {output.Result}{error}");
        return output.Result;
    }

    private static bool Runs(string program, string argument)
    {
        try
        {
            using Process process = Start(program, [argument]);
            process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return true;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private static Process Start(string program, string[] arguments) =>
        Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;

    [DllImport("libc")]
    private static extern int setenv(string name, string value, int overwrite);
}

/// <summary>A fact about a real PKCS #11 module. Skipped, by name, where there is none; test.sh installs it.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SoftHsmFactAttribute : FactAttribute
{
    public SoftHsmFactAttribute()
    {
        if (SoftHsm.Module is null)
            Skip = SoftHsmTheoryAttribute.Reason;
    }
}

/// <summary>A theory about a real PKCS #11 module; see <see cref="SoftHsmFactAttribute"/>.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SoftHsmTheoryAttribute : TheoryAttribute
{
    internal const string Reason = "needs SoftHSM and OpenSC: apt-get install softhsm2 opensc";

    public SoftHsmTheoryAttribute()
    {
        if (SoftHsm.Module is null)
            Skip = Reason;
    }
}
