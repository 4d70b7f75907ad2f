using Attestation.Appraisal.Results;
using Attestation.Formats.Reasons;

namespace Attestation.Appraisal.Devices;

/// <summary>Step 14: today's evidence against what this device sent before; then what to remember of it.</summary>
internal static class HistoryStep
{
    /// <param name="history">Null at a device's first appraisal: nothing to contradict.</param>
    /// <returns>Whether boot claims and code go on from the last time; false where two devices seem to live on one identity.</returns>
    internal static bool Check(DeviceHistory? history, BootClaims boot, IReadOnlyList<DeviceLayer> layers, string evidenceDigest, AppraisalRecord record)
    {
        if (history is null)
            return true;
        if (history.RecentEvidence.Contains(evidenceDigest))
            record.Add(AppraisalReasons.Replayed, "evidence", "evidence that was not sent before", $"SHA-256 {evidenceDigest}");
        if (history.BootCount is not { } last)
            return true;
        if (boot.Count is not { } count || count < last)
        {
            record.Add(AppraisalReasons.BootCount, "evidence/bootcount", $"at least {last}", boot.Count is null ? "none" : $"{boot.Count}");
            return false;
        }
        return GoesOn(history, boot, count == last, layers, record);
    }

    /// <summary>One boot has one seed and one set of images; another boot has another seed (RFC 9711 section 4.3.2).</summary>
    private static bool GoesOn(DeviceHistory history, BootClaims boot, bool sameBoot, IReadOnlyList<DeviceLayer> layers, AppraisalRecord record)
    {
        string? seed = boot.Seed is { } bytes ? Convert.ToHexStringLower(bytes.Span) : null;
        bool sameSeed = seed == history.BootSeed;
        if (seed is not null && history.BootSeed is not null && sameSeed != sameBoot)
        {
            record.Add(AppraisalReasons.Clone, "evidence/bootseed", sameBoot ? $"{history.BootSeed}, the seed of boot {boot.Count}" : "a new seed for a new boot", seed);
            return false;
        }
        if (sameBoot && !SameCode(history, layers))
        {
            record.Add(AppraisalReasons.Clone, "layers/code", $"the code that boot {boot.Count} reported before", "other code in the same boot");
            return false;
        }
        return true;
    }

    /// <summary>The device's history after this evidence. The caller has found the evidence authentic and fresh.</summary>
    /// <param name="goesOn">What <see cref="Check"/> said: boot state of a second device on the same identity is not remembered.</param>
    /// <param name="accepted">Whether the verdict is no refusal: only then do security versions rise.</param>
    internal static DeviceHistory Next(
        DeviceHistory history, BootClaims boot, IReadOnlyList<DeviceLayer> layers, string evidenceDigest, ulong[] svn, bool goesOn, bool accepted) =>
        history with
        {
            HighestSvn = accepted ? Highest(history.HighestSvn, svn) : history.HighestSvn,
            BootCount = goesOn ? boot.Count : history.BootCount,
            BootSeed = goesOn ? boot.Seed is { } seed ? Convert.ToHexStringLower(seed.Span) : null : history.BootSeed,
            LastCode = goesOn && !SameCode(history, layers) ? Code(layers) : history.LastCode,
            RecentEvidence = Remember(history.RecentEvidence, evidenceDigest),
        };

    private static bool SameCode(DeviceHistory history, IReadOnlyList<DeviceLayer> layers)
    {
        if (history.LastCode.Count != layers.Count)
            return false;
        for (int i = 0; i < layers.Count; i++)
        {
            if (history.LastCode[i] != layers[i].CodeText)
                return false;
        }
        return true;
    }

    private static string[] Code(IReadOnlyList<DeviceLayer> layers)
    {
        var code = new string[layers.Count];
        for (int i = 0; i < code.Length; i++)
            code[i] = layers[i].CodeText;
        return code;
    }

    private static IReadOnlyList<ulong> Highest(IReadOnlyList<ulong> before, ulong[] now)
    {
        bool risen = now.Length > before.Count;
        for (int layer = 0; layer < now.Length && !risen; layer++)
            risen = now[layer] > before[layer];
        if (!risen)
            return before;
        var highest = new ulong[Math.Max(before.Count, now.Length)];
        for (int layer = 0; layer < highest.Length; layer++)
            highest[layer] = Math.Max(layer < before.Count ? before[layer] : 0, layer < now.Length ? now[layer] : 0);
        return highest;
    }

    private static string[] Remember(IReadOnlyList<string> recent, string digest)
    {
        int keep = Math.Min(recent.Count, DeviceHistory.MaxRecent - 1);
        var next = new string[keep + 1];
        for (int i = 0; i < keep; i++)
            next[i] = recent[recent.Count - keep + i];
        next[keep] = digest;
        return next;
    }
}
