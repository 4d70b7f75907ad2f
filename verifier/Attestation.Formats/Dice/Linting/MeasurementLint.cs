using System.Security.Cryptography;

namespace Attestation.Formats.Dice.Linting;

/// <summary>The measurements of a layer, in either encoding (Open Profile for DICE, "Custom Extension Format").</summary>
internal static class MeasurementLint
{
    private const string Example = "opendice.example";

    /// <param name="inputs">Of the layer.</param>
    /// <param name="hashes">Lengths of hashes that the profile has.</param>
    public static IEnumerable<LintFinding> Lint(DiceInputs inputs, int[] hashes) =>
    [
        .. Hash(inputs.CodeHash, hashes, "codeHash", LintRules.DiceCodeHashMissing, LintRules.DiceCodeHashLength),
        .. Configuration(inputs),
        .. Hash(inputs.AuthorityHash, hashes, "authorityHash", LintRules.DiceAuthorityHashMissing, LintRules.DiceAuthorityHashLength),
        .. Mode(inputs.Mode),
        .. inputs.ProfileName is { } name && name.StartsWith(Example, StringComparison.Ordinal) ? [new LintFinding(LintRules.DiceProfileExample, "profileName", name)] : Array.Empty<LintFinding>(),
    ];

    private static IEnumerable<LintFinding> Hash(ReadOnlyMemory<byte>? hash, int[] lengths, string where, LintRule missing, LintRule length)
    {
        if (hash is not { } value)
            yield return new LintFinding(missing, "");
        else if (!lengths.Contains(value.Length))
            yield return new LintFinding(length, where, $"{value.Length} bytes");
    }

    private static IEnumerable<LintFinding> Mode(DiceMode? mode)
    {
        if (mode is null)
            yield return new LintFinding(LintRules.DiceModeMissing, "");
        else if (mode != DiceMode.Normal)
            yield return new LintFinding(LintRules.DiceModeNotNormal, "mode", mode.Value.ToString());
    }

    private static IEnumerable<LintFinding> Configuration(DiceInputs inputs)
    {
        const string hashAt = "configurationHash", descriptorAt = "configurationDescriptor";
        switch (inputs)
        {
            case { ConfigurationHash: null, ConfigurationDescriptor: null }:
                yield return new LintFinding(LintRules.DiceConfigurationMissing, "");
                break;
            case { ConfigurationDescriptor: null }:
                yield return new LintFinding(LintRules.DiceConfigurationDescriptorMissing, "");
                break;
            case { ConfigurationHash: null, ConfigurationDescriptor: { Length: not 64 } inline }:
                yield return new LintFinding(LintRules.DiceConfigurationInlineLength, descriptorAt, $"{inline.Length} bytes");
                break;
            case { ConfigurationHash: { } hash, ConfigurationDescriptor: { } descriptor } when !IsHashOf(hash.Span, descriptor.Span):
                yield return new LintFinding(LintRules.DiceConfigurationHash, hashAt, $"{hash.Length} bytes");
                break;
        }
        if (inputs.ConfigurationDescriptor is { } map && CborOrder.FirstOutOfOrder(map) is { } label)
            yield return new LintFinding(LintRules.DiceConfigurationOrder, descriptorAt, $"from {label} on");
    }

    private static bool IsHashOf(ReadOnlySpan<byte> hash, ReadOnlySpan<byte> content) => hash.Length switch
    {
        32 => SHA256.HashData(content).AsSpan().SequenceEqual(hash),
        48 => SHA384.HashData(content).AsSpan().SequenceEqual(hash),
        64 => SHA512.HashData(content).AsSpan().SequenceEqual(hash),
        _ => false,
    };
}
