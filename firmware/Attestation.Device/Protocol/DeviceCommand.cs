namespace Attestation.Device.Protocol;

/// <summary>Numbers of the commands; docs/formats/device-protocol.cddl.</summary>
public static class DeviceCommand
{
    public const int Hello = 1;
    public const int Challenge = 2;
    public const int Chain = 3;
    public const int WriteUds = 4;
    public const int WriteEntropy = 5;
    public const int Probe = 6;
    public const int WriteIdentity = 7;
    public const int Lock = 8;
    public const int ReadLocks = 9;
    public const int UpdateBegin = 10;
    public const int UpdateData = 11;
    public const int UpdateCommit = 12;
    public const int UpdateStatus = 13;
    public const int Restart = 14;
    public const int RotateOwner = 15;
    public const int Decommission = 16;
    public const int Confirm = 18;
}
