using System.Threading;
using Attestation.Dice;
using Attestation.Dice.Evidence;

namespace Attestation.Device.Application;

/// <summary>What an application has of the device it runs on: it can attest, seal, unseal, say who it is, and that its release is good. It holds the attestation key and the
/// application's own sealing secret; the secrets of the layers below were wiped before the application began.</summary>
/// <remarks>Thread-safe. After a refusal the answer is null and <see cref="Refusal"/> says why.</remarks>
public sealed class DeviceIdentity
{
    private const string NoPurpose = "";

    private readonly object _gate = new object(); // lock statements compile to a Monitor.Enter that nanoFramework has not
    private readonly IDiceOperations _operations;
    private readonly Attester _attester;
    private readonly SealingSecret _sealing;
    private readonly DeviceDescription _description;
    private FirmwareConfirmation _confirmation; // null: nobody keeps slots
    private bool _isStopped;

    /// <param name="operations">The crypto.</param>
    /// <param name="attester">It belongs to the new object.</param>
    /// <param name="sealing">It belongs to the new object.</param>
    /// <param name="description">Of the device.</param>
    public DeviceIdentity(IDiceOperations operations, Attester attester, SealingSecret sealing, DeviceDescription description)
    {
        _operations = operations;
        _attester = attester;
        _sealing = sealing;
        _description = description;
    }

    /// <summary>Why the last answer was null.</summary>
    public DeviceRefusal Refusal { get; private set; }

    /// <summary>The certificates of this boot, from the UDS to the attestation key.</summary>
    public DiceChain Chain => _attester.Chain;

    /// <summary>Who this device is and what it runs.</summary>
    public DeviceDescription WhoAmI() => _description;

    /// <summary>Answers a challenge: evidence as docs/formats/device-evidence.cddl describes it.</summary>
    /// <param name="nonce">The verifier's, 8 to 64 bytes.</param>
    public byte[] Attest(byte[] nonce)
    {
        EvidenceClaims claims = new EvidenceClaims(nonce) { DebugStatus = DebugStatusOf(_description.Mode) };
        Monitor.Enter(_gate);
        try
        {
            byte[] evidence = null;
            if (_isStopped)
                Refusal = DeviceRefusal.IdentityStopped;
            else if (!claims.IsValid())
                Refusal = DeviceRefusal.NonceSize;
            else
                Refusal = _attester.Answer(claims, out evidence) == DiceResult.Ok ? DeviceRefusal.None : DeviceRefusal.EvidenceFailed;
            return evidence;
        }
        finally
        {
            Monitor.Exit(_gate);
        }
    }

    /// <summary>Encrypts data so that only this device can read it, also after updates of its firmware; see <see cref="SealedBlob"/>.</summary>
    public byte[] Seal(byte[] data) => Seal(NoPurpose, data);

    /// <summary>The same for one purpose: unsealing needs the same word.</summary>
    public byte[] Seal(string purpose, byte[] data)
    {
        Monitor.Enter(_gate);
        try
        {
            byte[] blob = null;
            Refusal = _isStopped ? DeviceRefusal.IdentityStopped : SealedBlob.Seal(_operations, _sealing, purpose, data, out blob);
            return blob;
        }
        finally
        {
            Monitor.Exit(_gate);
        }
    }

    /// <summary>Decrypts what <see cref="Seal(byte[])"/> made on this device, by this firmware or an older one.</summary>
    public byte[] Unseal(byte[] blob) => Unseal(NoPurpose, blob);

    /// <summary>The same for one purpose.</summary>
    public byte[] Unseal(string purpose, byte[] blob)
    {
        Monitor.Enter(_gate);
        try
        {
            byte[] data = null;
            Refusal = _isStopped ? DeviceRefusal.IdentityStopped : SealedBlob.Unseal(_operations, _sealing, purpose, blob, out data);
            return data;
        }
        finally
        {
            Monitor.Exit(_gate);
        }
    }

    /// <summary>Says that the release which runs is good: one on trial that never says so gives way to its predecessor. Best said after a verifier
    /// affirmed it. Repeating it does no harm.</summary>
    /// <returns>False when it could not be noted durably; <see cref="Refusal"/> says why.</returns>
    public bool Confirm()
    {
        DeviceRefusal refusal = DeviceRefusal.UpdateNotBegun;
        if (_isStopped)
            refusal = DeviceRefusal.IdentityStopped;
        else if (_confirmation != null)
            refusal = _confirmation(); // outside of the gate: whoever keeps the slots may be asking for evidence just now
        Refusal = refusal;
        return refusal == DeviceRefusal.None;
    }

    /// <summary>Wipes every secret; every later question is refused.</summary>
    public void Stop()
    {
        Monitor.Enter(_gate);
        try
        {
            _isStopped = true;
            _attester.Stop();
            _sealing.Wipe();
        }
        finally
        {
            Monitor.Exit(_gate);
        }
    }

    /// <summary>Before the application begins.</summary>
    internal void ConfirmWith(FirmwareConfirmation confirmation) => _confirmation = confirmation;

    /// <summary>Claim dbgstat: what the boot knows of the debug port.</summary>
    private static DebugStatus DebugStatusOf(DiceMode mode)
    {
        if (mode == DiceMode.Normal)
            return DebugStatus.DisabledSinceBoot;
        return mode == DiceMode.Debug ? DebugStatus.Enabled : DebugStatus.Absent;
    }
}
