using System.Diagnostics.CodeAnalysis;
using Attestation.Formats.Reasons;

namespace Attestation.RelyingParty.Devices;

/// <summary>What came of a check: either <see cref="Device"/>, or the first <see cref="Reason"/> not to believe the certificate.</summary>
public sealed record DeviceCheckOutcome
{
    private DeviceCheckOutcome(VerifiedDevice? device, ReasonCode? reason, string detail) => (Device, Reason, Detail) = (device, reason, detail);

    [MemberNotNullWhen(true, nameof(Device))]
    [MemberNotNullWhen(false, nameof(Reason))]
    public bool IsGood => Reason is null;

    /// <summary>Null where the chain is good.</summary>
    public ReasonCode? Reason { get; }

    /// <summary>What was found, for people; holds nothing that could break a line.</summary>
    public string Detail { get; }

    public VerifiedDevice? Device { get; }

    internal static DeviceCheckOutcome Good(VerifiedDevice device) => new(device, null, "");

    internal static DeviceCheckOutcome Bad(ReasonCode reason, string detail) => new(null, reason, Shown.Safely(detail));
}
