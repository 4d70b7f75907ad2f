using System.Buffers.Binary;
using Attestation.Formats.Ima;

namespace Attestation.Appraisal.Nodes.Ima;

/// <summary>What is kept of a list that was accepted: the replay, and what was counted on the way, so that an exclusion shows in every result.</summary>
/// <param name="Run">The replay.</param>
/// <param name="Excluded">Entries that only an exclusion let pass.</param>
/// <param name="Compared">Entries that reference values let pass.</param>
internal sealed record ImaProgress(ImaRun Run, long Excluded, long Compared)
{
    private const int CountersSize = 16;

    /// <summary><c>u64 excluded | u64 compared | ImaRun.Save()</c></summary>
    internal byte[] Save()
    {
        byte[] run = Run.Save();
        byte[] state = new byte[CountersSize + run.Length];
        BinaryPrimitives.WriteInt64LittleEndian(state, Excluded);
        BinaryPrimitives.WriteInt64LittleEndian(state.AsSpan(8), Compared);
        run.CopyTo(state, CountersSize);
        return state;
    }

    internal static bool TryRestore(ReadOnlySpan<byte> state, out ImaProgress progress)
    {
        progress = null!;
        if (state.Length < CountersSize || !ImaRun.TryRestore(state[CountersSize..], out ImaRun run, out _))
            return false;
        progress = new ImaProgress(run, BinaryPrimitives.ReadInt64LittleEndian(state), BinaryPrimitives.ReadInt64LittleEndian(state[8..]));
        return progress is { Excluded: >= 0 and < int.MaxValue, Compared: >= 0 and < int.MaxValue }; // more than a list has room for is damage
    }
}
