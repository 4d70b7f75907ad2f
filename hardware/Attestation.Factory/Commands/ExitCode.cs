using Attestation.Formats.Reasons;

namespace Attestation.Factory.Commands;

/// <summary>What every command of this project tells its caller.</summary>
public static class ExitCode
{
    /// <summary>Done; everything as it should be.</summary>
    public const int Good = 0;

    /// <summary>A check said no.</summary>
    public const int Refused = 1;

    /// <summary>Wrong usage, or input that cannot be used.</summary>
    public const int Usage = 2;

    /// <summary>A service or a needed tool failed.</summary>
    public const int Failed = 3;

    private static readonly ReasonCode[] RefusedOnTheLine =
    [
        LineReasons.DeviceState, LineReasons.DeviceBoard, LineReasons.DeviceAnswer, LineReasons.UdsNotTaken, LineReasons.LocksOpen, LineReasons.AttestationRefused,
        LineReasons.VerifierResult, LineReasons.EndorsementRefused, LineReasons.Unfinished, LineReasons.JournalTorn, LineReasons.JournalBroken,
        OwnershipReasons.IdentityKept, OwnershipReasons.OwnerEvidence, OwnershipReasons.OwnerRecordBroken, OwnershipReasons.OwnerDevice, LineReasons.RecordBroken, LineReasons.ReportBroken, LineReasons.FailuresInRow, LineReasons.UdsUnapproved,
    ];

    private static readonly ReasonCode[] FailedOnTheLine = [LineReasons.VerifierUnavailable, LineReasons.DeviceLost, LineReasons.DeviceSource, FactoryReasons.TokenGone, FactoryReasons.TokenRefused];

    /// <summary>What a refusal of the factory means to the caller.</summary>
    public static int Of(ReasonCode reason)
    {
        if (reason == FactoryReasons.ZeroUds || reason == FactoryReasons.UdsReused || reason == FactoryReasons.ChainBroken
            || reason == FactoryReasons.ManifestSignature || reason == FactoryReasons.ManifestDigest || reason == FactoryReasons.NodeQuote
            || reason == ReleaseReasons.UpdateSignature || reason == ReleaseReasons.ReleaseSignature || reason == ReleaseReasons.ReleaseChecksum || reason == OwnershipReasons.AuthorisationSignature
            || reason == FactoryReasons.NodeReplay || reason == FactoryReasons.NodeUnproven || reason == FactoryReasons.NodePattern)
            return Refused;
        if (RefusedOnTheLine.Contains(reason) || reason.Area == "device")
            return Refused;
        return FailedOnTheLine.Contains(reason) || reason == FactoryReasons.WriteFailed ? Failed : Usage;
    }
}
