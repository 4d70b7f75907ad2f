using Attestation.Appraisal.Results;
using Attestation.Formats.Reasons;

namespace Attestation.Appraisal.Devices;

/// <summary>What the steps have found so far. One per appraisal.</summary>
internal sealed class AppraisalRecord
{
    internal List<Finding> Findings { get; } = [];

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

    internal void Add(ReasonCode code, string where, string expected, string actual, Severity severity = Severity.Refuse) =>
        Findings.Add(new Finding(code, where, expected, actual, severity));

    internal bool Has(ReasonCode code)
    {
        foreach (Finding finding in Findings)
        {
            if (finding.Code == code)
                return true;
        }
        return false;
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
