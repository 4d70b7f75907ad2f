using System.Globalization;
using Attestation.Tpm.Commands;
using Attestation.Tpm.Sessions;
using Attestation.Tpm.Wire;

namespace Attestation.NodeAgent.Keys;

/// <summary>Which PCRs are quoted, as options name them: <c>sha256:0-10,14+sha384:7</c>.</summary>
public static class PcrChoice
{
    /// <summary>What verifiers ask for unless their policy says otherwise: firmware, boot loader, kernel, IMA, MOK.</summary>
    public const string Default = "sha256:0-10,14";

    private const int LastPcr = 23, MostBanks = 4;

    /// <exception cref="AgentException">Usage.</exception>
    public static TpmlPcrSelection Parse(string text)
    {
        var banks = new SortedDictionary<TpmAlgId, SortedSet<int>>();
        foreach (string part in text.Split('+'))
        {
            string[] halves = part.Split(':');
            if (halves.Length != 2 || BankOf(halves[0]) is not { } bank || IndicesOf(halves[1]) is not { Count: > 0 } indices || !banks.TryAdd(bank, indices))
                throw AgentException.Usage($"'{text}' names no PCRs. Write banks and PCRs as in {Default}+sha384:7; at most {MostBanks} banks, PCRs 0 to {LastPcr}.");
        }
        if (banks.Count > MostBanks)
            throw AgentException.Usage($"At most {MostBanks} banks fit into one evidence.");
        return new TpmlPcrSelection([.. banks.Select(bank => TpmsPcrSelection.Of(bank.Key, bank.Value))]);
    }

    /// <summary>Checks that the TPM has the banks.</summary>
    /// <exception cref="AgentException">Usage: a bank is not allocated.</exception>
    public static async Task RequireAsync(TpmConnection tpm, TpmlPcrSelection selection, CancellationToken cancellation = default)
    {
        var pages = await tpm.ReadCapabilityAsync(TpmCap.Pcrs, 0, cancellation);
        TpmsPcrSelection[] allocated = [.. pages.OfType<CapabilityPcrs>().SelectMany(page => page.Assigned.Selections).Where(s => s.Indices.Any())];
        foreach (TpmsPcrSelection asked in selection.Selections)
        {
            if (!asked.Indices.All(i => allocated.Any(bank => bank.Hash == asked.Hash && bank.Indices.Contains(i))))
                throw AgentException.Usage($"This TPM does not keep {asked}; it has the banks {string.Join(", ", allocated.Select(s => s.Hash.BankName()))}.");
        }
    }

    private static TpmAlgId? BankOf(string name) =>
        Enum.GetValues<TpmAlgId>().Where(a => a.IsHash() && a.BankName() == name).Select(a => (TpmAlgId?)a).FirstOrDefault();

    private static SortedSet<int>? IndicesOf(string text)
    {
        var indices = new SortedSet<int>();
        foreach (string part in text.Split(','))
        {
            string[] ends = part.Split('-');
            if (ends.Length > 2 || IndexOf(ends[0]) is not { } first || IndexOf(ends[^1]) is not { } last || first > last)
                return null;
            indices.UnionWith(Enumerable.Range(first, last - first + 1));
        }
        return indices;
    }

    private static int? IndexOf(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int index) && index <= LastPcr ? index : null;
}
