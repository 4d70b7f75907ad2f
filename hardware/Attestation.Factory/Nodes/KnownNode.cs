using Attestation.Formats;
using Attestation.Formats.EventLog;
using Attestation.Formats.Node;
using Attestation.Formats.Pcrs;
using Attestation.Formats.Reasons;
using Attestation.Tpm.Software;
using Attestation.Tpm.Wire;

namespace Attestation.Factory.Nodes;

/// <summary>
/// Evidence of a machine that the operator says is good: read, its quotes verified with its own key, its boot log replayed to the quoted values. Who
/// the machine is and when it was quoted is the operator's knowledge; that log and TPM agree is not left to it.
/// </summary>
public sealed class KnownNode
{
    private static readonly PcrBank[] Comparable = [PcrBank.Sha256, PcrBank.Sha384, PcrBank.Sha512];

    private KnownNode(string name, NodeEvidence evidence, BootEventLog log, PcrValueSet quoted)
    {
        (Name, Evidence, Log, Quoted) = (name, evidence, log, quoted);
        Systemd = ReadSystemdLog(name, evidence);
        Banks = [.. Comparable.Where(b => log.HasBank(b) && quoted.All.Any(v => v.Bank == b))];
    }

    /// <summary>The file's name.</summary>
    public string Name { get; }

    public NodeEvidence Evidence { get; }

    public BootEventLog Log { get; }

    /// <summary>systemd's measurements; null where the machine has no such log.</summary>
    public SystemdMeasureLog? Systemd { get; }

    /// <summary>Values that a verified quote covers.</summary>
    public PcrValueSet Quoted { get; }

    /// <summary>Banks in which reference values can be stated: quoted, in the log, and no SHA-1.</summary>
    public IReadOnlyList<PcrBank> Banks { get; }

    /// <summary>How many of systemd's records the quote covers, by PCR.</summary>
    internal int[] Covered(PcrBank bank)
    {
        PcrReplay firmware = PcrReplay.Of(Log, bank);
        return [.. Enumerable.Range(0, PcrBanks.PcrCount).Select(pcr =>
            Systemd is not null && Quoted.TryGet(bank, pcr, out ReadOnlyMemory<byte> value) ? Systemd.Covered(bank, pcr, firmware.Value(pcr), value.Span) ?? 0 : 0)];
    }

    /// <exception cref="FactoryException"><c>factory.node-evidence</c>, <c>factory.node-quote</c>, <c>factory.node-replay</c></exception>
    public static KnownNode Read(string path)
    {
        try
        {
            if (new FileInfo(path).Length > NodeLimits.Evidence)
                throw new FactoryException(FactoryReasons.NodeEvidence, $"{path}: larger than evidence may be");
            return Of(Path.GetFileName(path), File.ReadAllBytes(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FactoryException(FactoryReasons.NodeEvidence, $"{path}: {e.Message}", e);
        }
    }

    /// <summary>The same from bytes.</summary>
    public static KnownNode Of(string name, ReadOnlyMemory<byte> bytes)
    {
        if (!NodeEvidence.TryParse(bytes, out NodeEvidence evidence, out ParseError error))
            throw new FactoryException(FactoryReasons.NodeEvidence, $"{name}: {error.Code} at byte {error.Offset}");
        PcrValueSet quoted = Verify(name, evidence);
        if (!evidence.BootLog.IsThere)
            throw new FactoryException(FactoryReasons.NodeEvidence, $"{name}: the boot event log is {evidence.BootLog.Absence.Words()}");
        if (!BootEventLog.TryParse(evidence.BootLog.Content, out BootEventLog log, out error))
            throw new FactoryException(FactoryReasons.NodeEvidence, $"{name}: boot event log: {error.Code} at byte {error.Offset}");
        var node = new KnownNode(name, evidence, log, quoted);
        if (node.Banks.Count == 0)
            throw new FactoryException(FactoryReasons.NodeEvidence, $"{name}: no bank of SHA-256, SHA-384 or SHA-512 is both quoted and in the log");
        node.Replay();
        return node;
    }

    /// <summary>Each quote by the evidence's own key, over the values that were sent. No nonce is known here.</summary>
    private static PcrValueSet Verify(string name, NodeEvidence evidence)
    {
        if (!WireValue.TryParseSized(evidence.AttestationKey, out TpmtPublic? area, out WireError error))
            throw new FactoryException(FactoryReasons.NodeQuote, $"{name}: attestation key: {error.Sentence}");
        AttestationKey key = AttestationKey.Of(area);
        var quoted = new PcrValueSet();
        foreach (NodeQuote quote in evidence.Quotes)
        {
            if (!new UnverifiedQuote(quote.Attest.ToArray(), quote.Signature.ToArray()).TryVerify(key, out AuthenticQuote? authentic, out QuoteRefusal? refusal))
                throw new FactoryException(FactoryReasons.NodeQuote, $"{name}: {refusal.Defect}: {refusal.Expected}, found {refusal.Actual}");
            Take(name, evidence, authentic, quoted);
        }
        return quoted;
    }

    private static void Take(string name, NodeEvidence evidence, AuthenticQuote authentic, PcrValueSet quoted)
    {
        var supplied = new PcrValues();
        foreach ((TpmAlgId bank, int pcr) in authentic.Info.PcrSelect.InOrder)
        {
            if (!evidence.Pcrs.TryGet((PcrBank)bank, pcr, out ReadOnlyMemory<byte> value))
                continue;
            supplied.Set(bank, pcr, value.ToArray());
            quoted.Set((PcrBank)bank, pcr, value);
        }
        foreach (QuoteRefusal found in authentic.Check(new QuoteExpectation(authentic.Attest.ExtraData, null, supplied)))
            throw new FactoryException(FactoryReasons.NodeQuote, $"{name}: {found.Defect}: {found.Expected}, found {found.Actual}");
    }

    private static SystemdMeasureLog? ReadSystemdLog(string name, NodeEvidence evidence)
    {
        if (!evidence.UserspaceLog.IsThere)
            return null;
        return SystemdMeasureLog.TryParse(evidence.UserspaceLog.Content, out SystemdMeasureLog log, out ParseError error)
            ? log
            : throw new FactoryException(FactoryReasons.NodeEvidence, $"{name}: systemd's log: {error.Code} at byte {error.Offset}");
    }

    /// <summary>The logs explain every quoted value but PCR 10's, which is IMA's, and those of which no log speaks.</summary>
    private void Replay()
    {
        var explained = new PcrValueSet();
        foreach ((PcrBank bank, int pcr, ReadOnlyMemory<byte> value) in Quoted.All)
        {
            if (pcr != Formats.Ima.ImaRun.DefaultPcr && Banks.Contains(bank))
                explained.Set(bank, pcr, value);
        }
        if (LogComparison.Compare(Log, explained, Systemd).FirstOrDefault(d => d.Code != EventLogReasons.Unlogged) is { } difference)
            throw new FactoryException(FactoryReasons.NodeReplay, $"{Name}: {difference.Where}: {difference.Code.Sentence}");
        foreach (BootEvent boot in Log)
        {
            foreach (PcrBank bank in Banks)
            {
                if (boot.Extends && Quoted.TryGet(bank, boot.Pcr, out _) && DigestRules.Check(boot, bank) == DigestRule.Differs)
                    throw new FactoryException(FactoryReasons.NodeUnproven, $"{Name}: event {boot.Index} (PCR {boot.Pcr}, {boot.Type.SpecName()}): its {bank.BankName()} digest is not over its data");
            }
        }
    }
}
