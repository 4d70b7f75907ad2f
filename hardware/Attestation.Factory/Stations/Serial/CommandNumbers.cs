namespace Attestation.Factory.Stations.Serial;

/// <summary>docs/formats/device-protocol.cddl. The device has its own list; a test compares the two.</summary>
public static class CommandNumbers
{
    public const int Hello = 1;
    public const int Challenge = 2;
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
