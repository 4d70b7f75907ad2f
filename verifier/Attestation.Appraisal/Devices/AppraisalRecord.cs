using Attestation.Appraisal.Results;
using Attestation.Formats.Reasons;

namespace Attestation.Appraisal.Devices;

/// <summary>What the steps have found so far. One per appraisal.</summary>
internal sealed class AppraisalRecord
{
    /// <summary>Findings that are listed one by one; of the rest only the first of each reason is, or hostile logs would fill the store with them.</summary>
    internal const int MaxListed = 512;

    private HashSet<(ReasonCode, Severity)>? listed;

    internal List<Finding> Findings { get; } = [];

    /// <summary>How many findings are not in <see cref="Findings"/>; each has the reason and severity of one that is.</summary>
    internal long Unlisted { get; private set; }

    internal List<ComparedMeasurement> Compared { get; } = new(15); // five comparisons in three layers

    /// <summary>SHA-256 of the evidence as received.</summary>
    internal ReadOnlyMemory<byte> EvidenceDigest { get; set; }

    /// <summary>Security versions that were established, by layer; 0 where none was.</summary>
    internal ulong[] Svn { get; set; } = [];

    internal bool Refused
    {
        get
        {
            foreach (Finding finding in Findings)
            {
                if (finding.Severity == Severity.Refuse)
                    return true;
            }
            return false;
        }
    }

    internal void Add(ReasonCode code, string where, string expected, string actual, Severity severity = Severity.Refuse)
    {
        if (Findings.Count >= MaxListed && !IsFirst(code, severity))
            Unlisted++;
        else
            Findings.Add(new Finding(code, where, expected, actual, severity));
    }

    internal bool Has(ReasonCode code)
    {
        foreach (Finding finding in Findings)
        {
            if (finding.Code == code)
                return true;
        }
        return false;
    }

    private bool IsFirst(ReasonCode code, Severity severity)
    {
        listed ??= [.. Findings.Select(f => (f.Code, f.Severity))];
        return listed.Add((code, severity));
    }

    /// <summary>Number of layers in which this comparison matched.</summary>
    internal int Matched(string key)
    {
        int count = 0;
        foreach (ComparedMeasurement measurement in Compared)
        {
            if (measurement.Matched && measurement.Key == key)
                count++;
        }
        return count;
    }
}
