using System.CommandLine;
using Attestation.Appraisal.Endorsements;
using Attestation.Appraisal.Nodes.Ima;
using Attestation.Appraisal.Nodes.References;
using Attestation.Appraisal.Policies;
using Attestation.Cli.Ima;
using Attestation.Cli.Inputs;
using Attestation.Cli.Output;
using Attestation.Formats.Pcrs;

namespace Attestation.Cli.Commands;

/// <summary><c>attest ima</c>: reads a binary IMA list, replays it, finds the prefix that a quoted PCR covers, judges its entries.</summary>
internal static class ImaCommand
{
    internal static Command Create(Action<ParseResult, Func<ParseResult, Answer>> run)
    {
        var file = new Argument<string>("FILE") { Description = "The list, as in /sys/kernel/security/ima/binary_runtime_measurements, or that of another bank." };
        var pcr10 = new Option<string>("--pcr10") { Description = "The quoted PCR 10; its length says which bank. Refused where no beginning of the list replays to it.", HelpName = "HEX" };
        var pcrs = new Option<string>("--pcrs") { Description = "Quoted PCRs, 0 to 10 for boot_aggregate too: lines 'sha256:7 HEX', tpm2_pcrread's YAML, or tpm2_quote's -o file.", HelpName = "FILE" };
        var bank = new Option<string>("--bank") { Description = "Bank of PCR 10: sha256 (the default), sha384, sha512, sha1.", HelpName = "BANK" };
        var corim = new Option<string[]>("--corim") { Description = "Reference values of nodes to judge the entries by. May be repeated.", HelpName = "FILE" };
        var corimKey = new Option<string[]>("--corim-key") { Description = "Public key of a CoRIM signer. May be repeated.", HelpName = "FILE" };
        var @class = new Option<string>("--node-class") { Description = "The node's class, where the CoRIMs have values of several.", HelpName = "VENDOR/MODEL" };
        var sums = new Option<string[]>("--sha256sums") { Description = "What sha256sum wrote over a known-good machine, to judge the entries by. May be repeated.", HelpName = "FILE" };
        var policy = new Option<string>("--policy") { Description = "Appraisal policy; its node.ima says what is let pass besides.", HelpName = "FILE" };
        var now = new Option<string>("--now") { Description = "The time of the judgement (RFC 3339); the clock's by default.", HelpName = "TIME" };
        var command = new Command("ima", "Read an IMA measurement list and replay it. With --pcr10 find the entries that the quote covers: exit 1 where none match. With reference values judge every entry: exit 1 where one is refused.")
        {
            file, pcr10, pcrs, bank, corim, corimKey, @class, sums, policy, now,
        };
        command.SetAction(parsed => run(parsed, p =>
        {
            Policy judge = AppraiseCommand.ReadPolicy(p.GetValue(policy));
            PcrValueSet values = p.GetValue(pcrs) is { } name ? PcrValueFile.Read(name) : new PcrValueSet();
            PcrBank chosen = Bank(p.GetValue(pcr10), p.GetValue(bank), values);
            ImaReferences? references = References(p.GetValue(corim) ?? [], p.GetValue(corimKey) ?? [], p.GetValue(@class), p.GetValue(sums) ?? [], judge);
            return Answer(new ImaQuestion(InputFile.Read(p.GetRequiredValue(file)), values, chosen, references, judge, Arguments.Now(p.GetValue(now))));
        }));
        return command;
    }

    private static Answer Answer(ImaQuestion question)
    {
        ImaAnswer answer = ImaAnswer.To(question);
        return new Answer(answer.ExitCode, ImaReport.Text(question, answer), ImaReport.Document(question, answer));
    }

    /// <summary>The bank by name, else by the length of --pcr10, else the first of the file's that has PCR 10; --pcr10 is laid over the file's values.</summary>
    private static PcrBank Bank(string? pcr10, string? name, PcrValueSet values)
    {
        PcrBank? named = name is null ? null : PcrBanks.HashNamed(name) ?? throw CliFailure.Usage($"--bank {name} is not one that can be computed", "Banks are sha1, sha256, sha384 and sha512.");
        if (pcr10 is null)
        {
            PcrBank[] there = [.. new[] { PcrBank.Sha256, PcrBank.Sha384, PcrBank.Sha512, PcrBank.Sha1 }.Where(b => values.TryGet(b, 10, out _))];
            return named ?? there.FirstOrDefault(PcrBank.Sha256);
        }
        (PcrBank bank, byte[] value) = Quoted(pcr10);
        if (named is not null && named != bank)
            throw CliFailure.Usage($"--pcr10 has the length of {bank.BankName()}, not of {named.Value.BankName()}");
        values.Set(bank, 10, value);
        return bank;
    }

    private static (PcrBank Bank, byte[] Value) Quoted(string hex)
    {
        byte[] value = Arguments.Hex(hex, "--pcr10");
        return value.Length switch
        {
            20 => (PcrBank.Sha1, value),
            32 => (PcrBank.Sha256, value),
            48 => (PcrBank.Sha384, value),
            64 => (PcrBank.Sha512, value),
            _ => throw CliFailure.Usage($"--pcr10 has {value.Length} bytes", "A PCR has 20 (sha1), 32 (sha256), 48 (sha384) or 64 (sha512) bytes."),
        };
    }

    private static ImaReferences? References(string[] corims, string[] keys, string? @class, string[] sums, Policy policy)
    {
        if (corims.Length == 0 && sums.Length == 0)
            return null;
        var builder = new ImaReferencesBuilder();
        if (corims.Length > 0)
            OfClass(AppraiseCommand.Endorse(corims, keys, []), @class, policy)?.AddIma(builder);
        foreach (string name in sums)
            Sha256SumsFile.AddTo(builder, InputFile.Read(name));
        return builder.Build();
    }

    private static NodeReferences? OfClass(EndorsementSet endorsements, string? name, Policy policy)
    {
        DeviceClass[] classes = [.. endorsements.NodeClasses.Where(c => name is null || $"{c.Vendor}/{c.Model}" == name)];
        if (classes.Length == 1)
            return endorsements.Nodes(classes[0], policy.AcceptUnsignedCorim);
        string there = string.Join(", ", endorsements.NodeClasses.Select(c => $"{c.Vendor}/{c.Model}"));
        throw CliFailure.Usage(classes.Length == 0 ? "the CoRIMs have no values for this class of nodes" : "the CoRIMs have values for several classes of nodes",
            there.Length > 0 ? $"Name one with --node-class: {there}." : "Values for nodes stand in an environment with vendor and model and without a layer.");
    }
}
