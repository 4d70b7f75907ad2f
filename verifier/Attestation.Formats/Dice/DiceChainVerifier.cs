using Attestation.Formats.Keys;
using Attestation.Formats.Reasons;
using Attestation.Formats.X509;

namespace Attestation.Formats.Dice;

/// <summary>
/// Verifies a DICE chain in numbered steps, one method each, and names everything that is wrong. Pure: the time is an argument.
/// What is not a step here was refused when the chain was read: lengths, encodings, unknown critical extensions, duplicates, keys off their curve.
/// </summary>
public static class DiceChainVerifier
{
    /// <param name="chain">The chain as it came.</param>
    /// <param name="anchors">What is trusted.</param>
    /// <param name="rules">What the device's class may do.</param>
    /// <param name="now">The time for which certificates must be valid.</param>
    public static DiceChainResult Verify(UnverifiedDiceChain chain, DiceAnchors anchors, DiceChainRules rules, DateTimeOffset now)
    {
        var path = new ChainPath(chain, rules, now);
        DegenerateChain(path);                  // 1
        Anchor(path, anchors);                  // 2
        CertificateSteps.Signatures(path);      // 3
        CertificateSteps.Linkage(path);         // 4
        CertificateSteps.KeyUsages(path);       // 5
        CertificateSteps.BasicConstraints(path); // 6
        CertificateSteps.Validity(path);        // 7
        LayerSteps.Identifiers(path);           // 8
        LayerSteps.Measurements(path);          // 9
        LayerSteps.Order(path);                 // 10
        KeySteps.Strength(path);                // 11
        KeySteps.Reuse(path);                   // 12
        AndroidSteps.Profile(path);             // 13
        CollectNotes(path);
        return new DiceChainResult(path.Findings.Count == 0 ? Accept(path) : null, path.Findings, path.Notes);
    }

    /// <summary>Step 1, Android Profile for DICE, "Degenerate chains": a root key alone, a self-signed certificate alone, or a root key that certifies itself.</summary>
    private static void DegenerateChain(ChainPath path)
    {
        IReadOnlyList<UnverifiedDiceEntry> entries = path.Chain.Entries;
        path.IsDegenerate = path.Chain.RootKey is { } root
            ? entries.Count == 0 || (entries.Count == 1 && entries[0].Claimed.SubjectKey.Equals(root))
            : entries.Count == 1 && entries[0].X509 is { } only && only.Claimed.Issuer.Equals(only.Claimed.Subject);
        if (path.IsDegenerate && !path.Rules.AllowDegenerate)
            path.Find(DiceReasons.Degenerate, "chain", "a root and at least one certified layer", entries.Count == 0 ? "a key alone" : "one self-signed certificate");
    }

    /// <summary>Step 2, RFC 5280 section 6.1.1 (d).</summary>
    private static void Anchor(ChainPath path, DiceAnchors anchors) => AnchorSearch.Lay(path, anchors);

    private static void CollectNotes(ChainPath path)
    {
        foreach (PathElement element in path.Elements)
        {
            foreach (DialectNote note in element.Content.Notes)
                path.Notes.Add(note with { Path = element.Where + "/" + note.Path });
        }
    }

    private static VerifiedDiceChain Accept(ChainPath path)
    {
        UnverifiedDiceChain chain = path.Chain;
        var layers = new List<DiceLayer>(chain.Entries.Count);
        for (int i = 0; i < chain.Entries.Count; i++)
        {
            if (path.Measured[i])
                layers.Add(chain.Entries[i].Claimed);
        }
        return new VerifiedDiceChain(path.Anchor!, RootKey(path), path.UdsCertificate, path.IsDegenerate ? [] : layers,
            chain.Entries.Count == 0 ? null : path.Leaf);
    }

    /// <summary>The key above the first layer.</summary>
    private static VerificationKey RootKey(ChainPath path)
    {
        if (path.Chain.RootKey is { } root)
            return root;
        if (path.FirstLayer > 0)
            return path.Chain.Entries[path.FirstLayer - 1].Claimed.SubjectKey;
        return path.AnchorKey ?? path.Elements[0].Content.SubjectKey;
    }
}
