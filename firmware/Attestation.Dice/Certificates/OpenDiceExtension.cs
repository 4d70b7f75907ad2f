using System.Text;
using Attestation.Dice.Wire;

namespace Attestation.Dice.Certificates;

/// <summary>The measurements inside an X.509 CDI certificate. Open Profile for DICE, "CDI Custom Extension Fields" and "Custom
/// Extension Format":
/// Extension { 1.3.6.1.4.1.11129.2.1.24, critical, SEQUENCE {
/// [0] codeHash [1] codeDescriptor? [2] configurationHash? [3] configurationDescriptor [4] authorityHash [5] authorityDescriptor? [6]
/// mode [7] profileName? } },
/// every field EXPLICIT.</summary>
/// <remarks>The text calls the mode an INTEGER; all deployed producers and the published vectors write ENUMERATED, and so does
/// this.</remarks>
internal static class OpenDiceExtension
{
    private static readonly byte[] OidAndCritical =
    {
        0x06, 0x0A, 0x2B, 0x06, 0x01, 0x04, 0x01, 0xD6, 0x79, 0x02, 0x01, 0x18, 0x01, 0x01, 0xFF,
    };

    /// <param name="der">Receives the whole Extension.</param>
    /// <param name="inputs">What was measured.</param>
    /// <param name="configurationHash">H(configuration descriptor); used only when there is a descriptor.</param>
    /// <param name="profileName">May be null.</param>
    public static void Write(DerWriter der, DiceInputs inputs, byte[] configurationHash, string profileName)
    {
        int mark = der.Length;
        if (profileName != null)
            Field(der, 7, DerWriter.Utf8String, Encoding.UTF8.GetBytes(profileName));
        Field(der, 6, DerWriter.Enumerated, new byte[] { (byte)inputs.Mode });
        Octets(der, 5, inputs.AuthorityDescriptor);
        Octets(der, 4, inputs.AuthorityHash);
        if (inputs.ConfigurationDescriptor != null)
        {
            Field(der, 3, DerWriter.OctetString, inputs.ConfigurationDescriptor); // required, so present even when empty
            Octets(der, 2, configurationHash);
        }
        else
        {
            Octets(der, 3, inputs.InlineConfiguration);
        }

        Octets(der, 1, inputs.CodeDescriptor);
        Octets(der, 0, inputs.CodeHash);
        der.Close(DerWriter.Sequence, mark).Close(DerWriter.OctetString, mark).Raw(OidAndCritical).Close(DerWriter.Sequence, mark);
    }

    /// <summary>An optional OCTET STRING; null and empty are left out.</summary>
    private static void Octets(DerWriter der, byte number, byte[] value)
    {
        if (value != null && value.Length != 0)
            Field(der, number, DerWriter.OctetString, value);
    }

    private static void Field(DerWriter der, byte number, byte tag, byte[] value)
    {
        int mark = der.Length;
        der.Element(tag, value).Close((byte)(DerWriter.ContextConstructed | number), mark);
    }
}
