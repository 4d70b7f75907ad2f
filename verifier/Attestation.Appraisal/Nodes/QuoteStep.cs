using Attestation.Appraisal.Devices;
using Attestation.Appraisal.Policies;
using Attestation.Appraisal.Quotes;
using Attestation.Formats.Node;
using Attestation.Formats.Pcrs;
using Attestation.Formats.Reasons;
using Attestation.Tpm.Software;
using Attestation.Tpm.Wire;

namespace Attestation.Appraisal.Nodes;

/// <summary>
/// Step 4 for nodes: every quote by the one key, for this session, over values that were sent; all of them of one boot; no value that no quote covers.
/// </summary>
internal sealed class QuoteStep(NodeEvidence evidence, AttestationKey key, byte[] qualifyingData, AppraisalRecord record)
{
    private readonly QuotedState state = new() { Fresh = true };
    private readonly HashSet<(PcrBank, int)> covered = [];
    private bool allRead = true;

    internal QuotedState Run()
    {
        for (int i = 0; i < evidence.Quotes.Count; i++)
            Take(evidence.Quotes[i], $"evidence/3[{i}]");
        if (allRead)
            CheckSurplus();
        return state;
    }

    /// <summary>Step 5: the policy's PCRs are among those that verified quotes cover.</summary>
    internal static void Demand(NodePolicy policy, QuotedState quoted, AppraisalRecord record)
    {
        foreach ((PcrBank bank, IReadOnlyList<int> pcrs) in policy.Pcrs)
        {
            int[] missing = [.. pcrs.Where(pcr => !quoted.Pcrs.TryGet(bank, pcr, out _))];
            if (missing.Length > 0)
                record.Add(NodeReasons.PcrsNotQuoted, "evidence/4", $"{bank.BankName()}:{string.Join(',', pcrs)}", $"without {bank.BankName()}:{string.Join(',', missing)}");
        }
    }

    private void Take(NodeQuote quote, string where)
    {
        var unverified = new UnverifiedQuote(quote.Attest.ToArray(), quote.Signature.ToArray());
        if (!unverified.TryVerify(key, out AuthenticQuote? authentic, out QuoteRefusal? refusal))
        {
            Refuse(refusal, where);
            (state.Fresh, allRead) = (false, false);
            return;
        }
        bool sound = true;
        TpmlPcrSelection selection = authentic.Info.PcrSelect;
        bool bankMissing = CheckBanks(selection, where);
        foreach (QuoteRefusal found in authentic.Check(new QuoteExpectation(qualifyingData, null, Supplied(selection))))
        {
            if (found.Defect is QuoteDefect.NonceDiffers or QuoteDefect.NonceAbsent)
                state.Fresh = false;
            else
                sound = false;
            if (found.Defect != QuoteDefect.PcrNotSupplied || !bankMissing)
                Refuse(found, where);
        }
        covered.UnionWith(selection.InOrder.Select(pcr => ((PcrBank)pcr.Bank, pcr.Index)));
        Series(authentic.Attest, where);
        if (sound)
            Believe(selection);
        state.Fresh &= sound;
    }

    /// <summary>A quote over a bank of which no value came is about other values than those beside it.</summary>
    private bool CheckBanks(TpmlPcrSelection selection, string where)
    {
        PcrBank[] sent = [.. evidence.Pcrs.All.Select(v => v.Bank).Distinct()];
        bool missing = false;
        foreach (PcrBank bank in selection.InOrder.Select(pcr => (PcrBank)pcr.Bank).Distinct())
        {
            if (sent.Contains(bank))
                continue;
            record.Add(TpmReasons.Bank, where, string.Join('+', sent.Select(b => b.BankName())), selection.ToString());
            missing = true;
        }
        return missing;
    }

    /// <summary>The values sent for what this quote covers; with several quotes each has its own.</summary>
    private PcrValues Supplied(TpmlPcrSelection selection)
    {
        var values = new PcrValues();
        foreach ((TpmAlgId bank, int index) in selection.InOrder)
        {
            if (evidence.Pcrs.TryGet((PcrBank)bank, index, out ReadOnlyMemory<byte> value))
                values.Set(bank, index, value.ToArray());
        }
        return values;
    }

    /// <summary>Quotes of one evidence are of one boot: a value of each of two boots would explain neither.</summary>
    private void Series(TpmsAttest attest, string where)
    {
        if (state.Latest is not { } before)
        {
            state.Latest = attest;
            return;
        }
        (TpmsClockInfo a, TpmsClockInfo b) = (before.ClockInfo, attest.ClockInfo);
        if (a.ResetCount != b.ResetCount || a.RestartCount != b.RestartCount || before.FirmwareVersion != attest.FirmwareVersion)
        {
            record.Add(NodeReasons.QuotesApart, where, Boot(a, before.FirmwareVersion), Boot(b, attest.FirmwareVersion));
            state.Fresh = false;
        }
        if (b.Clock > a.Clock)
            state.Latest = attest;
    }

    private static string Boot(TpmsClockInfo clock, ulong firmware) => $"resetCount {clock.ResetCount}, restartCount {clock.RestartCount}, firmware {firmware:x16}";

    private void Believe(TpmlPcrSelection selection)
    {
        foreach ((TpmAlgId bank, int index) in selection.InOrder)
        {
            if (evidence.Pcrs.TryGet((PcrBank)bank, index, out ReadOnlyMemory<byte> value))
                state.Pcrs.Set((PcrBank)bank, index, value);
        }
    }

    private void CheckSurplus()
    {
        foreach (var bank in evidence.Pcrs.All.Where(v => !covered.Contains((v.Bank, v.Pcr))).GroupBy(v => v.Bank))
        {
            record.Add(TpmReasons.PcrNotQuoted, "evidence/4", "values that a quote covers", $"{bank.Key.BankName()}:{string.Join(',', bank.Select(v => v.Pcr))}");
            state.Fresh = false;
        }
    }

    private void Refuse(QuoteRefusal refusal, string where) =>
        record.Add(QuoteReasons.Of(refusal.Defect), where, refusal.Expected, refusal.Wire is { } error ? error.Sentence : refusal.Actual);
}
