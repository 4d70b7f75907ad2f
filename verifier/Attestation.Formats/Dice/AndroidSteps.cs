using Attestation.Formats.Reasons;
using Attestation.Formats.X509;

namespace Attestation.Formats.Dice;

/// <summary>Step 13 of <see cref="DiceChainVerifier"/>: the Android Profile for DICE, "Versions", where the rules ask for that profile.</summary>
internal static class AndroidSteps
{
    private const string Oldest = "android.14";

    private const int MapMajorType = 5;

    /// <summary>In their order; there is no android.17.</summary>
    private static readonly string[] Versions = [Oldest, "android.15", "android.16", "android.18"];

    /// <summary>Place of a profile's name in the order of versions; negative where there is none of this name.</summary>
    internal static int VersionOf(string name) => Array.IndexOf(Versions, name);

    public static void Profile(ChainPath path)
    {
        if (path.Rules.Profile != DiceProfile.Android || path.IsDegenerate)
            return;
        if (!path.Chain.IsAndroidForm)
            path.Find(DiceReasons.AndroidForm, "chain", "a COSE_Key, then CBOR certificates", "X.509 certificates");
        int before = 0;
        for (int i = 0; i < path.Chain.Entries.Count; i++)
        {
            DiceLayer layer = path.Chain.Entries[i].Claimed;
            string where = path.WhereIs(i);
            string name = layer.ProfileName ?? Oldest;
            int version = Array.IndexOf(Versions, name);
            if (version < 0)
            {
                path.Find(DiceReasons.AndroidProfile, where, string.Join(", ", Versions), name);
                continue;
            }
            if (version < before)
                path.Find(DiceReasons.AndroidProfileOrder, where, $"{Versions[before]} or later", name);
            before = Math.Max(before, version);
            Tolerances(path, where, layer, version);
            Configuration(path, where, layer, version);
        }
    }

    /// <summary>Only android.14 takes the mode as an integer and key usage in either order of its bits.</summary>
    private static void Tolerances(ChainPath path, string where, DiceLayer layer, int version)
    {
        if (version == 0)
            return;
        foreach (DialectNote note in layer.Notes.Where(n => n.Dialect is Dialect.ModeAsCborInteger or Dialect.KeyUsageBitOrder))
            path.Find(DiceReasons.AndroidTolerance, where, $"the form of {Versions[version]}", note.Dialect.ToString());
    }

    /// <summary>The descriptor is a map of known types; from android.16 on it has a security version.</summary>
    private static void Configuration(ChainPath path, string where, DiceLayer layer, int version)
    {
        if (layer.Inputs?.ConfigurationDescriptor is not { } bytes)
            return;
        if (version == 0 && layer.Inputs.InlineConfiguration is not null && bytes.Span[0] >> 5 != MapMajorType)
            path.Notes.Add(new DialectNote(Dialect.InlineConfiguration, where)); // the ROM of deployed devices: 64 opaque bytes
        else if (!ConfigurationDescriptor.TryParse(bytes, out ConfigurationDescriptor descriptor, out ParseError error))
            path.Find(DiceReasons.Configuration, where, "a configuration descriptor", error.ToString());
        else if (version >= Array.IndexOf(Versions, "android.16") && descriptor.SecurityVersion is null)
            path.Find(DiceReasons.AndroidSecurityVersion, where, "a security version (-70005)", "none");
    }
}
