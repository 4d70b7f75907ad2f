using System;
using Attestation.Device.Application;
using Attestation.Device.Manifest;
using Attestation.Dice;
using Attestation.Dice.Certificates;
using Attestation.Dice.Evidence;

namespace Attestation.Device.Boot;

/// <summary>The resident boot application, DICE layer 0. It verifies and measures a release before it touches the secret, reads the UDS once, derives and
/// certifies every layer, latches, and only then loads what it measured: loading may run code.</summary>
/// <remarks>No method throws. After a refusal no secret of the boot is left, the UDS is latched, and no code of the release has begun, unless the refusal
/// is <see cref="DeviceRefusal.LayerNotLoadable"/> or <see cref="DeviceRefusal.ApplicationFailed"/>: then only a reset gives a clean start.</remarks>
public sealed class BootApplication
{
    private const int ScratchSize = 512;

    private readonly BootBoard _board;
    private readonly BootPlan _plan;
    private readonly BootIdentity _identity;

    /// <param name="board">The hardware.</param>
    /// <param name="plan">Of the product.</param>
    /// <param name="identity">Of this one board.</param>
    public BootApplication(BootBoard board, BootPlan plan, BootIdentity identity)
    {
        _board = board;
        _plan = plan;
        _identity = identity;
    }

    /// <summary>The slot whose release was measured and derived; null before that.</summary>
    public string Slot { get; private set; }

    /// <summary>Boots the first slot that holds a release which may run.</summary>
    /// <param name="slots">Folders in the order to try: <c>slot-a</c>, <c>slot-b</c>.</param>
    /// <param name="device">What the application gets; null after a refusal.</param>
    /// <returns>The refusal of the first slot that holds something, or of the boot itself.</returns>
    public DeviceRefusal Boot(string[] slots, out DeviceIdentity device)
    {
        device = null;
        MeasuredRelease release = null;
        try
        {
            DeviceRefusal refusal = IsComplete() ? Choose(slots, out release) : DeviceRefusal.PlanIncomplete;
            if (refusal == DeviceRefusal.None && _plan.FirmwareKey.Algorithm != _plan.Algorithm)
                _plan.FirmwareKey.ForgetTables(); // a small heap has no room for those of two curves
            if (refusal == DeviceRefusal.None)
                refusal = Derive(release, out device);
            if (refusal == DeviceRefusal.None)
            {
                _board.Uds.Latch(); // before a byte of the release can run
                refusal = Load(release);
            }

            if (refusal != DeviceRefusal.None)
                Stop(ref device);
            return refusal;
        }
        catch (OutOfMemoryException)
        {
            Stop(ref device);
            return DeviceRefusal.OutOfMemory;
        }
        catch (Exception)
        {
            Stop(ref device);
            return DeviceRefusal.BootFailed;
        }
        finally
        {
            if (_board.Uds != null)
                _board.Uds.Latch();
        }
    }

    /// <summary>Runs the application; returns when it ends. Its secrets are wiped where it failed; one that ended may have left timers and threads
    /// at work.</summary>
    public DeviceRefusal StartApplication(DeviceIdentity device)
    {
        bool isStarted = false;
        try
        {
            isStarted = _board.Loader.TryStart(device);
        }
        catch (Exception)
        {
            isStarted = false; // an application's exception is the application's failure
        }

        if (!isStarted)
            device.Stop();
        return isStarted ? DeviceRefusal.None : DeviceRefusal.ApplicationFailed;
    }

    private bool IsComplete() =>
        _board.Operations != null && _board.Uds != null && _board.Storage != null && _board.Rollback != null && _board.Resident != null
        && _board.Condition != null && _board.Condition.Configuration != null && _board.Loader != null
        && _plan.FirmwareKey != null && _plan.FirmwareKey.CoseAlgorithm != 0 && _plan.Board != null && _plan.ResidentVersion != null
        && (!_plan.HasTcgExtensions || _plan.Form == CertificateForm.X509) && _plan.SealingCeiling >= 0
        && _identity.Vendor != null && _identity.Model != null;

    /// <summary>A release that does not verify gives way to the next slot's; a counter that cannot be read stops the boot.</summary>
    private DeviceRefusal Choose(string[] slots, out MeasuredRelease release)
    {
        release = null;
        if (!_board.Rollback.TryRead(out ulong lowest))
            return DeviceRefusal.RollbackCounter;
        BoardClass board = new BoardClass(_identity.Vendor, _identity.Model, _plan.Board, _plan.ResidentSecurityVersion);
        DeviceRefusal first = DeviceRefusal.NoRelease;
        for (int i = 0; i < slots.Length; i++)
        {
            DeviceRefusal refusal = MeasuredRelease.Read(_board.Storage, _board.Hmac, slots[i], _plan.FirmwareKey, board, lowest, out release);
            if (refusal == DeviceRefusal.None && !IsSealable(release.Manifest.Svn))
                refusal = DeviceRefusal.VersionAboveCeiling;
            if (refusal == DeviceRefusal.None)
            {
                Slot = slots[i];
                return refusal;
            }

            if (first == DeviceRefusal.NoRelease)
                first = refusal;
        }

        release = null;
        return first;
    }

    private bool IsSealable(ulong svn) => _plan.SealingCeiling == 0 || svn <= (uint)_plan.SealingCeiling;

    private DeviceRefusal Derive(MeasuredRelease release, out DeviceIdentity device)
    {
        device = null;
        if (!TryDescribe(release, out MeasuredLayer[] layers))
            return DeviceRefusal.ResidentUnreadable;
        if (_board.Tamper != null && _board.Tamper.IsTripped())
            _board.Condition.IsTampered = true;
        DiceMode mode = _board.Condition.Mode(_board.Uds.IsProtected);
        byte[] authority = new byte[DiceSizes.Hash];
        byte[] key = SubjectPublicKey.Encode(_plan.FirmwareKey.Algorithm, _plan.FirmwareKey.PublicKey);
        if (!_board.Operations.Hash(key, 0, key.Length, authority))
            return DeviceRefusal.DiceFailed;
        byte[] uds = null;
        Attester attester = null;
        SealingSecret sealing = null;
        try
        {
            if (!_board.Uds.TryRead(_board.Operations, out uds) || uds.Length != DiceSizes.Cdi)
                return DeviceRefusal.UdsUnavailable;
            if (BlankSecret.Is(uds))
                return DeviceRefusal.UdsBlank;
            LayerInputs inputs = new LayerInputs(_plan, _identity, _board.Condition, mode, authority);
            BootDerivation derivation = new BootDerivation(_board.Operations, _plan, _identity, inputs);
            if (derivation.Run(uds, layers, out attester, out sealing) != DiceResult.Ok)
                return DeviceRefusal.DiceFailed;
            device = new DeviceIdentity(_board.Operations, attester, sealing, Describe(release.Manifest, attester, mode));
            return DeviceRefusal.None;
        }
        finally
        {
            if (uds != null)
                _board.Operations.Wipe(uds);
            if (device == null && attester != null)
                attester.Stop();
            if (device == null && sealing != null)
                sealing.Wipe();
        }
    }

    /// <summary>Layer 0 and the layers of the manifest.</summary>
    private bool TryDescribe(MeasuredRelease release, out MeasuredLayer[] layers)
    {
        UpdateManifest manifest = release.Manifest;
        layers = new MeasuredLayer[1 + manifest.Layers.Length];
        byte[] resident = new byte[DiceSizes.Hash];
        if (!_board.Resident.TryMeasure(new byte[ScratchSize], resident))
            return false;
        layers[0] = new MeasuredLayer
        {
            Name = _plan.ResidentName,
            Version = _plan.ResidentVersion,
            SecurityVersion = _plan.ResidentSecurityVersion,
            CodeHash = resident,
        };
        for (int i = 0; i < manifest.Layers.Length; i++)
        {
            layers[i + 1] = new MeasuredLayer
            {
                Name = manifest.Layers[i].Name,
                Version = manifest.Version,
                SecurityVersion = manifest.Svn,
                CodeHash = FileMeter.CodeHash(manifest.Measurement, manifest.Layers[i]),
            };
        }

        return true;
    }

    private DeviceDescription Describe(UpdateManifest manifest, Attester attester, DiceMode mode) => new DeviceDescription
    {
        Vendor = manifest.Vendor,
        Model = manifest.Model,
        Board = manifest.Board,
        Version = manifest.Version,
        SecurityVersion = manifest.Svn,
        Ueid = DeviceUeid.FromUdsPublicKey(attester.Chain.UdsPublicKey),
        Mode = mode,
    };

    private DeviceRefusal Load(MeasuredRelease release)
    {
        for (int i = 0; i < release.Images.Length; i++)
        {
            if (!_board.Loader.TryLoad(release.Manifest.Files[i].Name, release.Images[i]))
                return DeviceRefusal.LayerNotLoadable;
        }

        return DeviceRefusal.None;
    }

    private static void Stop(ref DeviceIdentity device)
    {
        if (device != null)
            device.Stop();
        device = null;
    }
}
