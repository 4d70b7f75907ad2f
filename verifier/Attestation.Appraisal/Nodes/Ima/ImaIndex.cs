namespace Attestation.Appraisal.Nodes.Ima;

/// <summary>A hash table from hashes to row numbers, chained: the caller compares. Frozen once it is built.</summary>
internal sealed class ImaIndex
{
    private const int End = -1;

    private readonly int[] heads;
    private readonly int[] next;

    /// <param name="count">Rows.</param>
    /// <param name="hashOf">The row's hash; null leaves it out.</param>
    internal ImaIndex(int count, Func<int, ulong?> hashOf)
    {
        heads = new int[(int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(count, 1))];
        next = new int[count];
        Array.Fill(heads, End);
        Array.Fill(next, End);
        for (int i = 0; i < count; i++)
        {
            if (hashOf(i) is not { } hash)
                continue;
            ref int head = ref heads[(int)(hash & (uint)(heads.Length - 1))];
            (next[i], head) = (head, i);
        }
    }

    /// <summary>First row that may have this hash; negative for none.</summary>
    internal int First(ulong hash) => heads[(int)(hash & (uint)(heads.Length - 1))];

    /// <summary>The next row in the same place; negative for none.</summary>
    internal int Next(int row) => next[row];
}
