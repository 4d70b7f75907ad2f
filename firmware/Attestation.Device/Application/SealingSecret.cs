using System.Text;
using Attestation.Dice;
using Attestation.Dice.Sealing;

namespace Attestation.Device.Application;

/// <summary>What the application's sealing keys come from: CDI_Seal, and where the product counts versions the state of the versioned KDF at this
/// firmware's version. It can derive the keys of older versions, and none of newer ones.</summary>
public sealed class SealingSecret
{
    /// <summary>A blob that knows no version.</summary>
    public const int Unversioned = 0;

    /// <summary>A blob for this version and newer ones.</summary>
    public const int Versioned = 1;

    /// <summary>Bytes of a key.</summary>
    public const int KeySize = 64;

    private static readonly byte[] Label = Encoding.UTF8.GetBytes("attestation sealed blob");

    private readonly IDiceOperations _operations;
    private readonly byte[] _cdiSeal;
    private readonly VersionedKdf _versions;

    /// <param name="operations">The crypto.</param>
    /// <param name="cdiSeal">Of the application's layer, 32 bytes; it belongs to the new object.</param>
    /// <param name="versions">Seeded with <paramref name="version"/>, or null where the product counts none; it belongs to the new object.</param>
    /// <param name="version">Security version of this firmware.</param>
    public SealingSecret(IDiceOperations operations, byte[] cdiSeal, VersionedKdf versions, uint version)
    {
        _operations = operations;
        _cdiSeal = cdiSeal;
        _versions = versions;
        Version = version;
    }

    /// <summary>In which form new blobs are sealed.</summary>
    public int Form => _versions == null ? Unversioned : Versioned;

    /// <summary>Into which version new blobs are sealed; 0 where versions are not counted.</summary>
    public uint Version { get; }

    /// <summary>The key of a form and a version.</summary>
    /// <param name="form"><see cref="Unversioned"/> or <see cref="Versioned"/>.</param>
    /// <param name="version">Of the firmware that sealed.</param>
    /// <param name="key">Receives 64 bytes; all zeros after a refusal. The caller wipes it.</param>
    public DeviceRefusal Derive(int form, uint version, byte[] key)
    {
        if (form == Unversioned)
            return Judge(SealingKey.Derive(_operations, _cdiSeal, Label, key));
        if (_versions == null)
            return DeviceRefusal.SealedVersionsUnknown;
        if (version > Version)
            return DeviceRefusal.SealedByNewerFirmware;
        int[] versions = { (int)version };
        return Judge(_versions.DeriveKey(_operations, versions, Label, key));
    }

    /// <summary>Forgets everything.</summary>
    public void Wipe()
    {
        _operations.Wipe(_cdiSeal);
        if (_versions != null)
            _versions.Wipe(_operations);
    }

    private static DeviceRefusal Judge(DiceResult result) => result == DiceResult.Ok ? DeviceRefusal.None : DeviceRefusal.SealingFailed;
}
