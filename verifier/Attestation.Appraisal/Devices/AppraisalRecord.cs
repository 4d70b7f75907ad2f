using Attestation.Appraisal.Results;
using Attestation.Formats.Reasons;

namespace Attestation.Appraisal.Devices;

/// <summary>What the steps have found so far. One per appraisal.</summary>
internal sealed class AppraisalRecord
{
    private readonly List<Finding> findings = [];
    private readonly List<ComparedMeasurement> compared = new(16);

    internal List<Finding> Findings => findings;

    internal List<ComparedMeasurement> Compared => compared;

    /// <summary>Security versions that were established, by layer; 0 where none was.</summary>
    internal ulong[] Svn { get; set; } = [];

    internal void Add(ReasonCode code, string where, string expected, string actual, Severity severity = Severity.Refuse) =>
        findings.Add(new Finding(code, where, expected, actual, severity));

    internal void Compare(in ComparedMeasurement measurement) => compared.Add(measurement);

    internal bool Refused
    {
        get
        {
            foreach (Finding finding in findings)
            {
                if (finding.Severity == Severity.Refuse)
                    return true;
            }
            return false;
        }
    }
}
