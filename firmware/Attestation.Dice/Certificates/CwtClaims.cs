using Attestation.Dice.Wire;

namespace Attestation.Dice.Certificates;

/// <summary>The claims of CBOR certificates, in the order of the published vectors (the descriptor of the configuration stands before
/// its hash).
/// Open Profile for DICE, "CBOR UDS Certificates" and "CBOR CDI Certificates"; CWT labels of RFC 8392.
/// <code>
/// {1: iss tstr, 2: sub tstr,
///  -4670545: code hash, ? -4670546: code descriptor, -4670548: configuration descriptor, ? -4670547: configuration hash,
///  -4670549: authority hash, ? -4670550: authority descriptor, -4670551: bstr .size 1 mode,
///  -4670552: bstr .cbor COSE_Key, -4670553: bstr .size 1 key usage, ? -4670554: tstr profile name}
/// </code>
/// A UDS or attestation key certificate has no measurements: the middle part is absent.</summary>
internal static class CwtClaims
{
    /// <summary>Bit 5 of X.509 KeyUsage, lowest bit first.</summary>
    public const byte UsageCertificateSigning = 0x20;

    /// <summary>Bit 0 of X.509 KeyUsage.</summary>
    public const byte UsageDigitalSignature = 0x01;

    private const int Issuer = 1;
    private const int Subject = 2;
    private const int CodeHash = -4670545;
    private const int CodeDescriptor = -4670546;
    private const int ConfigurationHash = -4670547;
    private const int ConfigurationDescriptor = -4670548;
    private const int AuthorityHash = -4670549;
    private const int AuthorityDescriptor = -4670550;
    private const int Mode = -4670551;
    private const int SubjectPublicKey = -4670552;
    private const int KeyUsage = -4670553;
    private const int ProfileName = -4670554;

    /// <summary>The claims map.</summary>
    /// <param name="issuer">The issuer's name: hex of the authority's ID, or what a manufacturer calls itself.</param>
    /// <param name="subject">Its public half and ID are certified.</param>
    /// <param name="usage">One of the two usage bytes.</param>
    /// <param name="inputs">The measurements, or null for a certificate without them.</param>
    /// <param name="configurationHash">H(configuration descriptor); used only when there is a descriptor.</param>
    /// <param name="profileName">May be null.</param>
    public static byte[] Encode(
        string issuer, LayerKey subject, byte usage, DiceInputs inputs, byte[] configurationHash, string profileName)
    {
        int count = 4 + (inputs != null ? CountMeasurements(inputs) : 0) + (profileName != null ? 1 : 0);
        CborWriter cbor = new CborWriter(768).Map(count)
            .Integer(Issuer).Text(issuer)
            .Integer(Subject).Text(IdHex.Text(subject.Id));
        if (inputs != null)
            Measurements(cbor, inputs, configurationHash);
        cbor.Integer(SubjectPublicKey).Bytes(CoseKey.Encode(subject.Algorithm, subject.PublicKey));
        cbor.Integer(KeyUsage).Bytes(new byte[] { usage });
        if (profileName != null)
            cbor.Integer(ProfileName).Text(profileName);
        return cbor.ToArray();
    }

    private static int CountMeasurements(DiceInputs inputs) =>
        4 + (IsPresent(inputs.CodeDescriptor) ? 1 : 0) + (inputs.ConfigurationDescriptor != null ? 1 : 0) + (IsPresent(inputs.AuthorityDescriptor) ? 1 : 0);

    private static void Measurements(CborWriter cbor, DiceInputs inputs, byte[] configurationHash)
    {
        cbor.Integer(CodeHash).Bytes(inputs.CodeHash);
        if (IsPresent(inputs.CodeDescriptor))
            cbor.Integer(CodeDescriptor).Bytes(inputs.CodeDescriptor);
        if (inputs.ConfigurationDescriptor != null)
        {
            cbor.Integer(ConfigurationDescriptor).Bytes(inputs.ConfigurationDescriptor);
            cbor.Integer(ConfigurationHash).Bytes(configurationHash);
        }
        else
        {
            cbor.Integer(ConfigurationDescriptor).Bytes(inputs.InlineConfiguration);
        }

        cbor.Integer(AuthorityHash).Bytes(inputs.AuthorityHash);
        if (IsPresent(inputs.AuthorityDescriptor))
            cbor.Integer(AuthorityDescriptor).Bytes(inputs.AuthorityDescriptor);
        cbor.Integer(Mode).Bytes(new byte[] { (byte)inputs.Mode });
    }

    private static bool IsPresent(byte[] descriptor) => descriptor != null && descriptor.Length != 0;
}
