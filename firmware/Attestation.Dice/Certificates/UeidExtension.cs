using Attestation.Dice.Wire;

namespace Attestation.Dice.Certificates;

/// <summary>Writes the TCG extension DiceUeid (2.23.133.5.4.4), not critical: SEQUENCE { OCTET STRING }. TCG DICE Attestation
/// Architecture, section 6.1.</summary>
internal static class UeidExtension
{
    private static readonly byte[] Oid = { 0x06, 0x06, 0x67, 0x81, 0x05, 0x05, 0x04, 0x04 };

    public static void Write(DerWriter der, byte[] ueid)
    {
        int mark = der.Length;
        der.Element(DerWriter.OctetString, ueid)
            .Close(DerWriter.Sequence, mark).Close(DerWriter.OctetString, mark).Raw(Oid).Close(DerWriter.Sequence, mark);
    }
}
