using Attestation.Factory.Boards;
using Attestation.Formats.Reasons;

namespace Attestation.UnitTests.Factory.Boards;

/// <summary>The ESP32's description, with something in it changed.</summary>
internal static class SampleBoard
{
    public static string Folder => Path.Combine(PublicVectors.RepositoryRoot, "hardware", "boards");

    public static string Text => File.ReadAllText(Path.Combine(Folder, "esp32", "board.yaml"));

    public static BoardDescription Good => BoardDescription.Parse("board.yaml", Text);

    public static LockList AllClosed => new(Good.Name, [.. Good.Locks.Select(l => new ReadLock(l.Id, true, LockReader.Tool))]);

    /// <summary>The description with texts replaced: pairs of what stands there and what shall.</summary>
    public static BoardDescription With(params string[] replacements)
    {
        string text = Text;
        for (int i = 0; i < replacements.Length; i += 2)
        {
            Assert.Contains(replacements[i], text);
            text = text.Replace(replacements[i], replacements[i + 1]);
        }
        return BoardDescription.Parse("board.yaml", text);
    }

    /// <summary>What is found in the description with texts replaced.</summary>
    public static IEnumerable<ReasonCode> Findings(params string[] replacements) => With(replacements).Check().Select(f => f.Reason);

    public static IEnumerable<ReasonCode> AgainstNormal(BoardDescription board, LockList? locks) => ModeClaim.Judge(board, locks).AgainstNormal.Select(f => f.Reason);

    /// <summary>With all locks closed and read by the vendor's tools, but for what is changed.</summary>
    public static IEnumerable<ReasonCode> AgainstNormal(Func<ReadLock, ReadLock> change) =>
        AgainstNormal(Good, AllClosed with { Locks = [.. AllClosed.Locks.Select(change)] });
}
