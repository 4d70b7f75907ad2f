using Attestation.Device.Boot;
using Attestation.Device.Gpio;
using Attestation.Device.Provisioning;
using Attestation.Dice;

namespace Attestation.Device.Tpm;

/// <summary>A UDS in an NV index of a TPM 2.0. TPM2_NV_ReadLock (Part 3, clause 31.14) is its latch: nobody reads the index again before the TPM itself is
/// reset, with whatever authorisation. Open Profile for DICE, "UDS Details"; provisioning scheme 1.</summary>
/// <remarks>The latch is closed and read back before the secret is handed out, so a read is the only one of a reset, and a TPM that would not latch gives
/// nothing. What it does not withstand: a wire on the bus, on which the secret passes in the clear, and a reset of the TPM alone. A board with either within reach
/// is not protected.</remarks>
public sealed class TpmUdsStore : IUdsStore
{
    private readonly TpmNvIndex _index;
    private readonly byte[] _owner;

    /// <param name="channel">To the TPM.</param>
    /// <param name="operations">Wipes what passes through.</param>
    /// <param name="pause">Between two tries, where the TPM asks for one more.</param>
    /// <param name="index">Of the owner's range: 0x01800000 to 0x01BFFFFF.</param>
    /// <param name="authorisation">Of the index, 0 to 32 bytes. It stands in the resident image and is a hindrance, not a secret.</param>
    /// <param name="owner">Of the TPM's owner hierarchy, 0 to 32 bytes: needed to define and to erase.</param>
    /// <param name="isProtected">The board's word that nobody reaches the bus and nothing resets the TPM alone.</param>
    public TpmUdsStore(ITpmChannel channel, IDiceOperations operations, IPause pause, uint index, byte[] authorisation, byte[] owner, bool isProtected)
    {
        _index = new TpmNvIndex(new TpmDialogue(channel, operations, pause), index, authorisation);
        _owner = owner;
        IsProtected = isProtected;
        _index.TryStart(); // a TPM that does not start refuses what follows
    }

    public bool IsProtected { get; }

    public bool MixesEntropy => false;

    /// <summary>Written and locked against writing for ever: a write that a loss of power cut off is neither.</summary>
    public bool IsProgrammed => IsWhole(out uint _);

    public bool TryRead(IDiceOperations operations, out byte[] uds)
    {
        uds = null;
        if (!IsWhole(out uint state) || (state & NvAttributes.ReadLocked) != 0 || _index.Take(DiceSizes.Cdi, out byte[] secret) != TpmCodes.Success)
            return false;
        Latch();
        if (IsWhole(out state) && (state & NvAttributes.ReadLocked) != 0)
            uds = secret;
        else
            operations.Wipe(secret);
        return uds != null;
    }

    /// <summary>Locks the index also where nothing was read from it.</summary>
    public void Latch() => _index.LockReading();

    public DeviceRefusal TryProgram(IDiceOperations operations, byte[] secret)
    {
        if (secret == null || secret.Length != DiceSizes.Cdi)
            return DeviceRefusal.ArgumentInvalid;
        uint found = _index.Describe(out uint attributes, out int size);
        if (found == TpmCodes.NotAnswered)
            return DeviceRefusal.TpmSilent;
        if (found == TpmCodes.Success && IsOfSecret(attributes, size) && (attributes & NvAttributes.WriteLocked) != 0)
            return Compare(operations, secret, DeviceRefusal.SecretWritten);
        if (found == TpmCodes.Success && _index.Undefine(_owner) != TpmCodes.Success)
            return DeviceRefusal.TpmRefused; // what a loss of power left, or somebody else's index
        if (_index.Define(_owner, NvAttributes.OfSecret, DiceSizes.Cdi) != TpmCodes.Success || _index.Fill(secret) != TpmCodes.Success)
            return DeviceRefusal.TpmRefused;
        DeviceRefusal refusal = Compare(operations, secret, DeviceRefusal.SecretNotKept);
        if (refusal == DeviceRefusal.None && (_index.LockWriting() != TpmCodes.Success || !IsProgrammed))
            refusal = DeviceRefusal.SecretNotKept;
        return refusal;
    }

    /// <summary>TPM2_NV_UndefineSpace: the TPM forgets the content.</summary>
    public bool TryErase()
    {
        uint found = _index.Describe(out uint _, out int _);
        if (found == TpmCodes.Success)
            return _index.Undefine(_owner) == TpmCodes.Success;
        return found != TpmCodes.NotAnswered; // the TPM says that there is none
    }

    private DeviceRefusal Compare(IDiceOperations operations, byte[] secret, DeviceRefusal refusal)
    {
        if (_index.Take(DiceSizes.Cdi, out byte[] written) != TpmCodes.Success)
            return refusal;
        int difference = 0;
        for (int i = 0; i < DiceSizes.Cdi; i++)
            difference |= written[i] ^ secret[i];
        operations.Wipe(written);
        return difference == 0 ? DeviceRefusal.None : refusal;
    }

    private bool IsWhole(out uint attributes) =>
        _index.Describe(out attributes, out int size) == TpmCodes.Success && IsOfSecret(attributes, size)
        && (attributes & (NvAttributes.Written | NvAttributes.WriteLocked)) == (NvAttributes.Written | NvAttributes.WriteLocked);

    /// <summary>Defined as here and not otherwise: another index of that number may let others read, or never latch.</summary>
    private static bool IsOfSecret(uint attributes, int size) => size == DiceSizes.Cdi && (attributes & ~NvAttributes.States) == NvAttributes.OfSecret;
}
