using System.CommandLine;
using Attestation.Appraisal.EndorsementKeys;
using Attestation.Cli.EndorsementKeys;
using Attestation.Cli.Inputs;
using Attestation.Cli.Output;
using Attestation.Formats.Reasons;

namespace Attestation.Cli.Commands;

/// <summary><c>attest tpm roots</c>: what a folder of TPM authorities holds, and why the chain of an endorsement key certificate holds or fails.</summary>
internal static class TpmRootsCommand
{
    internal static Command Create(Action<ParseResult, Func<ParseResult, Answer>> run)
    {
        var roots = new Option<string>("--roots") { Description = "Folder of authorities: PEM, DER, PKCS #7, also in folders below. Self-signed certificates are trusted, the others may stand in between.", Required = true, HelpName = "DIR" };
        var crls = new Option<string>("--crls") { Description = "Folder of revocation lists. Files named .crl among the roots are lists too.", HelpName = "DIR" };
        var certificates = new Option<string[]>("--ek-certificate") { Description = "The endorsement key's certificate, then any that came with it: DER as read from NV, PEM, or the JSON of a vendor's service.", HelpName = "FILE", AllowMultipleArgumentsPerToken = true };
        var ek = new Option<string>("--ek") { Description = "The endorsement key, TPM2B_PUBLIC or TPMT_PUBLIC: is the certificate its own?", HelpName = "FILE" };
        var allow = new Option<string>("--allow-list") { Description = "Keys for which you vouch without a certificate.", HelpName = "FILE" };
        var now = new Option<string>("--now") { Description = "Time of judgement instead of the machine's clock, RFC 3339.", HelpName = "TIME" };
        var expired = new Option<bool>("--allow-expired") { Description = "Only warn of an endorsement key certificate past its end." };
        var unstated = new Option<bool>("--allow-no-purpose") { Description = "Only warn of a certificate without extended key usage, as some clouds issue." };
        var lists = new Option<bool>("--require-crls") { Description = "Refuse where an authority has no revocation list." };
        var any = new Option<bool>("--any-authority") { Description = "The chain may end at any certificate of the folder, not only at a self-signed one." };
        var command = new Command("roots", "List the TPM authorities of a folder; with --ek-certificate say why a chain fails and which certificate is missing, or print it.")
            { roots, crls, certificates, ek, allow, now, expired, unstated, lists, any };
        command.SetAction(parsed => run(parsed, p =>
        {
            var builder = new EkTrustBuilder();
            EkFiles.AddFolder(builder, p.GetRequiredValue(roots), lists: false);
            if (p.GetValue(crls) is { } folder)
                EkFiles.AddFolder(builder, folder, lists: true);
            if (p.GetValue(allow) is { } list)
                builder.AddAllowList(list, InputFile.Read(list).Bytes);
            var rules = new EkRules
            {
                AllowExpiredLeaf = p.GetValue(expired),
                AllowUnstatedPurpose = p.GetValue(unstated),
                RequireRevocationLists = p.GetValue(lists),
                AnyAuthorityIsAnchor = p.GetValue(any),
            };
            return Judge(builder, p.GetValue(certificates) ?? [], p.GetValue(ek), Arguments.Now(p.GetValue(now)), rules);
        }));
        return command;
    }

    private static Answer Judge(EkTrustBuilder builder, string[] certificates, string? ek, DateTimeOffset now, EkRules rules)
    {
        EkTrust trust = builder.Build();
        EkVerdict? verdict = null;
        if (certificates.Length > 0 || ek is not null)
        {
            ReadOnlyMemory<byte>[] sent = [.. certificates.SelectMany(name => EkFiles.Certificates(InputFile.Read(name)))];
            verdict = ek is null
                ? EkChain.ValidateCertificates(sent, trust, now, rules)
                : EkChain.Validate(new EkEvidence(TpmFiles.SizedPublic(InputFile.Read(ek)), sent), trust, now, rules);
        }
        var answer = new RootsAnswer(trust, builder.Refused, verdict, ek is not null, now);
        return new Answer(ExitCode(answer), RootsText.Of(answer), RootsJson.Of(answer));
    }

    /// <summary>Without a chain to judge: a folder in which nothing can be trusted is a wrong folder.</summary>
    private static int ExitCode(RootsAnswer answer)
    {
        if (answer.Verdict is not { } verdict)
            return answer.Trust.Roots.Count + answer.Trust.Intermediates.Count > 0 ? ExitCodes.Good : ExitCodes.Usage;
        if (verdict.Accepted)
            return ExitCodes.Good;
        bool malformed = verdict.Findings.Any(f => f.Severity == Appraisal.Results.Severity.Refuse && (f.Code == EkReasons.CertificateForm || f.Code == EkReasons.PublicForm));
        return malformed ? ExitCodes.Usage : ExitCodes.Refused;
    }
}
