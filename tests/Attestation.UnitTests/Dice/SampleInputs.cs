using Attestation.Dice;
using Attestation.Dice.Certificates;

namespace Attestation.UnitTests.Dice;

/// <summary>Inputs and options for tests that do not care about the values.</summary>
internal static class SampleInputs
{
    public static byte[] Filled(int size, byte value)
    {
        byte[] bytes = new byte[size];
        Array.Fill(bytes, value);
        return bytes;
    }

    public static DiceInputs Inline() => new()
    {
        CodeHash = Filled(64, 0x11),
        InlineConfiguration = Filled(64, 0x22),
        AuthorityHash = Filled(64, 0x33),
        Mode = DiceMode.Normal,
        Hidden = Filled(64, 0x44),
    };

    public static DiceInputs WithDescriptor() => new()
    {
        CodeHash = Filled(64, 0x11),
        CodeDescriptor = Filled(300, 0x12),
        ConfigurationDescriptor = new ConfigurationMap().WithComponentName("application").WithSecurityVersion(7).Encode(),
        AuthorityHash = Filled(64, 0x33),
        AuthorityDescriptor = Filled(10, 0x34),
        Mode = DiceMode.Debug,
    };

    public static LayerSecrets Secrets() => new(Filled(32, 0x55), Filled(32, 0x66));

    public static LayerOptions Options(CertificateForm form, DiceAlgorithm authority, DiceAlgorithm subject) =>
        new() { Form = form, AuthorityAlgorithm = authority, SubjectAlgorithm = subject };
}
