using System.Text;
using Attestation.Appraisal.Results;
using Attestation.Formats.Reasons;

namespace Attestation.Appraisal.Nodes.Ima;

/// <summary>Collects findings: the first ones in full, and of each reason at least one; of the rest only how many they are.</summary>
public sealed class ImaFindings
{
    /// <summary>Findings that are listed; beyond them only the first of a reason is.</summary>
    public const int MaxListed = 50;

    private const int MaxText = 256;

    private readonly List<Finding> listed = [];
    private readonly HashSet<ReasonCode> seen = [];
    private readonly Dictionary<ReasonCode, long> unlisted = [];

    internal IReadOnlyList<Finding> Listed => listed;

    internal IReadOnlyDictionary<ReasonCode, long> Unlisted => unlisted;

    /// <summary>Something more than notes was found.</summary>
    internal bool AnySerious => listed.Exists(f => f.Severity != Severity.Note);

    /// <summary>Is the next finding of this reason to be listed? Where not, it is counted; where it is, <see cref="Put"/> must follow.</summary>
    internal bool Wants(ReasonCode code)
    {
        if (seen.Contains(code) && listed.Count >= MaxListed)
        {
            unlisted[code] = unlisted.GetValueOrDefault(code) + 1;
            return false;
        }
        return true;
    }

    internal void Put(Finding finding)
    {
        seen.Add(finding.Code);
        listed.Add(finding);
    }

    internal void Add(Finding finding)
    {
        if (Wants(finding.Code))
            Put(finding);
    }

    /// <summary>A name from the list for people: what is no printable character is written as its number, long ones are cut.</summary>
    internal static string Text(ReadOnlySpan<byte> name)
    {
        string text = Encoding.UTF8.GetString(name.Length > MaxText ? name[..MaxText] : name);
        var safe = new StringBuilder(text.Length);
        foreach (char one in text)
            safe.Append(char.IsControl(one) || char.GetUnicodeCategory(one) is System.Globalization.UnicodeCategory.Format ? $"\\u{(int)one:x4}" : one.ToString());
        return name.Length > MaxText ? safe.Append('…').ToString() : safe.ToString();
    }
}
