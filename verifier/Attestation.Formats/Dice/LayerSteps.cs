using System.Security.Cryptography;
using Attestation.Formats.Reasons;

namespace Attestation.Formats.Dice;

/// <summary>Steps 8 to 10 of <see cref="DiceChainVerifier"/>: what the Open Profile for DICE asks of layers.</summary>
internal static class LayerSteps
{
    /// <summary>Step 8, "Id Derivation": a layer's subject is the identifier of its key. TCG-only certificates and the Android profile name freely.</summary>
    public static void Identifiers(ChainPath path)
    {
        if (path.Rules.Profile == DiceProfile.Android || path.IsDegenerate)
            return;
        foreach (PathElement element in path.Elements)
        {
            DiceLayer layer = element.Content;
            if (layer.Form == DiceEntryForm.X509 && layer.Inputs is null)
                continue;
            if (!DiceId.Is(layer.SubjectKey, layer.SubjectId))
                path.Find(DiceReasons.SubjectId, element.Where, $"subject {DiceId.Of(layer.SubjectKey)}", $"subject {layer.SubjectId}");
        }
    }

    /// <summary>Step 9, "Mode Value Details" and "X.509 CDI Certificates": mode and the three measurements are there, and a descriptor fits its hash.</summary>
    public static void Measurements(ChainPath path)
    {
        for (int i = 0; i < path.Chain.Entries.Count; i++)
        {
            if (path.Chain.Entries[i].Claimed.Inputs is not { } inputs || path.IsDegenerate)
                continue;
            string where = path.WhereIs(i);
            if (inputs.Mode is null)
                path.Find(DiceReasons.ModeMissing, where, "a mode", "none");
            Require(path, where, inputs.CodeHash is not null, "a code hash");
            Require(path, where, inputs.AuthorityHash is not null, "an authority hash");
            Require(path, where, inputs.ConfigurationHash is not null || inputs.ConfigurationDescriptor is not null, "a configuration");
            CheckConfiguration(path, where, inputs);
        }
    }

    /// <summary>Step 10, "Layering Details": layers follow each other without a gap, and only an attestation key may end the chain unmeasured.</summary>
    public static void Order(ChainPath path)
    {
        if (path.IsDegenerate)
            return;
        int count = path.Chain.Entries.Count;
        if (path.FirstLayer < 0)
        {
            path.Find(DiceReasons.NoLayer, "chain", "at least one measured layer", $"{count} certificates without measurements");
            return;
        }
        for (int i = path.FirstLayer; i < count; i++)
        {
            bool attestationKey = i == count - 1 && path.Leaf.MaySign && !path.Leaf.MayCertify;
            if (!path.Measured[i] && !attestationKey)
                path.Find(DiceReasons.UnmeasuredLayer, path.WhereIs(i), "measurements", "none");
        }
    }

    private static void Require(ChainPath path, string where, bool present, string what)
    {
        if (!present)
            path.Find(DiceReasons.MeasurementMissing, where, what, "none");
    }

    /// <summary>"Configuration Input Value Details": the hash is that of the descriptor; its length tells which hash.</summary>
    private static void CheckConfiguration(ChainPath path, string where, DiceInputs inputs)
    {
        if (inputs.ConfigurationHash is not { } hash || inputs.ConfigurationDescriptor is not { } descriptor)
            return;
        Span<byte> buffer = stackalloc byte[SHA512.HashSizeInBytes];
        Span<byte> expected = buffer[..(hash.Length switch
        {
            32 => SHA256.HashData(descriptor.Span, buffer),
            48 => SHA384.HashData(descriptor.Span, buffer),
            64 => SHA512.HashData(descriptor.Span, buffer),
            _ => 0,
        })];
        if (expected.IsEmpty)
            path.Find(DiceReasons.ConfigurationHash, where, "a hash of 32, 48 or 64 bytes", $"{hash.Length} bytes");
        else if (!hash.Span.SequenceEqual(expected))
            path.Find(DiceReasons.ConfigurationHash, where, Convert.ToHexStringLower(expected), Convert.ToHexStringLower(hash.Span));
    }
}
