using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using Attestation.NodeAgent.Evidence;
using Attestation.NodeAgent.Gpio;
using Attestation.NodeAgent.Identity;
using Attestation.NodeAgent.Keys;
using Attestation.NodeAgent.Running;
using Attestation.NodeAgent.State;
using Attestation.NodeAgent.Verifiers;

namespace Attestation.NodeAgent.Commands;

/// <summary>The options that all commands share. Each can be set in the environment and in the configuration file too: see <see cref="Settings"/>.</summary>
internal static class AgentOptionSet
{
    public static readonly Option<string?> Config = Text("--config", "FILE", $"Configuration file of KEY=value lines; {Settings.DefaultFile} where it exists.");

    private static readonly Option<string?> Verifier = Text("--verifier", "URL", "Address of the verifier.");
    private static readonly Option<string?> AuthorityFile = Text("--ca-file", "PEM", "Authorities for the verifier's TLS certificate, instead of the system's.");

    private static readonly Option<string[]> Pins = new("--pin")
    {
        Description = "Pinned key of the verifier's TLS certificate or of an authority above it: sha256/BASE64 of SubjectPublicKeyInfo. May be repeated.",
        HelpName = "sha256/BASE64",
    };

    private static readonly Option<string?> EnrolmentToken = Text("--enrolment-token-file", "FILE", "File with the bearer token that the verifier wants for an enrolment.");
    private static readonly Option<bool> Insecure = new("--insecure") { Description = "Allow plain HTTP beyond this machine." };
    private static readonly Option<string?> RequestTimeout = Text("--timeout", "SECONDS", "For one request with its answer, 1 to 3600; 120.");
    private static readonly Option<string?> StateFolder = Text("--state", "DIR", $"Folder for keys and enrolment; {AgentFolders.DefaultState}.");
    private static readonly Option<string?> RunFolder = Text("--run-dir", "DIR", $"Folder for the status; {AgentFolders.DefaultRun}.");
    private static readonly Option<string?> Tpm = Text("--tpm", "ADDRESS", "device:/dev/tpmrm0, swtpm:host=HOST,port=PORT, swtpm:path=SOCKET, mssim:host=HOST,port=PORT or spi:/dev/spidevB.C; the first of the kernel's devices.");
    private static readonly Option<string?> Tamper = Text("--tamper", "LINE", "Tamper input, as in /dev/gpiochip0:23,active=high,pull=up: measured into the DICE identity.");
    private static readonly Option<string?> StatusLed = Text("--status-led", "LINE", "Light that shows the verdict, as in /dev/gpiochip0:25,active=high.");
    private static readonly Option<string?> NodeName = Text("--node-name", "NAME", "Name of the node in its cluster.");
    private static readonly Option<string?> Class = Text("--class", "VENDOR/MODEL", "Whose reference values judge the node.");
    private static readonly Option<string?> KubeletKey = Text("--kubelet-key", "PEM", "Bind the key of this certificate, public or private key to each quote; it may appear and change later.");
    private static readonly Option<string?> Ek = Text("--ek", "TEMPLATE", "Endorsement key: L-1 to H-7 of the EK Credential Profile; without it the agent chooses.");
    private static readonly Option<string?> EkCertificate = Text("--ek-certificate", "FILE", "Certificate of the endorsement key, PEM or DER, leaf first, where the TPM holds none.");
    private static readonly Option<string?> EndorsementAuth = Text("--endorsement-auth-file", "FILE", "File with the authorization value of the endorsement hierarchy, where one is set.");
    private static readonly Option<string?> OwnerAuth = Text("--owner-auth-file", "FILE", "File with the authorization value of the owner hierarchy, where one is set.");
    private static readonly Option<string?> AkAlgorithm = Text("--ak-algorithm", "KIND", "Attestation key: p256 (as without the option), p384, rsassa or rsapss.");
    private static readonly Option<string?> Handles = Text("--handles", "FIRST-LAST", "Persistent handles that the agent may use, or none.");
    private static readonly Option<string?> Pcrs = Text("--pcrs", "BANKS", $"PCRs to quote, as in {PcrChoice.Default}+sha384:7; {PcrChoice.Default}.");
    private static readonly Option<bool> NoDice = new("--no-dice") { Description = "Leave the DICE identity out, even where this boot made one." };
    private static readonly Option<string?> LatchPcr = Text("--latch-pcr", "PCR", $"PCR that closes the way to the UDS; {NodeAgent.Identity.LatchPcr.Default}.");
    private static readonly Option<string?> Kernel = Text("--kernel", "FILE", "The kernel's file, where the boot event log names none.");
    private static readonly Option<string?> Initrd = Text("--initrd", "FILE", "The initial ramdisk's file, where the boot event log names none.");
    private static readonly Option<string?> EventLog = Text("--event-log", "FILE", "The firmware's event log, or none.");
    private static readonly Option<string?> ImaLog = Text("--ima-log", "FILE", "The kernel's IMA list, or none.");
    private static readonly Option<string?> UserspaceLog = Text("--userspace-log", "FILE", "systemd's measurement log, or none.");
    private static readonly Option<string?> Variables = Text("--efi-variables", "DIR", "Folder of the UEFI variables, or none.");
    private static readonly Option<string?> IntervalCap = Text("--interval-cap", "SECONDS", "Attest at least this often, 1 to 86400; 3600.");
    private static readonly Option<string?> BackoffCap = Text("--backoff-cap", "SECONDS", "Try at least this often while nothing succeeds, 1 to 86400; 300.");
    private static readonly Option<string?> Log = Text("--log-format", "json|text", "Log lines on standard error; json.");

    /// <summary>All of them, in the order of --help.</summary>
    public static IReadOnlyList<Option> Everywhere { get; } =
    [
        Config, Verifier, AuthorityFile, Pins, Insecure, EnrolmentToken, RequestTimeout, StateFolder, RunFolder, Tpm, Tamper, StatusLed, NodeName, Class, KubeletKey,
        .. JoinOptionSet.All, Ek, EkCertificate, EndorsementAuth, OwnerAuth,
        AkAlgorithm, Handles, Pcrs, NoDice, LatchPcr, Kernel, Initrd, EventLog, ImaLog, UserspaceLog, Variables, IntervalCap, BackoffCap, Log,
    ];

    /// <exception cref="AgentException">Usage.</exception>
    public static AgentOptions Read(ParseResult arguments) => Read(new Settings(arguments, EnvironmentVariables()));

    private static AgentOptions Read(Settings settings)
    {
        var folders = new AgentFolders(settings.Text(StateFolder) ?? AgentFolders.DefaultState, settings.Text(RunFolder) ?? AgentFolders.DefaultRun);
        return Read(settings, folders);
    }

    private static AgentOptions Read(Settings settings, AgentFolders folders) => new()
    {
        Verifier = VerifierOf(settings),
        Folders = folders,
        Tpm = settings.Text(Tpm),
        Tamper = PinOf(settings, Tamper),
        StatusLed = PinOf(settings, StatusLed),
        NodeName = settings.Text(NodeName),
        Class = settings.Text(Class) is { } text ? NodeClass.Parse(text) : null,
        KubeletKeyFile = settings.Text(KubeletKey),
        Endorsement = new EndorsementOptions
        {
            Template = settings.Text(Ek),
            CertificateFile = settings.Text(EkCertificate),
            EndorsementAuth = AuthorizationOf(settings.Text(EndorsementAuth)),
            OwnerAuth = AuthorizationOf(settings.Text(OwnerAuth)),
        },
        Join = JoinOptionSet.Read(settings, folders, KubeletKey, Insecure, RequestTimeout),
        AttestationKey = settings.Text(AkAlgorithm) is { } kind ? AttestationKeyKind.Parse(kind) : AttestationKeyKind.P256,
        Handles = HandlesOf(settings),
        Identity = settings.Flag(NoDice) ? null : IdentityOf(settings, folders),
        Pcrs = PcrChoice.Parse(settings.Text(Pcrs) ?? PcrChoice.Default),
        Paths = PathsOf(settings, new NodePaths()),
        IntervalCap = SecondsOf(settings, IntervalCap, 3600, 86400),
        BackoffCap = SecondsOf(settings, BackoffCap, 300, 86400),
        LogFormat = settings.Text(Log) switch
        {
            null or "json" => LogFormat.Json,
            "text" => LogFormat.Text,
            var other => throw AgentException.Usage($"--log-format {other} is neither json nor text."),
        },
    };

    private static VerifierOptions? VerifierOf(Settings settings)
    {
        bool isInsecureAllowed = settings.Flag(Insecure);
        return settings.Text(Verifier) is not { } address ? null : new VerifierOptions
        {
            Address = VerifierOptions.ParseAddress(address, isInsecureAllowed),
            AuthorityFile = settings.Text(AuthorityFile),
            Pins = [.. settings.List(Pins).Select(KeyPin.Parse)],
            IsInsecureAllowed = isInsecureAllowed,
            EnrolmentTokenFile = settings.Text(EnrolmentToken),
            Timeout = SecondsOf(settings, RequestTimeout, 120, 3600),
        };
    }

    private static HandleRange? HandlesOf(Settings settings) => settings.Text(Handles) switch
    {
        null => HandleRange.Default,
        "none" => null,
        var range => HandleRange.Parse(range),
    };

    private static IdentityOptions IdentityOf(Settings settings, AgentFolders folders) => new()
    {
        Pcr = settings.Text(LatchPcr) is not { } text ? NodeAgent.Identity.LatchPcr.Default
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int pcr) && pcr <= 23 ? pcr
            : throw AgentException.Usage($"--latch-pcr {text} is no PCR."),
        KeyFile = folders.UdsKey,
        BootFile = folders.Identity,
        Handles = HandlesOf(settings),
        KernelFiles = settings.Text(Kernel) is { } kernel ? [kernel] : [],
        InitrdFiles = settings.Text(Initrd) is { } initrd ? [initrd] : [],
        IsTampered = PinOf(settings, Tamper) is { } pin ? () => ReadTamper(pin, folders) : null,
    };

    private static bool ReadTamper(GpioPin pin, AgentFolders folders)
    {
        using NodeTamper tamper = NodeTamper.Open(pin, folders);
        return tamper.IsTripped();
    }

    private static GpioPin? PinOf(Settings settings, Option<string?> option) => settings.Text(option) is { } text ? GpioPin.Parse(option.Name, text) : null;

    private static NodePaths PathsOf(Settings settings, NodePaths usual) => usual with
    {
        BootLog = PathOf(settings.Text(EventLog), usual.BootLog),
        ImaLog = PathOf(settings.Text(ImaLog), usual.ImaLog),
        UserspaceLog = PathOf(settings.Text(UserspaceLog), usual.UserspaceLog),
        EfiVariables = PathOf(settings.Text(Variables), usual.EfiVariables),
    };

    private static string? PathOf(string? given, string? usual) => given switch { null => usual, "none" => null, _ => given };

    /// <summary>The file's bytes without one final line end: a value is never an argument, since every process may read those.</summary>
    private static byte[] AuthorizationOf(string? path)
    {
        if (path is null)
            return [];
        byte[] content = DurableFile.TryRead(path) ?? throw AgentException.Usage($"{path} does not exist.");
        byte[] value = content is [.., (byte)'\n'] ? content[..^1] : [.. content];
        CryptographicOperations.ZeroMemory(content);
        return value;
    }

    internal static TimeSpan SecondsOf(Settings settings, Option<string?> option, int usual, int most, int least = 1)
    {
        if (settings.Text(option) is not { } text)
            return TimeSpan.FromSeconds(usual);
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int seconds) && seconds >= least && seconds <= most
            ? TimeSpan.FromSeconds(seconds)
            : throw AgentException.Usage($"{option.Name} {text} is no number of seconds from {least} to {most}.");
    }

    internal static Option<string?> Text(string name, string value, string description) => new(name) { Description = description, HelpName = value };

    internal static IReadOnlyDictionary<string, string> EnvironmentVariables() => Environment.GetEnvironmentVariables()
        .Cast<System.Collections.DictionaryEntry>().ToDictionary(v => (string)v.Key, v => (string?)v.Value ?? "");
}
