namespace Attestation.Factory.Nodes;

/// <summary>One pattern of several lines that differ in single words: <c>root=UUID=1 ro</c>, <c>root=UUID=2 ro</c> give <c>root=UUID=* ro</c>.</summary>
public static class LineGeneralisation
{
    /// <returns>Null where the lines have different numbers of words, or a word has a <c>*</c> already: then nothing is said about what lies between.</returns>
    public static string? Of(IReadOnlyList<string> lines)
    {
        string[][] words = [.. lines.Select(l => l.Split(' '))];
        if (words.Length == 0 || words.Any(w => w.Length != words[0].Length) || lines.Any(l => l.Contains('*')))
            return null;
        return string.Join(' ', Enumerable.Range(0, words[0].Length).Select(i => Word([.. words.Select(w => w[i]).Distinct()])));
    }

    /// <summary>Words of <c>name=value</c> keep what stands before the last = that they share.</summary>
    private static string Word(string[] words)
    {
        if (words.Length == 1)
            return words[0];
        int shared = 0;
        while (shared < words.Min(w => w.Length) && words.All(w => w[shared] == words[0][shared]))
            shared++;
        int name = words[0].LastIndexOf('=', Math.Max(shared - 1, 0));
        return words[0][..(name + 1)] + "*";
    }
}
