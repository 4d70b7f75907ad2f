using Attestation.Formats.Cose;
using Attestation.Formats.Keys;

namespace Attestation.Factory.Endorsements;

/// <summary>The manufacturer says: this instance of this class holds this UDS key. docs/formats/dice-reference-values.md, "A device".</summary>
public static class DeviceEndorsement
{
    private const ulong CoseKeyTag = 558;

    /// <returns>A signed CoRIM.</returns>
    public static byte[] Write(string vendor, string model, byte[] ueid, VerificationKey udsKey, SigningKey corimKey)
    {
        string id = $"{vendor}/{model}/{Convert.ToHexStringLower(ueid)}";
        return CorimDocument.Sign(id, vendor, CorimDocument.IdentityTriples, [writer =>
        {
            writer.WriteStartArray(2);
            CorimDocument.WriteEnvironment(writer, vendor, model, null, ueid);
            CorimDocument.WriteArray(writer, [udsKey],
                key => CorimDocument.WriteTagged(writer, CoseKeyTag, () => writer.WriteEncodedValue(CoseKey.Encode(key))));
            writer.WriteEndArray();
        }], corimKey);
    }
}
