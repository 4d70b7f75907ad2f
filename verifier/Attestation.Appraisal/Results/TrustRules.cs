using Attestation.Formats.Reasons;

namespace Attestation.Appraisal.Results;

/// <summary>
/// How findings become trust claims: the table "Finding, claim, value" of docs/appraisal.md. A reason that is not in it says that the evidence
/// could not be validated at all, which AR4SI writes as 99 in instance-identity.
/// </summary>
public static class TrustRules
{
    /// <summary>What a reason does: the claim, its value when refused, and its value where policy lowers it to a warning.</summary>
    public readonly record struct Rule(TrustClaim Claim, sbyte Refused, sbyte Warned);

    /// <summary>For every reason outside the table.</summary>
    public static Rule Otherwise { get; } = new(TrustClaim.InstanceIdentity, TrustVector.CryptoFailed, 32);

    private static readonly Dictionary<ReasonCode, Rule> Table = new()
    {
        [LayerReasons.Code] = new(TrustClaim.Executables, 96, 33),
        [LayerReasons.Swapped] = new(TrustClaim.Executables, 96, 33),
        [LayerReasons.Unknown] = new(TrustClaim.Executables, 96, 33),
        [LayerReasons.Missing] = new(TrustClaim.Executables, 96, 33),
        [LayerReasons.Rollback] = new(TrustClaim.Executables, 96, 32),
        [LayerReasons.RollbackDevice] = new(TrustClaim.Executables, 96, 32),
        [LayerReasons.Svn] = new(TrustClaim.Executables, 96, 32),
        [LayerReasons.ReferenceExpired] = new(TrustClaim.Executables, 96, 32),
        [LayerReasons.NoReference] = new(TrustClaim.Executables, 96, 33),
        [LayerReasons.NotMeasured] = new(TrustClaim.Executables, 96, 33),
        [AppraisalReasons.Vacuous] = new(TrustClaim.Executables, 96, 33),
        [LayerReasons.Config] = new(TrustClaim.Configuration, 96, 32),
        [LayerReasons.Mode] = new(TrustClaim.Configuration, 96, 32),
        [LayerReasons.Debug] = new(TrustClaim.Configuration, 96, 32),
        [LayerReasons.Recovery] = new(TrustClaim.Configuration, 96, 32),
        [LayerReasons.NotConfigured] = new(TrustClaim.Configuration, 96, 32),
        [LayerReasons.Tampered] = new(TrustClaim.Hardware, 96, 32),
        [LayerReasons.Authority] = new(TrustClaim.Hardware, 96, 32),
        [AppraisalReasons.UnsignedCorim] = new(TrustClaim.Executables, 96, 33),
        [AppraisalReasons.Class] = new(TrustClaim.Hardware, 97, 32),
        [DiceReasons.Anchor] = new(TrustClaim.InstanceIdentity, 97, 97),
        [LayerReasons.UdsZero] = new(TrustClaim.InstanceIdentity, 96, 96),
        [AppraisalReasons.Clone] = new(TrustClaim.InstanceIdentity, 96, 96),
        [AppraisalReasons.Revoked] = new(TrustClaim.InstanceIdentity, 96, 96),
        [AppraisalReasons.BootCount] = new(TrustClaim.InstanceIdentity, 96, 96),
        [NodeReasons.NotEnrolled] = new(TrustClaim.InstanceIdentity, 97, 97),
        [NodeReasons.Revoked] = new(TrustClaim.InstanceIdentity, 96, 96),
        [NodeReasons.AkDiffers] = new(TrustClaim.InstanceIdentity, 96, 96),
        [NodeReasons.BoundName] = new(TrustClaim.InstanceIdentity, 96, 96),
        [NodeReasons.ClockBack] = new(TrustClaim.InstanceIdentity, 96, 96),
        [NodeReasons.ResetBack] = new(TrustClaim.InstanceIdentity, 96, 96),
        [NodeReasons.RestartBack] = new(TrustClaim.InstanceIdentity, 96, 96),
        [NodeReasons.Clone] = new(TrustClaim.InstanceIdentity, 96, 96),
        [NodeReasons.DiceMissing] = new(TrustClaim.InstanceIdentity, 96, 96),
        [NodeReasons.DiceBinding] = new(TrustClaim.InstanceIdentity, 96, 96),
        [NodeReasons.DiceNotEnrolled] = new(TrustClaim.InstanceIdentity, 96, 96),
        [NodeReasons.FirmwareChanged] = new(TrustClaim.Hardware, 96, 32),
        [NodeReasons.Class] = new(TrustClaim.Hardware, 97, 32),
        [NodeReasons.PcrsNotQuoted] = new(TrustClaim.Executables, 96, 33),
        [NodeReasons.BootLogMissing] = new(TrustClaim.Executables, 96, 33),
        [NodeReasons.ImaLogMissing] = new(TrustClaim.FileSystem, 96, 32),
        [EventLogReasons.Mismatch] = new(TrustClaim.Executables, 96, 33),
        [EventLogReasons.EventDigest] = new(TrustClaim.Executables, 96, 33),
        [EventLogReasons.ExtraEvents] = new(TrustClaim.Executables, 96, 33),
        [EventLogReasons.SurplusEvent] = new(TrustClaim.Executables, 96, 33),
        [EventLogReasons.Unlogged] = new(TrustClaim.Executables, 96, 33),
        [EventLogReasons.BankMissing] = new(TrustClaim.Executables, 96, 33),
        [EventLogReasons.BankUnsupported] = new(TrustClaim.Executables, 96, 33),
        [EventLogReasons.ErrorSeparator] = new(TrustClaim.Executables, 96, 33),
        [EventLogReasons.SeparatorMissing] = new(TrustClaim.Executables, 96, 33),
        [EventLogReasons.SeparatorTwice] = new(TrustClaim.Executables, 96, 33),
        [EventLogReasons.StartupLocality] = new(TrustClaim.Executables, 96, 33),
        [BootReasons.ClassMissing] = new(TrustClaim.Executables, 96, 33),
        [BootReasons.NoReference] = new(TrustClaim.Executables, 96, 33),
        [BootReasons.NotQuoted] = new(TrustClaim.Executables, 96, 33),
        [BootReasons.Disguised] = new(TrustClaim.Executables, 96, 33),
        [BootReasons.GoldenPcr] = new(TrustClaim.Executables, 96, 33),
        [BootReasons.GoldenMissing] = new(TrustClaim.Executables, 96, 33),
        [BootReasons.GoldenNotQuoted] = new(TrustClaim.Executables, 96, 33),
        [BootReasons.SrtmVersion] = new(TrustClaim.Executables, 96, 33),
        [BootReasons.Firmware] = new(TrustClaim.Executables, 96, 33),
        [BootReasons.OptionRom] = new(TrustClaim.Executables, 96, 33),
        [BootReasons.BootLoader] = new(TrustClaim.Executables, 96, 33),
        [BootReasons.GrubModule] = new(TrustClaim.Executables, 96, 33),
        [BootReasons.Kernel] = new(TrustClaim.Executables, 96, 33),
        [BootReasons.Initrd] = new(TrustClaim.Executables, 96, 33),
        [BootReasons.UkiSection] = new(TrustClaim.Executables, 96, 33),
        [BootReasons.Other] = new(TrustClaim.Executables, 96, 33),
        [BootReasons.ReferenceExpired] = new(TrustClaim.Executables, 96, 32),
        [BootReasons.CommandLine] = new(TrustClaim.Configuration, 96, 32),
        [BootReasons.CommandLineText] = new(TrustClaim.Configuration, 96, 32),
        [BootReasons.SecureBootOff] = new(TrustClaim.Configuration, 96, 32),
        [BootReasons.SecureBootUnknown] = new(TrustClaim.Configuration, 96, 32),
        [BootReasons.SecureBootState] = new(TrustClaim.Configuration, 96, 32),
        [BootReasons.SecureBootKeys] = new(TrustClaim.Configuration, 96, 32),
        [BootReasons.Authority] = new(TrustClaim.Configuration, 96, 32),
        [BootReasons.BootOrder] = new(TrustClaim.Configuration, 96, 32),
        [BootReasons.FirmwareConfiguration] = new(TrustClaim.Configuration, 96, 32),
        [BootReasons.PartitionTable] = new(TrustClaim.Configuration, 96, 32),
        [BootReasons.Mok] = new(TrustClaim.Configuration, 96, 32),
        [BootReasons.GrubCommand] = new(TrustClaim.Configuration, 96, 32),
        [BootReasons.Systemd] = new(TrustClaim.Configuration, 96, 32),
        [BootReasons.SystemdPhase] = new(TrustClaim.Configuration, 96, 32),
        [BootReasons.SystemdLogSize] = new(TrustClaim.Configuration, 96, 32),
        [BootReasons.SystemdLogSyntax] = new(TrustClaim.Configuration, 96, 32),
        [BootReasons.SystemdLogRecord] = new(TrustClaim.Configuration, 96, 32),
        [ImaPolicyReasons.NotAllowed] = new(TrustClaim.Executables, 96, 33),
        [ImaPolicyReasons.Changed] = new(TrustClaim.Executables, 96, 33),
        [ImaPolicyReasons.OtherPath] = new(TrustClaim.Executables, 96, 33),
        [ImaPolicyReasons.Violation] = new(TrustClaim.Executables, 96, 33),
        [ImaPolicyReasons.Signer] = new(TrustClaim.Executables, 96, 33),
        [ImaPolicyReasons.SignatureWrong] = new(TrustClaim.Executables, 96, 33),
        [ImaPolicyReasons.SignatureLimit] = new(TrustClaim.Executables, 96, 33),
        [ImaPolicyReasons.WeakHash] = new(TrustClaim.Executables, 96, 33),
        [ImaPolicyReasons.OtherHash] = new(TrustClaim.Executables, 96, 33),
        [ImaPolicyReasons.ReferenceExpired] = new(TrustClaim.Executables, 96, 32),
        [ImaPolicyReasons.NoReference] = new(TrustClaim.Executables, 96, 33),
        [ImaPolicyReasons.NothingMeasured] = new(TrustClaim.Executables, 96, 33),
        [ImaPolicyReasons.NothingCompared] = new(TrustClaim.Executables, 96, 33),
        [ImaPolicyReasons.Keyring] = new(TrustClaim.Configuration, 96, 32),
        [ImaPolicyReasons.MeasuredPolicy] = new(TrustClaim.Configuration, 96, 32),
        [ImaPolicyReasons.KexecCommandLine] = new(TrustClaim.Configuration, 96, 32),
        [ImaPolicyReasons.CriticalData] = new(TrustClaim.Configuration, 96, 32),
        [ImaPolicyReasons.WeakBank] = new(TrustClaim.Configuration, 96, 32),
    };

    /// <summary>The rows of the table.</summary>
    public static IReadOnlyDictionary<ReasonCode, Rule> Rules => Table;

    public static Rule Of(ReasonCode code) => Table.GetValueOrDefault(code, Otherwise);

    /// <summary>Lays all findings over the affirming claims that the appraisal earned. A claim only ever gets worse.</summary>
    /// <param name="earned">What would hold if there were no finding.</param>
    /// <param name="findings">All findings; notes change nothing.</param>
    public static TrustVector Apply(TrustVector earned, IReadOnlyList<Finding> findings)
    {
        TrustVector vector = earned;
        for (int i = 0; i < findings.Count; i++)
        {
            Finding finding = findings[i];
            if (finding.Severity == Severity.Note)
                continue;
            Rule rule = Of(finding.Code);
            vector = vector.Worsened(rule.Claim, finding.Severity == Severity.Refuse ? rule.Refused : rule.Warned);
        }
        return vector;
    }
}
