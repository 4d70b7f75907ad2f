using System.Net.Http.Headers;
using System.Text.Json;

namespace Attestation.SystemTests.Vm;

/// <summary>
/// Everything that boots, once for all facts. A first boot enrols a machine and shows what good looks like; its evidence becomes the reference values;
/// then the same machine, and others of its class, boot well and badly. Two machines boot at a time.
/// </summary>
public sealed class BootScenario : IAsyncLifetime
{
    /// <summary>What the changed command line has more than the good one.</summary>
    internal const string ChangedWord = "attestation.changed=1";

    /// <summary>The program that no reference value knows.</summary>
    internal const string UnknownProgram = "/usr/bin/unknown";

    private const string Vendor = "Attestation", Model = "VM";
    private readonly TemporaryFolder _folder = new();
    private VerifierTls? _tls;
    private VerifierProcess? _verifier;
    private HttpClient? _client;

    /// <summary>Before there are reference values.</summary>
    internal Boot First { get; private set; } = null!;

    /// <summary>The same machine and software, attested as <c>attest</c>; then it runs an unknown program and attests again as <c>later</c>.</summary>
    internal Boot Second { get; private set; } = null!;

    internal Boot CommandLine { get; private set; } = null!;

    internal Boot OtherInitrd { get; private set; } = null!;

    internal Boot OldKernel { get; private set; } = null!;

    /// <summary>Without an event log.</summary>
    internal Boot SecureBootOff { get; private set; } = null!;

    internal Boot SecureBootOffWithLog { get; private set; } = null!;

    internal VerifierProcess Verifier => _verifier!;

    internal HttpClient Client => _client!;

    /// <summary>Of the first machine's P-384 endorsement key, DER.</summary>
    internal string EndorsementCertificate => _folder["vm-1/ek-secp384r1.crt"];

    /// <summary>Of the third machine, with Secure Boot off.</summary>
    internal string OtherEndorsementCertificate => _folder["vm-3/ek-secp384r1.crt"];

    public async Task InitializeAsync()
    {
        if (Guests.Agent is null)
            return;
        try
        {
            await BootAllAsync();
        }
        catch (Exception e)
        {
            Guests.Tell(e.ToString());
            throw;
        }
    }

    public async Task DisposeAsync()
    {
        _client?.Dispose();
        if (_verifier is not null)
            await _verifier.DisposeAsync();
        _tls?.Dispose();
        _folder.Dispose();
    }

    /// <summary>What the verifier stored about a run of the agent.</summary>
    internal async Task<StoredVerdict> VerdictAsync(Boot boot, string step = "attest") =>
        new(JsonElement.Parse(await Client.GetStringAsync(boot.Appraisal(step))));

    private async Task BootAllAsync()
    {
        Machine one = await Machine.NewAsync(_folder["ca"], _folder["vm-1"]);
        string initrd = await Guests.InitramfsAsync(_folder["initrd.img"]);
        await StartVerifierAsync();
        First = await one.BootAsync(initrd, Good(one).Agent("evidence", "attest", "--out", "evidence").HandOutLogs());
        await SubmitReferencesAsync();
        await Task.WhenAll(SameMachineAsync(one, initrd), OtherMachinesAsync(initrd));
        foreach (Boot boot in (Boot[])[First, Second, CommandLine, OtherInitrd, OldKernel, SecureBootOff, SecureBootOffWithLog])
            await TellAsync(boot);
    }

    /// <summary>Notes what the boot gave.</summary>
    private async Task TellAsync(Boot boot)
    {
        Guests.Tell(boot.Run);
        foreach (string step in ((string[])["attest", "later"]).Where(step => File.Exists(boot[step + ".exit"])))
            Guests.Tell($"  {step}: {(await VerdictAsync(boot, step)).Summary}");
    }

    private async Task SameMachineAsync(Machine one, string initrd)
    {
        GuestJob job = Good(one).RunUnknownProgram(UnknownProgram).Attest("later").HandOutLogs()
            .Shell("rm /run/attest-agent/identity").Agent("latch-again", "latch");
        Second = await one.BootAsync(initrd, job);
        CommandLine = await one.BootAsync(initrd, Good(one), new BootOptions { MoreWords = ChangedWord });
    }

    private async Task OtherMachinesAsync(string initrd)
    {
        Machine two = await Machine.NewAsync(_folder["ca"], _folder["vm-2"]), three = await Machine.NewAsync(_folder["ca"], _folder["vm-3"]);
        OldKernel = await two.BootAsync(initrd, Good(two), new BootOptions { Kernel = "kernel-old" });
        OtherInitrd = await two.BootAsync(await OtherInitramfsAsync(), Good(two));
        string stolen = Convert.ToBase64String(await File.ReadAllBytesAsync(EndorsementCertificate));
        GuestJob job = Good(three).Shell($"echo {stolen} | base64 -d > /tmp/stolen.der").Agent("claim", "enrol", "--again", "--ek-certificate", "/tmp/stolen.der")
            .Shell("cp /var/lib/attest-agent/ak.json .").HandOutLogs();
        SecureBootOff = await three.BootAsync(initrd, job, new BootOptions { SecureBoot = false });
        SecureBootOffWithLog = await three.BootAsync(initrd, Good(three), new BootOptions { SecureBoot = false, Loader = "linuxefi" });
    }

    private Task<string> OtherInitramfsAsync()
    {
        Directory.CreateDirectory(_folder["more/srv"]);
        File.WriteAllText(_folder["more/srv/note"], "a file that the good initramfs does not have");
        return Guests.InitramfsAsync(_folder["initrd-other.img"], _folder["more"]);
    }

    /// <summary>What every node does: it makes its DICE identity, then attests, and enrols before that where it is not enrolled.</summary>
    private GuestJob Good(Machine machine) => Job(machine).Agent("latch", "latch").Attest("attest");

    private GuestJob Job(Machine machine) => new(
        ("VERIFIER", $"https://10.0.2.2:{Verifier.Address.Port}"), ("PIN", _tls!.Pin), ("NODE_NAME", machine.Name), ("CLASS", $"{Vendor}/{Model}"));

    private async Task StartVerifierAsync()
    {
        Directory.CreateDirectory(_folder["roots"]);
        Directory.CreateDirectory(_folder["keys"]);
        File.Copy(_folder["ca/swtpm-localca-rootca-cert.pem"], _folder["roots/root.pem"]);
        File.Copy(_folder["ca/issuercert.pem"], _folder["roots/issuer.pem"]);
        CommandRun made = await CommandRun.Of("attest-factory", "key", "new", "--out", _folder["corim.pem"]);
        Assert.True(made.ExitCode == 0, made.Error);
        File.Copy(_folder["corim.pem.pub.pem"], _folder["keys/operator.pem"]);
        _tls = new VerifierTls(_folder.Path);
        _verifier = await VerifierProcess.StartAsync(_folder["data"], "--listen", "https://127.0.0.1:0", "--tls-cert", _tls.CertificateFile,
            "--tls-key", _tls.KeyFile, "--ek-roots", _folder["roots"], "--corim-keys", _folder["keys"]);
        _client = _tls.Client(_verifier.Address);
    }

    /// <summary>What the first boot showed becomes the reference values of the class.</summary>
    private async Task SubmitReferencesAsync()
    {
        CommandRun made = await CommandRun.Of("attest-factory", "node-reference", "--from", First["evidence"], "--vendor", Vendor, "--model", Model,
            "--ima", "--key", _folder["corim.pem"], "--out", _folder["vm.corim"]);
        Assert.True(made.ExitCode == 0, made.Error);
        var content = new ByteArrayContent(await File.ReadAllBytesAsync(_folder["vm.corim"])) { Headers = { ContentType = new MediaTypeHeaderValue("application/rim+cose") } };
        using HttpResponseMessage answer = await Client.PostAsync("endorsement-provisioning/v1/submit", content);
        string text = await answer.Content.ReadAsStringAsync();
        Assert.True(JsonElement.Parse(text).GetProperty("status").GetString() == "success", text);
    }
}
