using Attestation.Formats.Der;
using Attestation.Formats.Reasons;

namespace Attestation.Formats.X509;

/// <summary>
/// Subject directory attributes of an EK certificate, TCG EK Credential Profile clause 3.2; other attributes are skipped:
/// <code>
/// 2.23.133.2.16 tPMSpecification      SEQUENCE { family UTF8String, level INTEGER, revision INTEGER }
/// 2.23.133.2.18 tPMSecurityAssertions SEQUENCE { version INTEGER DEFAULT v1, fieldUpgradable BOOLEAN DEFAULT FALSE,
///   [0] ekGenerationType ENUMERATED { internal 0, injected 1, internalRevocable 2, injectedRevocable 3 } OPTIONAL, ... }
/// </code>
/// </summary>
/// <param name="Family">Specification family: <c>2.0</c>; null where there is none.</param>
/// <param name="Level">Its level.</param>
/// <param name="Revision">Its revision, 138 for 1.38.</param>
/// <param name="FieldUpgradable">Can the TPM's firmware be changed? Null where nothing is asserted.</param>
/// <param name="KeyGeneration">How the endorsement key came into the TPM: <c>internal</c>, <c>injected</c>; null where nothing is asserted.</param>
public sealed record TpmAttributes(string? Family, long? Level, long? Revision, bool? FieldUpgradable, string? KeyGeneration)
{
    private const string Specification = "2.23.133.2.16";
    private const string SecurityAssertions = "2.23.133.2.18";
    private const int MaxAttributes = 64;

    private static readonly string[] Generations = ["internal", "injected", "internal, revocable", "injected, revocable"];

    public static TpmAttributes None { get; } = new(null, null, null, null, null);

    /// <summary>Reads the extension; false where an attribute is not what its type is. A certificate without it asserts nothing.</summary>
    public static bool TryRead(Certificate certificate, out TpmAttributes attributes, out ParseError error)
    {
        attributes = None;
        error = default;
        if (certificate.ExtensionValue(ExtensionOid.SubjectDirectoryAttributes) is not { } value)
            return true;
        try
        {
            var reader = new DerReader(value);
            DerReader list = reader.Enter(DerTag.Sequence, "subjectDirectoryAttributes");
            reader.End("subjectDirectoryAttributes");
            for (int count = 0; list.HasMore; count++)
                attributes = Read(ref list, attributes, count);
            return true;
        }
        catch (DerDefect defect)
        {
            error = defect.Error;
            return false;
        }
    }

    private static TpmAttributes Read(ref DerReader list, TpmAttributes known, int count)
    {
        const string path = "subjectDirectoryAttributes";
        if (count == MaxAttributes)
            throw list.Defect(DerReasons.TooLarge, path);
        DerReader attribute = list.Enter(DerTag.Sequence, path);
        string type = attribute.ObjectIdentifier(path);
        DerReader values = attribute.Enter(DerTag.Set, path);
        attribute.End(path);
        return type switch
        {
            Specification => ReadSpecification(ref values, known),
            SecurityAssertions => ReadAssertions(ref values, known),
            _ => known,
        };
    }

    private static TpmAttributes ReadSpecification(ref DerReader values, TpmAttributes known)
    {
        const string path = "tPMSpecification";
        DerReader fields = values.Enter(DerTag.Sequence, path);
        values.End(path);
        TpmAttributes read = known with { Family = fields.Utf8(path), Level = fields.Unsigned(path), Revision = fields.Unsigned(path) };
        fields.End(path);
        return read;
    }

    /// <summary>What follows the key's generation (its places, Common Criteria, FIPS, ISO 9000) decides nothing and stays well-formed only.</summary>
    private static TpmAttributes ReadAssertions(ref DerReader values, TpmAttributes known)
    {
        const string path = "tPMSecurityAssertions";
        DerReader fields = values.Enter(DerTag.Sequence, path);
        values.End(path);
        if (fields.Is(DerTag.Integer))
            fields.Unsigned(path);
        bool upgradable = fields.Is(DerTag.Boolean) && fields.Boolean(path);
        long? generation = fields.Is(DerTag.Context(0)) ? fields.Unsigned(path, DerTag.Context(0)) : null;
        while (fields.HasMore)
            fields.Element(path);
        string? name = generation is { } number && number < Generations.Length ? Generations[number] : generation?.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return known with { FieldUpgradable = upgradable, KeyGeneration = name };
    }
}
