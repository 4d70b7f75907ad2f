using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Attestation.Formats.Reasons;

namespace Attestation.SystemTests.Reasons;

internal static partial class ServiceReasonProducers
{
    /// <summary>What keeps a verifier from starting: exit status 2 (an option) or 3 (a failure) and the reason on standard error.</summary>
    private static Dictionary<ReasonCode, Func<Task<string>>> Start => new()
    {
        [ServiceReasons.StoreNewer] = () => Refusing(AgedDatabase("PRAGMA user_version = 99")),
        [ServiceReasons.StoreUnreadable] = () => Refusing(f => Write(f, "data/verifier.db", new string('x', 4096))),
        [ServiceReasons.DataInUse] = async () =>
        {
            using var folder = new TemporaryFolder();
            await using VerifierProcess first = await VerifierProcess.StartAsync(folder["data"]);
            return await StartRefused(folder);
        },
        [ServiceReasons.DataFolder] = () => Refusing(f => Write(f, "data", "a file stands where the folder should be")),
        [ServiceReasons.KeyPermissions] = () => Refusing(async f =>
        {
            await using (await VerifierProcess.StartAsync(f["data"]))
            {
            }
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(f["data/ear-key.pem"], UnixFileMode.UserRead | UnixFileMode.OtherRead);
        }),
        [ServiceReasons.KeyUnreadable] = () => Refusing(async f =>
        {
            using ECDsa other = ECDsa.Create(ECCurve.NamedCurves.nistP384);
            await Write(f, "data/ear-key.pem", other.ExportPkcs8PrivateKeyPem());
        }),
        [ServiceReasons.ListenInsecure] = () => Refusing(Nothing, "--listen", "http://0.0.0.0:0"),
        [ServiceReasons.Listen] = async () =>
        {
            using var taken = new TcpListener(IPAddress.Loopback, 0);
            taken.Start();
            return await Refusing(Nothing, "--listen", $"http://{taken.LocalEndpoint}");
        },
        [ServiceReasons.Tls] = () => Refusing(f => Write(f, "cert.pem", "no certificate"),
            "--listen", "https://127.0.0.1:0", "--tls-cert", "cert.pem", "--tls-key", "cert.pem"),
        [ServiceReasons.Option] = () => Refusing(Nothing, "--max-evidence", "1"),
        [ServiceReasons.PolicyFile] = () => Refusing(f => Write(f, "policy.json", """{"id":"p","requires":["code"]}"""), "--policy", "policy.json"),
        [ServiceReasons.TokenFile] = () => Refusing(f => Write(f, "token", "short"), "--submit-token-file", "token"),
        [ServiceReasons.Anchors] = () => Refusing(f => Write(f, "anchors/notes.pem", "no certificate"), "--anchors", "anchors"),
        [ServiceReasons.EkRoots] = () => Refusing(f => Write(f, "roots/notes.pem", "no certificate"), "--ek-roots", "roots"),
        [ServiceReasons.EkRevocationLists] = () => Refusing(f => Write(f, "crls/notes.crl", "no list"), "--ek-crls", "crls"),
        [ServiceReasons.EkAllowList] = () => Refusing(f => Write(f, "eks.txt", "no key"), "--ek-allow-list", "eks.txt"),
        [ServiceReasons.CorimKeys] = () => Refusing(f => Write(f, "keys/notes.pem", "no key"), "--corim-keys", "keys"),
    };

    private static Task Nothing(TemporaryFolder folder) => Task.CompletedTask;

    /// <summary>Prepares a folder and starts a verifier in it.</summary>
    /// <param name="prepare">Gets the folder; the data folder is "data" in it.</param>
    /// <param name="options">Options whose value is the name of a prepared file get its path.</param>
    private static async Task<string> Refusing(Func<TemporaryFolder, Task> prepare, params string[] options)
    {
        using var folder = new TemporaryFolder();
        await prepare(folder);
        return await StartRefused(folder, [.. options.Select(o => Path.Exists(folder[o]) ? folder[o] : o)]);
    }

    /// <summary>Reasons that are the operator's options; the others are failures of the service or of what it needs.</summary>
    private static readonly string[] WrongSettings =
        ["service.option", "service.listen-insecure", "service.tls", "service.anchors", "service.corim-keys", "service.policy-file", "service.token-file",
        "service.ek-allow-list", "service.ek-roots", "service.ek-crls"];

    private static async Task<string> StartRefused(TemporaryFolder folder, params string[] options)
    {
        string[] listen = options.Contains("--listen") ? [] : ["--listen", "http://127.0.0.1:0"];
        (int exitCode, string error) = await VerifierProcess.RunToEndAsync(["--data", folder["data"], .. listen, .. options]);
        string line = error.Split('\n').Single(l => l.StartsWith("attest-verifier: ", StringComparison.Ordinal));
        string id = line.Split(": ", 3)[1];
        Assert.Equal(WrongSettings.Contains(id) ? 2 : 3, exitCode);
        return id;
    }

    private static async Task Write(TemporaryFolder folder, string name, string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(folder[name])!);
        await File.WriteAllTextAsync(folder[name], content);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(folder[name], UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    /// <summary>A database of this program, changed behind its back.</summary>
    private static Func<TemporaryFolder, Task> AgedDatabase(string sql) => async folder =>
    {
        await using (VerifierProcess verifier = await VerifierProcess.StartAsync(folder["data"]))
            Assert.Equal(0, await verifier.StopAsync());
        Database.Execute(folder["data/verifier.db"], sql);
    };
}
