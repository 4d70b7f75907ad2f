using Attestation.Formats.Pcrs;

namespace Attestation.Formats.EventLog;

/// <summary>What an event's digest says about the event's data.</summary>
public enum DigestRule
{
    /// <summary>The digest is over something that the log does not hold (an image, a file, a firmware volume), or the type fixes nothing.</summary>
    NotOverData,

    /// <summary>The digest is the hash of the data, in one of the forms that producers use.</summary>
    OverData,

    /// <summary>The type says that the digest covers the data, and it does not: one of the two was changed, or the event says something else than
    /// was measured.</summary>
    Differs,
}

/// <summary>
/// The conventions by which the digest of an event can be checked against its data (PC Client Platform Firmware Profile 1.06, section 10.4.1,
/// column "digest"; for EV_IPL what grub writes). Without this check the text of an event is only a claim.
/// </summary>
public static class DigestRules
{
    private static readonly byte[] ErrorSeparator = [1, 0, 0, 0];

    /// <summary>Checks one event in one bank.</summary>
    /// <param name="boot">A record that extends a PCR.</param>
    /// <param name="bank">A bank of the log that can be computed.</param>
    public static DigestRule Check(in BootEvent boot, PcrBank bank)
    {
        if (!IsOverData(boot) || !boot.TryGetDigest(bank, out ReadOnlyMemory<byte> digest))
            return DigestRule.NotOverData;
        ReadOnlySpan<byte> data = boot.Data.Span;
        // the form that is usual for the type first: hashing is most of what a log costs
        bool over = boot.Type == EventType.Ipl
            ? IsOtherForm(boot, bank, digest.Span, data) || Is(bank, digest.Span, data)
            : Is(bank, digest.Span, data) || IsOtherForm(boot, bank, digest.Span, data);
        return over ? DigestRule.OverData : DigestRule.Differs;
    }

    /// <summary>Does the type, or for EV_IPL the text, say that the digest is over the data?</summary>
    private static bool IsOverData(in BootEvent boot) => boot.Type switch
    {
        EventType.Separator or EventType.CrtmVersion or EventType.Action or EventType.EfiAction or EventType.OmitBootDeviceEvents => true,
        EventType.EfiVariableDriverConfig or EventType.EfiVariableAuthority or EventType.EfiVariableBoot or EventType.EfiVariableBoot2 => true,
        EventType.EfiGptEvent => true,
        EventType.Ipl => boot.Pcr == 8 && GrubText.TryRead(boot.Data.Span, out _, out _),
        _ => false,
    };

    private static bool IsOtherForm(in BootEvent boot, PcrBank bank, ReadOnlySpan<byte> digest, ReadOnlySpan<byte> data) => boot.Type switch
    {
        // an error is measured as the number 1, and the data says which (section 10.4.1, EV_SEPARATOR)
        EventType.Separator => Is(bank, digest, ErrorSeparator),
        // EDK II measures a boot variable's value alone
        EventType.EfiVariableBoot => UefiVariable.TryParse(boot.Data, out UefiVariable variable, out _) && Is(bank, digest, variable.Value.Span),
        // shim before 15.3 logs one byte more than it measures
        EventType.EfiVariableAuthority => data.Length > 0 && Is(bank, digest, data[..^1]),
        // grub measures the text without the word before it and without the final NUL
        EventType.Ipl => GrubText.TryRead(data, out _, out ReadOnlySpan<byte> text) && (Is(bank, digest, text) || IsWithNul(bank, digest, data, text)),
        _ => false,
    };

    /// <summary>Red Hat's grub 2.02 measures a command with its final NUL.</summary>
    private static bool IsWithNul(PcrBank bank, ReadOnlySpan<byte> digest, ReadOnlySpan<byte> data, ReadOnlySpan<byte> text)
    {
        int nuls = data.Length - data.TrimEnd((byte)0).Length;
        return nuls == 1 && Is(bank, digest, data[^(text.Length + 1)..]);
    }

    private static bool Is(PcrBank bank, ReadOnlySpan<byte> digest, ReadOnlySpan<byte> data)
    {
        Span<byte> hash = stackalloc byte[PcrBanks.MaxDigestSize];
        return hash[..bank.Hash(data, hash)].SequenceEqual(digest);
    }
}
