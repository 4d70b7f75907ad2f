namespace Attestation.Formats.Dice.Linting;

/// <summary>
/// Identifiers of keys whose private half everybody can derive: a UDS of all zeros (Open Profile for DICE, "UDS Details": the value of a device that
/// was never programmed), and the layer that such a device certifies where every input is zero, as in the profile's published test values.
/// </summary>
internal static class KnownIdentities
{
    private static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        ["7a06eee41b789f4863d86b8778b1a201a6fedd56"] = "the Ed25519 key of a UDS of zeros",
        ["672d0053ae4513fbb3bac8209daeb3e8897681cd"] = "the P-256 key of a UDS of zeros",
        ["67c22a8859062b986818e8e72b0bcd9f59349c89"] = "the Ed25519 key of a layer of zeros above a UDS of zeros",
        ["2e75b6e7230c20f2960bde4acf1288d4ab665b9b"] = "the P-256 key of a layer of zeros above a UDS of zeros",
    };

    /// <summary>What the identifier stands for; null where it is nobody's that is known.</summary>
    public static string? Find(string id) => Names.GetValueOrDefault(id);
}
