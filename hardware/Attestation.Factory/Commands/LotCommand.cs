using System.CommandLine;
using System.Security.Cryptography;
using System.Text;
using Attestation.Factory.Authorities;
using Attestation.Factory.Line;
using Attestation.Factory.Lots;
using Attestation.Factory.Releases;
using Attestation.Formats;
using Attestation.Formats.Keys;
using Attestation.Formats.Reasons;
using Attestation.Formats.X509;

namespace Attestation.Factory.Commands;

/// <summary><c>attest-factory lot show|verify|close</c> (docs/factory-line.md, "Lots").</summary>
internal static class LotCommand
{
    private static readonly Argument<string> Folder = new("folder") { Description = "Folder of the lot.", HelpName = "FOLDER" };
    private static readonly Option<string> Authority = new("--ca-certificate") { Description = "The manufacturer CA's certificate (ca.crt.pem).", Required = true };
    private static readonly Option<string> CorimKey = new("--corim-key") { Description = "The public key that signs records, reports and endorsements (corim.pub.pem).", Required = true };
    private static readonly Option<string?> VerifierKey = new("--verifier-key") { Description = "The only key that may have signed attestation results (PEM or JWK); default: the one that each record names." };
    private static readonly Option<string> Ca = new("--ca") { Description = "Folder of the manufacturer CA, whose CoRIM key signs the report.", Required = true };

    public static Command Build()
    {
        var show = new Command("show", "Say how a lot stands. Checks the journal's chain; no signature.") { Folder };
        show.SetAction(arguments => Run(arguments, () => LotJournal.Read(arguments.GetValue(Folder)!), verified: false));
        var verify = new Command("verify", "Check a lot with public keys alone: journal, records, certificates, endorsements, results, report.") { Folder, Authority, CorimKey, VerifierKey };
        verify.SetAction(arguments => Run(arguments, () => Verify(arguments), verified: true));
        var close = new Command("close", "End a lot and sign its report; nothing is added afterwards.") { Folder, Ca, PassphraseOption.File };
        close.SetAction(arguments => Run(arguments, () => Close(arguments), verified: false));
        return new Command("lot", "Lots of a factory line: how they stand, whether they hold, their end.") { show, verify, close };
    }

    private static int Run(ParseResult arguments, Func<LotJournal> read, bool verified)
    {
        CommandOutput output = CommandOutput.Standard;
        return output.Guard("attest-factory", () =>
        {
            LotJournal journal = read();
            if (arguments.GetValue(CommandOutput.Json))
                output.Result(true, LotText.Document(journal, verified), "");
            else
                LotText.Write(output, journal, verified);
            return ExitCode.Good;
        });
    }

    private static LotJournal Verify(ParseResult arguments)
    {
        string file = arguments.GetValue(Authority)!;
        if (!CertificateFile.TryParsePem(Encoding.Latin1.GetString(FirmwareImage.Read(file).Content), out IReadOnlyList<UnverifiedCertificate> found, out ParseError _) || found.Count != 1)
            throw new FactoryException(FactoryReasons.AuthorityUnreadable, $"{file} holds no certificate, or several.");
        VerificationKey? verifier = arguments.GetValue(VerifierKey) is { } pinned ? VerifierKeyFile.Read(pinned) : null;
        return new LotAudit(PublicKeyFile.Read(arguments.GetValue(CorimKey)!), found[0], verifier).Verify(arguments.GetValue(Folder)!);
    }

    private static LotJournal Close(ParseResult arguments)
    {
        string folder = arguments.GetValue(Folder)!;
        using Passphrases passphrases = PassphraseOption.Of(arguments);
        using ManufacturerCa ca = ManufacturerCa.Load(arguments.GetValue(Ca)!, passphrases);
        using (LotFolder lot = LotFolder.OpenExisting(folder, TimeProvider.System))
        {
            if (lot.Standing.Sessions is [.., var last] && !last.Authority.Span.SequenceEqual(SHA256.HashData(ca.Certificate)))
                throw new FactoryException(LineReasons.LotOther, $"{folder} is of another CA.");
            lot.Close(ca.CorimKey);
        }
        return LotJournal.Read(folder);
    }
}
