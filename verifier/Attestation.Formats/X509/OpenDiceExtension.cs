using Attestation.Formats.Der;
using Attestation.Formats.Dice;
using Attestation.Formats.Reasons;

namespace Attestation.Formats.X509;

/// <summary>
/// The Open DICE extension (Open Profile for DICE, "X.509 Certificates"); all fields EXPLICIT and OPTIONAL:
/// <code>
/// OpenDiceInput ::= SEQUENCE {
///   [0] codeHash  [1] codeDescriptor  [2] configurationHash  [3] configurationDescriptor
///   [4] authorityHash  [5] authorityDescriptor   OCTET STRING,
///   [6] mode ENUMERATED (0..3)                   -- INTEGER in the text, ENUMERATED in every certificate
///   [7] profileName UTF8String }
/// </code>
/// </summary>
internal static class OpenDiceExtension
{
    public static DiceInputs Read(ref DerReader value, List<DialectNote> notes)
    {
        DerReader fields = value.Enter(DerTag.Sequence, "");
        var inputs = new DiceInputs
        {
            CodeHash = Octets(ref fields, 0, "codeHash"),
            CodeDescriptor = Octets(ref fields, 1, "codeDescriptor"),
            ConfigurationHash = Octets(ref fields, 2, "configurationHash"),
            ConfigurationDescriptor = Octets(ref fields, 3, "configurationDescriptor"),
            AuthorityHash = Octets(ref fields, 4, "authorityHash"),
            AuthorityDescriptor = Octets(ref fields, 5, "authorityDescriptor"),
            Mode = ReadMode(ref fields, notes, "mode"),
            ProfileName = ReadProfile(ref fields, "profileName"),
        };
        fields.End("");
        return inputs;
    }

    private static ReadOnlyMemory<byte>? Octets(ref DerReader fields, int number, string path)
    {
        if (!fields.Is(DerTag.ContextConstructed(number)))
            return null;
        DerReader wrapper = fields.Enter(DerTag.ContextConstructed(number), path);
        ReadOnlyMemory<byte> octets = wrapper.OctetString(path);
        wrapper.End(path);
        return octets;
    }

    private static DiceMode? ReadMode(ref DerReader fields, List<DialectNote> notes, string path)
    {
        if (!fields.Is(DerTag.ContextConstructed(6)))
            return null;
        int at = fields.Offset;
        DerReader wrapper = fields.Enter(DerTag.ContextConstructed(6), path);
        bool integer = wrapper.Is(DerTag.Integer);
        if (integer)
            notes.Add(new DialectNote(Dialect.ModeAsInteger, path));
        long mode = wrapper.Unsigned(path, integer ? DerTag.Integer : DerTag.Enumerated);
        wrapper.End(path);
        return mode <= 3 ? (DiceMode)mode : throw new DerDefect(X509Reasons.Extension, at, path);
    }

    private static string? ReadProfile(ref DerReader fields, string path)
    {
        if (!fields.Is(DerTag.ContextConstructed(7)))
            return null;
        DerReader wrapper = fields.Enter(DerTag.ContextConstructed(7), path);
        string name = wrapper.Utf8(path);
        wrapper.End(path);
        return name;
    }
}
