using System.CommandLine;
using Attestation.Dice.Host;
using Attestation.Factory;
using Attestation.Factory.Provisioning;
using Attestation.Formats.Dice;
using Attestation.Formats.Keys;
using Attestation.Formats.X509;
using Attestation.Simulator.Boards;

namespace Attestation.Simulator.Commands;

/// <summary>A board from files: the folder that attest-factory provision wrote, and released images with their manifests.</summary>
internal static class BoardOptions
{
    private static readonly Argument<string[]> Images = new("IMAGE") { Description = "Image files in boot order; IMAGE.manifest.cbor is looked for in --manifests.", Arity = ArgumentArity.OneOrMore };
    private static readonly Option<string> Device = new("--device") { Description = "Folder that attest-factory provision wrote.", Required = true };
    private static readonly Option<string> FirmwareKey = new("--firmware-key") { Description = "Public key (PEM) that verified boot trusts.", Required = true };
    private static readonly Option<string?> Manifests = new("--manifests") { Description = "Folder of the manifests; default: beside each image." };
    private static readonly Option<string> Form = new("--form") { Description = "Form of the certificates.", DefaultValueFactory = _ => "x509" };

    private static readonly Option<string> Lock = new("--lock") { Description = "State of the board.", DefaultValueFactory = _ => "locked" };

    public static void AddTo(Command command)
    {
        Form.AcceptOnlyFromAmong("x509", "x509-tcg", "cbor", "mixed");
        Lock.AcceptOnlyFromAmong("locked", "debug", "recovery", "unconfigured");
        foreach (Symbol symbol in (Symbol[])[Images, Device, FirmwareKey, Manifests, Form, Lock])
        {
            if (symbol is Argument argument)
                command.Arguments.Add(argument);
            else
                command.Options.Add((Option)symbol);
        }
    }

    /// <exception cref="UsageException">A file is missing or is not what it should be.</exception>
    public static Board Read(ParseResult arguments)
    {
        string folder = arguments.GetValue(Device)!;
        Certificate uds = ReadUdsCertificate(Path.Combine(folder, ProvisioningStation.UdsCertificateName));
        TcbInfo? named = uds.TcbInfos.FirstOrDefault();
        var identity = new BoardIdentity(named?.Vendor ?? "", named?.Model ?? "", uds.Ueid?.ToArray() ?? [], uds.Der.ToArray());
        FuseContent fuse = FuseContent.Read(Path.Combine(folder, ProvisioningStation.FuseName));
        FlashPartition[] flash = [.. arguments.GetValue(Images)!.Select(image => ReadPartition(image, arguments.GetValue(Manifests)))];
        return new Board(new HostDiceOperations(), new UdsFuse(fuse), identity, SuiteOf(uds.SubjectKey.Kind, arguments.GetValue(Form)!), flash, Entropy.OfSystem)
        {
            TrustedKey = ReadKey(arguments.GetValue(FirmwareKey)!),
            BootCount = BootCounterFile.Advance(folder),
            Lock = Enum.Parse<LockState>(arguments.GetValue(Lock)!, ignoreCase: true),
        };
    }

    private static CryptoSuite SuiteOf(KeyKind kind, string form) =>
        CryptoSuite.All.Single(suite => suite.Name == $"{kind.ToString().ToLowerInvariant()}-{form}");

    private static FlashPartition ReadPartition(string image, string? manifests)
    {
        string manifest = Path.Combine(manifests ?? Path.GetDirectoryName(Path.GetFullPath(image))!, Path.GetFileName(image) + ".manifest.cbor");
        return new FlashPartition(ReadFile(image), ReadFile(manifest));
    }

    private static Certificate ReadUdsCertificate(string path) =>
        CertificateFile.TryParsePem(System.Text.Encoding.ASCII.GetString(ReadFile(path)), out IReadOnlyList<UnverifiedCertificate> found, out _) && found is [var only]
            ? only.ForDisplay
            : throw new UsageException($"{path} holds no certificate");

    private static VerificationKey ReadKey(string path) =>
        VerificationKey.TryParsePem(System.Text.Encoding.ASCII.GetString(ReadFile(path)), out VerificationKey key, out _)
            ? key
            : throw new UsageException($"{path} holds no public key");

    private static byte[] ReadFile(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{path}: {e.Message}");
        }
    }
}
