using Attestation.Device.Manifest;
using Attestation.Device.Wire;
using Attestation.Dice.Wire;

namespace Attestation.Device.Verifiers;

/// <summary>Reads a result in its CBOR form: a COSE_Sign1 (RFC 9052 section 4.2, tag 18) whose payload is an EAR (draft-ietf-rats-ear section 3).
/// <code>
/// D2 84  bstr { 1: alg, ? 4: kid }  { unprotected }  bstr payload  bstr signature (64)
/// payload { 10: nonce, 266: { + name: { 1000: status, .. } }, .. }      what is not looked at is passed over
/// </code>
/// Nothing of the payload is looked at before its signature is verified.</summary>
internal static class ResultReader
{
    private const int CoseSign1Tag = 18;
    private const int SignatureSize = 64;
    private const int MostMembers = 64;
    private const int LargestHeader = 256;
    private const int LargestName = 64;

    private const int Algorithm = 1;
    private const int KeyId = 4;
    private const int Nonce = 10;
    private const int Submodules = 266;
    private const int Status = 1000;

    private static readonly byte[] NoExternalData = new byte[0];

    /// <summary>Verifies, then reads.</summary>
    /// <param name="token">Any bytes.</param>
    /// <param name="key">Of the verifier.</param>
    /// <param name="nonce">Of the session that it answers.</param>
    /// <param name="result">Null after a refusal.</param>
    internal static DeviceRefusal Read(byte[] token, FirmwareKey key, byte[] nonce, out VerifierResult result)
    {
        result = null;
        CborReader reader = new CborReader(token, 0, token.Length);
        if (!reader.TryReadTag(CoseSign1Tag) || !reader.TryReadArray(4, out int parts) || parts != 4
            || !reader.TryReadBytes(LargestHeader, out byte[] header) || !reader.TryReadItem(out int _, out int _)
            || !reader.TryReadBytes(token.Length, out byte[] payload) || !reader.TryReadBytes(SignatureSize, out byte[] signature) || !reader.IsAtEnd
            || !TryReadAlgorithm(header, out int algorithm))
            return DeviceRefusal.ResultMalformed;
        byte[] signed = new CborWriter(header.Length + payload.Length + 24)
            .Array(4).Text("Signature1").Bytes(header).Bytes(NoExternalData).Bytes(payload).ToArray();
        if (signature.Length != SignatureSize || algorithm != key.CoseAlgorithm || !key.Verify(signed, signature))
            return DeviceRefusal.ResultSignature;
        return ReadClaims(payload, token, nonce, out result);
    }

    /// <summary>No critical header, and nothing that changes what the signature means.</summary>
    private static bool TryReadAlgorithm(byte[] header, out int algorithm)
    {
        algorithm = 0;
        int key = 0;
        CborReader reader = new CborReader(header, 0, header.Length);
        if (!reader.TryReadMap(2, out int count) || count == 0 || !reader.TryReadKey(ref key) || key != Algorithm || !reader.TryReadLabel(out algorithm))
            return false;
        if (count == 2 && (!reader.TryReadKey(ref key) || key != KeyId || !reader.TryReadItem(out int _, out int _)))
            return false;
        return reader.IsAtEnd;
    }

    private static DeviceRefusal ReadClaims(byte[] payload, byte[] token, byte[] nonce, out VerifierResult result)
    {
        result = null;
        CborReader reader = new CborReader(payload, 0, payload.Length);
        if (!reader.TryReadItem(out int _, out int _) || !reader.IsAtEnd || !TryFind(payload, 0, payload.Length, Nonce, out CborReader claim)
            || !TryFind(payload, 0, payload.Length, Submodules, out CborReader submodules) || !TryReadStatus(payload, submodules, out VerifierStatus status))
            return DeviceRefusal.ResultMalformed;
        if (!claim.TryReadBytes(payload.Length, out byte[] answered) || !AreEqual(answered, nonce))
            return DeviceRefusal.ResultForAnother; // also a result for several challenges
        result = new VerifierResult(status, token);
        return DeviceRefusal.None;
    }

    /// <summary>The worst status of the submodules, of which there is at least one.</summary>
    private static bool TryReadStatus(byte[] payload, CborReader submodules, out VerifierStatus worst)
    {
        worst = VerifierStatus.Affirming;
        if (!submodules.TryReadMap(MostMembers, out int count) || count == 0)
            return false;
        int highest = 0;
        bool isNone = false;
        for (int i = 0; i < count; i++)
        {
            if (!submodules.TryReadText(LargestName, out string _) || !submodules.TryReadItem(out int offset, out int length)
                || !TryFind(payload, offset, length, Status, out CborReader value) || !value.TryReadInteger(96, out int status)
                || (status != 0 && status != 2 && status != 32 && status != 96))
                return false;
            isNone = isNone || status == 0;
            highest = status > highest ? status : highest;
        }

        worst = isNone && highest < (int)VerifierStatus.Contraindicated ? VerifierStatus.None : (VerifierStatus)highest;
        return true;
    }

    /// <summary>The value of a whole map's member with an unsigned key.</summary>
    private static bool TryFind(byte[] data, int offset, int length, int key, out CborReader value)
    {
        value = null;
        CborReader reader = new CborReader(data, offset, length);
        if (!reader.TryReadMap(MostMembers, out int count))
            return false;
        for (int i = 0; i < count; i++)
        {
            bool isIt = reader.TryReadInteger(int.MaxValue, out int found) ? found == key : !reader.TryReadItem(out int _, out int _);
            if (!reader.TryReadItem(out int at, out int size))
                return false;
            if (isIt)
                value = new CborReader(data, at, size);
        }

        return value != null;
    }

    private static bool AreEqual(byte[] one, byte[] other)
    {
        if (one.Length != other.Length)
            return false;
        for (int i = 0; i < one.Length; i++)
        {
            if (one[i] != other[i])
                return false;
        }

        return true;
    }
}
