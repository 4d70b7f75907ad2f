using Attestation.Formats.Der;
using Attestation.Formats.Reasons;

namespace Attestation.Formats.X509;

/// <summary>
/// What a certificate says of the TPM that holds its key: TCG EK Credential Profile clause 3.2, subject alternative name:
/// <code>
/// GeneralNames ::= SEQUENCE OF { [4] EXPLICIT Name }   -- directoryName
///   2.23.133.2.1 tpmManufacturer  "id:" and 8 hexadecimal digits    2.23.133.2.2 tpmModel    2.23.133.2.3 tpmVersion  "id:" and digits
///   2.23.133.5.1.1 platformManufacturerStr, 5.1.4 platformModel, 5.1.5 platformVersion: the certificate of a platform, not of a TPM
/// </code>
/// </summary>
/// <param name="Manufacturer">As it stands: <c>id:49465800</c>; null where it is absent.</param>
/// <param name="Model">As it stands.</param>
/// <param name="Version">Firmware version at the time of issue, as it stands.</param>
/// <param name="IsPlatform">It names a platform.</param>
public sealed record TpmSubject(string? Manufacturer, string? Model, string? Version, bool IsPlatform)
{
    private const int MaxNames = 64;

    /// <summary>Are all three there?</summary>
    public bool IsComplete => Manufacturer is not null && Model is not null && Version is not null;

    /// <summary>Four letters of the TCG's vendor list where the manufacturer is such a number: <c>IFX</c>.</summary>
    public string? ManufacturerLetters
    {
        get
        {
            if (Manufacturer is not ['i', 'd', ':', .. var digits] || digits.Length != 8 || !digits.All(char.IsAsciiHexDigit))
                return null;
            string letters = System.Text.Encoding.ASCII.GetString(Convert.FromHexString(digits)).TrimEnd('\0', ' ');
            return letters.Length > 0 && letters.All(c => char.IsAsciiLetterOrDigit(c) || c == ' ') ? letters : null;
        }
    }

    /// <summary>Reads the extension; false where its value is not GeneralNames. A certificate without it gives a subject that says nothing.</summary>
    public static bool TryRead(Certificate certificate, out TpmSubject subject, out ParseError error)
    {
        subject = new TpmSubject(null, null, null, false);
        error = default;
        if (certificate.ExtensionValue(ExtensionOid.SubjectAlternativeName) is not { } value)
            return true;
        try
        {
            var found = new Dictionary<string, string>();
            var reader = new DerReader(value);
            DerReader names = reader.Enter(DerTag.Sequence, "subjectAltName");
            reader.End("subjectAltName");
            for (int count = 0; names.HasMore; count++)
                ReadName(ref names, value, found, count);
            subject = new TpmSubject(
                found.GetValueOrDefault("2.23.133.2.1"), found.GetValueOrDefault("2.23.133.2.2"), found.GetValueOrDefault("2.23.133.2.3"),
                found.Keys.Any(oid => oid.StartsWith("2.23.133.5.1.", StringComparison.Ordinal)));
            return true;
        }
        catch (DerDefect defect)
        {
            error = defect.Error;
            return false;
        }
    }

    private static void ReadName(ref DerReader names, ReadOnlyMemory<byte> value, Dictionary<string, string> found, int count)
    {
        if (count == MaxNames)
            throw names.Defect(DerReasons.TooLarge, "subjectAltName");
        if (!names.Is(DerTag.ContextConstructed(4)))
        {
            names.Element("subjectAltName");
            return;
        }
        DerReader wrapper = names.Enter(DerTag.ContextConstructed(4), "subjectAltName/directoryName");
        foreach (var (type, text) in DistinguishedName.Read(ref wrapper, value, "subjectAltName/directoryName").Attributes)
            found.TryAdd(type, text);
        wrapper.End("subjectAltName/directoryName");
    }
}
