using Attestation.Device.Manifest;
using Attestation.Device.Wire;
using Attestation.Dice;
using Attestation.Dice.Evidence;

namespace Attestation.Device.Ownership;

/// <summary>What lets a board end the identity that its present owner knows: docs/formats/owner-authorisation.cddl. There is one only after its signature
/// was verified.</summary>
public sealed class OwnerAuthorisation
{
    /// <summary>Bytes of a signed authorisation.</summary>
    public const int Largest = 512;

    public const int Rotate = 0;
    public const int Return = 1;
    public const int Decommission = 2;

    private const int LongestAction = 12;
    private const int Es256 = -7;
    private const int EdDsa = -8;
    private const int LargestKey = 64;

    private OwnerAuthorisation()
    {
    }

    /// <summary><see cref="Rotate"/>, <see cref="Return"/> or <see cref="Decommission"/>.</summary>
    public int Action { get; private set; }

    /// <summary>33 bytes.</summary>
    public byte[] Ueid { get; private set; }

    public ulong Counter { get; private set; }

    /// <summary>Who may authorise the next rotation; null: nobody but the manufacturer.</summary>
    public FirmwareKey NewOwner { get; private set; }

    /// <summary>Signed by the owner's key, and not by the manufacturer's.</summary>
    public bool IsByOwner { get; private set; }

    /// <summary>Verifies the bytes that came with the owner's key where there is one, else or then with the manufacturer's, and reads them.</summary>
    /// <param name="signed">Not changed.</param>
    /// <param name="firmwareKey">The manufacturer's.</param>
    /// <param name="owner">Null: the device has none.</param>
    /// <param name="authorisation">Null unless <see cref="DeviceRefusal.None"/>.</param>
    public static DeviceRefusal Verify(byte[] signed, FirmwareKey firmwareKey, FirmwareKey owner, out OwnerAuthorisation authorisation)
    {
        authorisation = null;
        byte[] payload = null;
        DeviceRefusal refusal = DeviceRefusal.MessageAlgorithm;
        bool isByOwner = false;
        if (owner != null)
        {
            refusal = SignedMessage.Open(signed, Largest, owner, out payload);
            isByOwner = refusal == DeviceRefusal.None;
        }

        if (!isByOwner)
        {
            DeviceRefusal other = SignedMessage.Open(signed, Largest, firmwareKey, out payload);
            if (other != DeviceRefusal.None)
                return refusal == DeviceRefusal.MessageSignature ? refusal : other; // of two keys the one of its algorithm says why
        }

        if (!TryRead(payload, out authorisation))
            return DeviceRefusal.AuthorisationMalformed;
        authorisation.IsByOwner = isByOwner;
        return DeviceRefusal.None;
    }

    /// <summary>Reads a payload; null after a failure.</summary>
    internal static bool TryRead(byte[] payload, out OwnerAuthorisation authorisation)
    {
        OwnerAuthorisation candidate = new OwnerAuthorisation();
        authorisation = candidate.TryRead(new CborReader(payload, 0, payload.Length)) ? candidate : null;
        return authorisation != null;
    }

    /// <summary>Three keys in order, and perhaps the fourth, with a rotation only.</summary>
    private bool TryRead(CborReader reader)
    {
        if (!reader.TryReadMap(4, out int count) || count < 3)
            return false;
        int key = 0;
        if (!TryReadKey(reader, ref key, 1) || !reader.TryReadText(LongestAction, out string action) || !TryTakeAction(action))
            return false;
        if (!TryReadKey(reader, ref key, 2) || !reader.TryReadBytes(DeviceUeid.Size, out byte[] ueid) || ueid.Length != DeviceUeid.Size)
            return false;
        if (!TryReadKey(reader, ref key, 3) || !reader.TryReadUnsigned(out ulong counter))
            return false;
        if (count == 4 && (Action != Rotate || !TryReadKey(reader, ref key, 4) || !TryReadOwner(reader)))
            return false;
        Ueid = ueid;
        Counter = counter;
        return reader.IsAtEnd;
    }

    private bool TryTakeAction(string action)
    {
        Action = action == "rotate" ? Rotate : action == "return" ? Return : Decommission;
        return Action != Decommission || action == "decommission";
    }

    private bool TryReadOwner(CborReader reader)
    {
        if (!reader.TryReadArray(2, out int count) || count != 2 || !reader.TryReadLabel(out int algorithm) || !reader.TryReadBytes(LargestKey, out byte[] bytes))
            return false;
        if (algorithm != Es256 && algorithm != EdDsa)
            return false;
        NewOwner = new FirmwareKey(algorithm == Es256 ? DiceAlgorithm.P256 : DiceAlgorithm.Ed25519, bytes);
        return NewOwner.CoseAlgorithm == algorithm; // 0 for a key of another size
    }

    private static bool TryReadKey(CborReader reader, ref int key, int wanted) => reader.TryReadKey(ref key) && key == wanted;
}
