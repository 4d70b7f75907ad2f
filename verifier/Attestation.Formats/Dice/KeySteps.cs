using Attestation.Formats.Keys;
using Attestation.Formats.Reasons;
using Attestation.Formats.X509;

namespace Attestation.Formats.Dice;

/// <summary>Steps 11 and 12 of <see cref="DiceChainVerifier"/>: the keys of a chain among each other.</summary>
internal static class KeySteps
{
    /// <summary>
    /// Step 11, SP 800-57 part 1 section 5.6.4: from the UDS down no key is weaker than the one above it, so that a layer cannot move to a
    /// weaker algorithm unnoticed. Above the UDS a stronger CA is usual, and only noted.
    /// </summary>
    public static void Strength(ChainPath path)
    {
        VerificationKey? issuer = path.AnchorKey;
        int above = path.Elements.Count - path.Chain.Entries.Count + path.FirstLayer; // index of the first layer among the elements
        for (int i = 0; i < path.Elements.Count; i++)
        {
            VerificationKey key = path.Elements[i].Content.SubjectKey;
            if (issuer is not null && key.Strength < issuer.Strength)
                Weaker(path, issuer, key, path.Elements[i].Where, isAllowed: path.Rules.AllowWeakerKeys || i < above);
            issuer = key;
        }
    }

    /// <summary>Step 12, "Key Derivation": each layer has its own key.</summary>
    public static void Reuse(ChainPath path)
    {
        if (path.IsDegenerate)
            return;
        for (int i = 0; i < path.Elements.Count; i++)
        {
            PathElement element = path.Elements[i];
            if (path.AnchorKey is { } root && root.Equals(element.Content.SubjectKey))
                Reused(path, element, path.Chain.RootKey is null ? "anchor" : "chain[0]");
            for (int above = 0; above < i; above++)
            {
                if (path.Elements[above].Content.SubjectKey.Equals(element.Content.SubjectKey))
                    Reused(path, element, path.Elements[above].Where);
            }
        }
    }

    private static void Reused(ChainPath path, PathElement element, string where) =>
        path.Find(DiceReasons.KeyReused, element.Where, "a key of its own", $"the key of {where}");

    private static void Weaker(ChainPath path, VerificationKey issuer, VerificationKey key, string where, bool isAllowed)
    {
        if (isAllowed)
            path.Notes.Add(new DialectNote(Dialect.WeakerKey, where));
        else
            path.Find(DiceReasons.Strength, where, $"at least {issuer.Strength} bits, as {issuer.Kind} has", $"{key.Strength} bits, {key.Kind}");
    }
}
