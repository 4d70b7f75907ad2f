using Attestation.Appraisal.Results;
using Attestation.Formats.Reasons;

namespace Attestation.Appraisal.EndorsementKeys;

/// <summary>Collects what the steps find.</summary>
internal sealed class EkFindings
{
    private readonly List<Finding> _all = [];

    public IReadOnlyList<Finding> All => _all;

    public bool Refused => _all.Any(finding => finding.Severity == Severity.Refuse);

    public void Refuse(ReasonCode code, string where, string expected, string actual) => Add(code, where, expected, actual, Severity.Refuse);

    public void Add(ReasonCode code, string where, string expected, string actual, Severity severity) =>
        _all.Add(new Finding(code, where, expected, actual, severity));

    public void Add(Finding finding) => _all.Add(finding);

    /// <summary>What the operator's own word outweighs becomes a note.</summary>
    public void LowerAll(Func<ReasonCode, bool> stays)
    {
        for (int i = 0; i < _all.Count; i++)
        {
            if (_all[i].Severity == Severity.Refuse && !stays(_all[i].Code))
                _all[i] = _all[i] with { Severity = Severity.Note };
        }
    }
}
