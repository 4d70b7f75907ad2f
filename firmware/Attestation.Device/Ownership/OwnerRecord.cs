using System;
using Attestation.Device.Manifest;
using Attestation.Device.Storage;
using Attestation.Dice;
using Attestation.Dice.Primitives;

namespace Attestation.Device.Ownership;

/// <summary>Whose the device is: one record, written whole, so a loss of power leaves the old owner's identity or the new one's, and then a second time,
/// so that nothing of the old one stays in storage that writes in place.
/// <code>
/// owner.0, .1:  1 ‖ standing (0 owned, 1 returned, 2 decommissioned) ‖ counter (8) ‖ SHA-256 of the last authorisation (32)
///               ‖ owner's algorithm (1; 0: no owner, 7: ES256, 8: EdDSA) ‖ owner's key (64, or 32 and zeros) ‖ hidden input (64)
/// </code>
/// Made with the identity: a device that has one and not the other is damaged, and is not given back to its first owner.</summary>
public sealed class OwnerRecord
{
    public const byte Owned = 0;
    public const byte Returned = 1;
    public const byte Decommissioned = 2;

    private const byte Format = 1;
    private const int StandingAt = 1;
    private const int CounterAt = 2;
    private const int LastAt = 10;
    private const int AlgorithmAt = LastAt + Sha256.Size;
    private const int KeyAt = AlgorithmAt + 1;
    private const int LargestKey = 64;
    private const int HiddenAt = KeyAt + LargestKey;
    private const int RecordSize = HiddenAt + DiceSizes.Input;
    private const byte Es256 = 7;
    private const byte EdDsa = 8;

    private readonly IDiceOperations _operations;
    private readonly TwinRecord _record;
    private byte[] _content; // null: none

    public OwnerRecord(IDiceOperations operations, IDeviceStorage storage)
    {
        _operations = operations;
        _record = new TwinRecord(storage, "owner");
    }

    public bool Exists => _content != null;

    public byte Standing => _content == null ? Owned : _content[StandingAt];

    /// <summary>Of the last authorisation that was carried out; 0 before the first.</summary>
    public ulong Counter
    {
        get
        {
            ulong counter = 0;
            for (int i = 0; _content != null && i < 8; i++)
                counter = (counter << 8) | _content[CounterAt + i];
            return counter;
        }
    }

    /// <summary>Null: nobody but the manufacturer may rotate.</summary>
    public FirmwareKey Owner
    {
        get
        {
            if (_content == null || _content[AlgorithmAt] == 0)
                return null;
            bool isPoint = _content[AlgorithmAt] == Es256;
            byte[] key = new byte[isPoint ? LargestKey : LargestKey / 2];
            Array.Copy(_content, KeyAt, key, 0, key.Length);
            return new FirmwareKey(isPoint ? DiceAlgorithm.P256 : DiceAlgorithm.Ed25519, key);
        }
    }

    /// <summary>A copy of the hidden input, 64 bytes, all zeros before the first rotation; the caller wipes it.</summary>
    public byte[] CopyHidden()
    {
        byte[] hidden = new byte[DiceSizes.Input];
        if (_content != null)
            Array.Copy(_content, HiddenAt, hidden, 0, hidden.Length);
        return hidden;
    }

    /// <summary>After the boot, which alone needs the hidden input; the rest stays.</summary>
    public void ForgetHidden()
    {
        if (_content != null)
            Array.Clear(_content, HiddenAt, DiceSizes.Input);
    }

    /// <summary>Reads it; called once at every start.</summary>
    /// <returns>False when it is damaged.</returns>
    public bool TryLoad()
    {
        Forget();
        if (_record.IsDamaged)
            return false;
        if (!_record.TryRead(out byte[] content))
            return true;
        if (content.Length != RecordSize || content[0] != Format || content[StandingAt] > Decommissioned)
            return false;
        if (content[AlgorithmAt] != 0 && content[AlgorithmAt] != Es256 && content[AlgorithmAt] != EdDsa)
            return false;
        _content = content;
        return true;
    }

    /// <summary>The first record: no owner, no counter, a hidden input of zeros. One that stands stays as it is.</summary>
    public bool TryCreate()
    {
        if (Exists)
            return true;
        byte[] content = new byte[RecordSize];
        content[0] = Format;
        return TryKeep(content);
    }

    /// <summary>True when this authorisation is the one that was carried out last.</summary>
    public bool IsLast(byte[] authorisation)
    {
        byte[] digest = new byte[Sha256.Size];
        Sha256.Hash(authorisation, 0, authorisation.Length, digest, 0);
        bool isSame = _content != null && Counter != 0;
        for (int i = 0; isSame && i < digest.Length; i++)
            isSame = digest[i] == _content[LastAt + i];
        return isSame;
    }

    /// <summary>What an authorisation leaves behind; afterwards the old record is gone from both files.</summary>
    /// <param name="standing">One of the constants.</param>
    /// <param name="counter">Of the authorisation.</param>
    /// <param name="authorisation">As it came.</param>
    /// <param name="owner">Null: none.</param>
    /// <param name="hidden">64 bytes; the caller wipes them.</param>
    /// <returns>False when the storage failed; what stands is the old record or the new one.</returns>
    public bool TryReplace(byte standing, ulong counter, byte[] authorisation, FirmwareKey owner, byte[] hidden)
    {
        byte[] content = new byte[RecordSize];
        content[0] = Format;
        content[StandingAt] = standing;
        for (int i = 0; i < 8; i++)
            content[CounterAt + i] = (byte)(counter >> (56 - (8 * i)));
        Sha256.Hash(authorisation, 0, authorisation.Length, content, LastAt);
        if (owner != null)
        {
            content[AlgorithmAt] = owner.Algorithm == DiceAlgorithm.P256 ? Es256 : EdDsa;
            Array.Copy(owner.PublicKey, 0, content, KeyAt, owner.PublicKey.Length);
        }

        Array.Copy(hidden, 0, content, HiddenAt, DiceSizes.Input);
        return TryKeep(content);
    }

    /// <summary>Makes both copies equal after a loss of power between them.</summary>
    public bool TrySettle() => _record.TrySettle();

    /// <summary>Wipes what is in memory.</summary>
    public void Forget()
    {
        if (_content != null)
            _operations.Wipe(_content);
        _content = null;
    }

    private bool TryKeep(byte[] content)
    {
        if (!_record.TryWrite(content))
        {
            _operations.Wipe(content);
            TryLoad(); // the old one, or the new one where only the reading back failed
            return false;
        }

        Forget();
        _content = content;
        return _record.TrySettle();
    }
}
