using System;
using System.Threading;
using Attestation.Device.Application;
using Attestation.Device.Boot;

namespace Attestation.Device.Resident;

/// <summary>The application on a thread of its own, beside the resident's session: whatever it does, or fails to do, the resident goes on answering. It
/// gets its <see cref="DeviceIdentity"/> and nothing else of the resident's.</summary>
/// <remarks>When it ends, the identity stays and goes on answering challenges, for an application that set up its timers and returned is at work. When it
/// fails, the identity is wiped: what was measured no longer does its job, and nobody is to hear that it does. Both sides may use the identity at a time.</remarks>
internal sealed class RunningFirmware
{
    private BootApplication _boot;
    private DeviceRefusal _failure;

    /// <summary>Of this boot; null: nothing runs.</summary>
    public DeviceIdentity Identity { get; private set; }

    /// <summary>What went wrong with the boot; set by the resident.</summary>
    public DeviceRefusal BootRefusal { get; set; }

    /// <summary>The application's failure, or else the boot's.</summary>
    public DeviceRefusal Refusal => _failure != DeviceRefusal.None ? _failure : BootRefusal;

    /// <summary>The application could not be started, or threw.</summary>
    public bool HasFailed => _failure != DeviceRefusal.None;

    /// <summary>Returns at once.</summary>
    /// <param name="boot">Loaded the application.</param>
    /// <param name="identity">What the application gets.</param>
    public void Start(BootApplication boot, DeviceIdentity identity)
    {
        _boot = boot;
        Identity = identity;
        try
        {
            new Thread(Run).Start();
        }
        catch (Exception)
        {
            _failure = DeviceRefusal.ApplicationFailed; // no memory for a stack
            identity.Stop();
        }
    }

    /// <summary>Wipes the secrets of the application; its thread ends with the reset.</summary>
    public void Stop()
    {
        if (Identity != null)
            Identity.Stop();
    }

    private void Run() => _failure = _boot.StartApplication(Identity);
}
