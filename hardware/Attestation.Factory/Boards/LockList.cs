using System.Text.Json;
using Attestation.Factory.Stations;
using Attestation.Formats.Reasons;

namespace Attestation.Factory.Boards;

/// <summary>
/// What was read back of one device's locks (docs/boards.md, Locks):
/// <code>
///   { "board": "esp32", "locks": [ { "id": "secure-boot", "closed": true, "read-by": "tool" }, ... ] }
/// </code>
/// </summary>
/// <param name="Board">Name of the board.</param>
/// <param name="Locks">Each lock once.</param>
public sealed record LockList(string Board, IReadOnlyList<ReadLock> Locks)
{
    private const int MostLocks = 64;

    /// <summary>What a device says of itself over its protocol.</summary>
    public static LockList Of(string board, LockReport report) => new(board, [.. report.Locks.Select(l => new ReadLock(l.Name, l.InForce, LockReader.Firmware))]);

    /// <exception cref="FactoryException">board.unreadable, board.locks-malformed</exception>
    public static LockList Read(string file) => Parse(file, BoardFile.Read(file));

    /// <summary>This list, with what another says of locks that this one does not name or knows only from firmware.</summary>
    public LockList With(LockList other)
    {
        var better = other.Locks.Where(theirs => Locks.FirstOrDefault(l => l.Id == theirs.Id) is not { } ours || ours.ReadBy == LockReader.Firmware).ToArray();
        return this with { Locks = [.. Locks.Where(l => better.All(b => b.Id != l.Id)), .. better] };
    }

    /// <param name="file">Its name, for messages.</param>
    /// <param name="text">Its content.</param>
    /// <exception cref="FactoryException">board.locks-malformed</exception>
    public static LockList Parse(string file, string text)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text, new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = 4 });
            Members(document.RootElement, "board", "locks");
            ReadLock[] locks = [.. document.RootElement.GetProperty("locks").EnumerateArray().Select(ReadOne)];
            if (locks.Length > MostLocks || locks.Select(l => l.Id).Distinct().Count() != locks.Length)
                throw new FormatException($"more than {MostLocks} locks, or one of them twice");
            return new LockList(Text(document.RootElement, "board"), locks);
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
        {
            throw new FactoryException(BoardReasons.LocksMalformed, $"{file}: {e.Message}", e);
        }
    }

    private static ReadLock ReadOne(JsonElement item)
    {
        Members(item, "id", "closed", "read-by");
        LockReader reader = Text(item, "read-by") switch
        {
            "firmware" => LockReader.Firmware,
            "tool" => LockReader.Tool,
            var other => throw new FormatException($"read-by is '{other}', neither firmware nor tool"),
        };
        return new ReadLock(Text(item, "id"), item.GetProperty("closed").GetBoolean(), reader);
    }

    private static string Text(JsonElement item, string name) => item.GetProperty(name).GetString() is { Length: > 0 } text ? text : throw new FormatException($"{name} is no text");

    private static void Members(JsonElement item, params string[] names)
    {
        if (item.ValueKind != JsonValueKind.Object || !item.EnumerateObject().Select(m => m.Name).Order().SequenceEqual(names.Order()))
            throw new FormatException($"not an object of exactly {string.Join(", ", names)}");
    }
}

/// <summary>One lock as it was read back.</summary>
/// <param name="Id">As the board's description names it.</param>
/// <param name="Closed">Whether it is in force.</param>
/// <param name="ReadBy">Who says so.</param>
public sealed record ReadLock(string Id, bool Closed, LockReader ReadBy);
