using System.Text;
using Attestation.Appraisal.Nodes.References;
using Attestation.Formats.EventLog;
using Attestation.Formats.Pcrs;

namespace Attestation.Appraisal.Nodes.Boot;

/// <summary>Whether an event is what a reference value states, and which values come near.</summary>
internal sealed class BootMatch(PcrBank bank, DateTimeOffset now, TimeSpan skew)
{
    /// <summary>Reference values that a finding names.</summary>
    private const int MaxNamed = 3;

    /// <summary>Does any reference match? One that is valid now is found before one that is not.</summary>
    internal NodeReference? Find(BootComponent component, ReadOnlySpan<byte> digest, IReadOnlyList<NodeReference> references)
    {
        NodeReference? expired = null;
        foreach (NodeReference reference in references)
        {
            if (!Matches(reference, component, digest))
                continue;
            if (IsValid(reference))
                return reference;
            expired ??= reference;
        }
        return expired;
    }

    internal bool IsValid(NodeReference reference) => reference.Valid(now, skew);

    private bool Matches(NodeReference reference, BootComponent component, ReadOnlySpan<byte> digest)
    {
        foreach (var value in reference.Digests)
        {
            if (value.Matches(bank.ReferenceAlgorithm(), digest))
                return true;
        }
        return reference.Pattern is { } pattern && (component.Text is { } text ? pattern.Matches(text) : pattern.IsLiteral && IsOver(pattern.ToString(), digest));
    }

    /// <summary>Where the log does not hold a command line, a literal one can still be hashed, in the forms in which loaders measure it.</summary>
    private bool IsOver(string text, ReadOnlySpan<byte> digest) =>
        Is(Encoding.UTF8.GetBytes(text), digest) || Is(Encoding.UTF8.GetBytes(text + '\0'), digest) || Is(Encoding.UTF8.GetBytes(text + '\n'), digest)
        || Is(Encoding.Unicode.GetBytes(text), digest) || Is(Encoding.Unicode.GetBytes(text + '\0'), digest);

    private bool Is(byte[] bytes, ReadOnlySpan<byte> digest)
    {
        Span<byte> hash = stackalloc byte[PcrBanks.MaxDigestSize];
        return hash[..bank.Hash(bytes, hash)].SequenceEqual(digest);
    }

    /// <summary>The nearest values for people, with their CoRIM: those with the event's name, or patterns that share most with its text.</summary>
    internal string Nearest(BootComponent component, IReadOnlyList<NodeReference> references)
    {
        string[] named = [.. references
            .OrderByDescending(r => Nearness(r, component))
            .SelectMany(Describe)
            .Distinct()];
        string shown = string.Join(" | ", named.Take(MaxNamed));
        return named.Length == 0 ? $"no value in {bank.BankName()}" : named.Length > MaxNamed ? $"{shown} | {named.Length - MaxNamed} more" : shown;
    }

    private IEnumerable<string> Describe(NodeReference reference) => reference.Pattern is not null
        ? [reference.Describe()]
        : reference.Digests.Where(d => d.Algorithm == bank.ReferenceAlgorithm()).Select(d => reference.Describe(d.Value));

    private static int Nearness(NodeReference reference, BootComponent component)
    {
        if (reference.Pattern is null || component.Text is not { } text)
            return reference.Name == component.Name ? 1 : 0;
        string pattern = reference.Pattern.ToString();
        int shared = 0, length = Math.Min(pattern.Length, text.Length);
        while (shared < length && pattern[shared] == text[shared])
            shared++;
        int behind = 0;
        while (behind < length - shared && pattern[^(behind + 1)] == text[^(behind + 1)])
            behind++;
        return shared + behind;
    }
}
