using Attestation.Formats.Keys;
using Attestation.Formats.Reasons;
using Attestation.Formats.X509;

namespace Attestation.Formats.Dice;

/// <summary>One certificate on the way from the anchor to the leaf.</summary>
/// <param name="Where">Its place, as findings name it.</param>
/// <param name="Content">What it claims.</param>
/// <param name="Entry">To verify its signature with.</param>
/// <param name="IsTrusted">The anchor itself: it is not verified under anything.</param>
internal sealed record PathElement(string Where, DiceLayer Content, UnverifiedDiceEntry Entry, bool IsTrusted);

/// <summary>A chain laid out from its anchor to its leaf, and what the steps find on it.</summary>
internal sealed class ChainPath
{
    public ChainPath(UnverifiedDiceChain chain, DiceChainRules rules, DateTimeOffset now)
    {
        (Chain, Rules, Now) = (chain, rules, now);
        Elements = new(chain.Entries.Count + 1);
        var measured = new bool[chain.Entries.Count];
        bool open = false;
        for (int i = 0; i < measured.Length; i++)
            open |= chain.Entries[i].Claimed.Inputs is not null;
        for (int i = 0; i < measured.Length; i++)
            measured[i] = open ? chain.Entries[i].Claimed.Inputs is not null : chain.Entries[i].Claimed.TcbInfos.Count > 0;
        FirstLayer = Array.IndexOf(measured, true);
        Measured = measured;
    }

    public UnverifiedDiceChain Chain { get; }

    public DiceChainRules Rules { get; }

    public DateTimeOffset Now { get; }

    /// <summary>For each entry of the chain: does it measure a layer? TcbInfo alone counts only where no entry has Open DICE inputs (a UDS certificate may carry it to name a model).</summary>
    public IReadOnlyList<bool> Measured { get; }

    /// <summary>Index of the first measured entry; -1 where there is none.</summary>
    public int FirstLayer { get; }

    /// <summary>From the anchor, or the first certificate below an anchored key, to the leaf.</summary>
    public List<PathElement> Elements { get; }

    /// <summary>Verifies the first element, where that is not trusted itself.</summary>
    public VerificationKey? AnchorKey { get; set; }

    public DiceAnchor? Anchor { get; set; }

    /// <summary>Set where the content of the UDS certificate is vouched for.</summary>
    public Certificate? UdsCertificate { get; set; }

    public bool IsDegenerate { get; set; }

    public List<ChainFinding> Findings { get; } = [];

    public List<DialectNote> Notes { get; } = [];

    public DiceLayer Leaf => Chain.Entries[^1].Claimed;

    /// <summary>Place of an entry of the chain; the root key counts as an element.</summary>
    public string WhereIs(int entry) => Places[entry + (Chain.RootKey is null ? 0 : 1)];

    private static readonly string[] Places = [.. Enumerable.Range(0, UnverifiedDiceChain.MaxElements + 1).Select(i => $"chain[{i}]")];

    public void Find(ReasonCode code, string where, string expected, string actual) => Findings.Add(new ChainFinding(code, where, expected, actual));

    public void AddFrom(int entry, bool firstIsTrusted)
    {
        for (int i = entry; i < Chain.Entries.Count; i++)
            Elements.Add(new PathElement(WhereIs(i), Chain.Entries[i].Claimed, Chain.Entries[i], firstIsTrusted && i == entry));
    }
}
