using Attestation.Formats.Corim;
using Attestation.Formats.Keys;

namespace Attestation.Factory.Endorsements;

/// <summary>The manufacturer says: this instance of this class holds this UDS key. docs/formats/dice-reference-values.md, "A device".</summary>
public static class DeviceEndorsement
{
    /// <returns>A signed CoRIM.</returns>
    public static byte[] Write(string vendor, string model, byte[] ueid, VerificationKey udsKey, SigningKey corimKey)
    {
        var device = new CorimEnvironment { Vendor = vendor, Model = model, Instance = TypedItem.OfBytes(CorimTag.Ueid, ueid) };
        string id = $"{vendor}/{model}/{Convert.ToHexStringLower(ueid)}";
        return CorimDocument.Sign(CorimDocument.Of(id, [], [new KeyTriple(device, [CorimKey.Of(udsKey)])]), vendor, corimKey);
    }
}
