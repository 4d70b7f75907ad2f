using Attestation.Device.Wire;
using Attestation.Dice.Wire;

namespace Attestation.Device.Manifest;

/// <summary>What a board obeys, as it came: COSE_Sign1 (RFC 9052 section 4.2) with tag 18, the algorithm as its only header, external_aad
/// empty. The payload is handed out once its signature is verified, never before.
/// <code>
/// D2 84  43 A1 01 alg  A0  bstr payload  58 40 signature (64)
/// </code>
/// </summary>
public static class SignedMessage
{
    private const int CoseSign1Tag = 18;
    private const int AlgorithmHeader = 1;
    private const int ProtectedSize = 3;
    private const int SignatureSize = 64;

    private static readonly byte[] NoExternalData = new byte[0];

    /// <summary>Verifies the bytes and hands out the payload; null unless <see cref="DeviceRefusal.None"/>.</summary>
    /// <param name="message">Not changed.</param>
    /// <param name="largest">The most bytes that a message of its kind has.</param>
    /// <param name="key">Who must have signed it.</param>
    /// <param name="payload">A copy.</param>
    public static DeviceRefusal Open(byte[] message, int largest, FirmwareKey key, out byte[] payload)
    {
        payload = null;
        if (message == null || message.Length == 0 || message.Length > largest)
            return DeviceRefusal.MessageSize;
        if (!TryTakeApart(message, out byte[] header, out byte[] content, out byte[] signature))
            return DeviceRefusal.MessageEnvelope;
        if (!TryReadAlgorithm(header, out int algorithm))
            return DeviceRefusal.MessageEnvelope;
        if (key == null || algorithm != key.CoseAlgorithm)
            return DeviceRefusal.MessageAlgorithm;
        if (!key.Verify(ToBeSigned(header, content), signature))
            return DeviceRefusal.MessageSignature;
        payload = content;
        return DeviceRefusal.None;
    }

    private static bool TryTakeApart(byte[] message, out byte[] header, out byte[] content, out byte[] signature)
    {
        content = null;
        signature = null;
        header = null;
        CborReader reader = new CborReader(message, 0, message.Length);
        return reader.TryReadTag(CoseSign1Tag)
            && reader.TryReadArray(4, out int count) && count == 4
            && reader.TryReadBytes(ProtectedSize, out header)
            && reader.TryReadMap(0, out int _)
            && reader.TryReadBytes(message.Length, out content)
            && reader.TryReadBytes(SignatureSize, out signature) && signature.Length == SignatureSize
            && reader.IsAtEnd;
    }

    private static bool TryReadAlgorithm(byte[] header, out int algorithm)
    {
        algorithm = 0;
        int key = 0;
        CborReader reader = new CborReader(header, 0, header.Length);
        return reader.TryReadMap(1, out int count) && count == 1
            && reader.TryReadKey(ref key) && key == AlgorithmHeader
            && reader.TryReadLabel(out algorithm)
            && reader.IsAtEnd;
    }

    /// <summary>Sig_structure ["Signature1", protected, external_aad, payload] (RFC 9052 section 4.4) around the very bytes that came.</summary>
    private static byte[] ToBeSigned(byte[] header, byte[] content) =>
        new CborWriter(content.Length + 24).Array(4).Text("Signature1").Bytes(header).Bytes(NoExternalData).Bytes(content).ToArray();
}
