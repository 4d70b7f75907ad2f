using Attestation.Formats.Lots;
using Attestation.Formats.Reasons;

namespace Attestation.Factory.Lots;

/// <summary>A lot's journal, read and not held: what it says, under the chain of its hashes alone. Signatures are <see cref="LotAudit"/>'s business.</summary>
/// <param name="Standing">How the lot stands.</param>
/// <param name="Entries">Of the journal.</param>
/// <param name="Head">Hash of the last one.</param>
/// <param name="Torn">Bytes of a torn entry at the end; 0: none.</param>
/// <param name="HasReport">Whether a report lies beside it.</param>
public sealed record LotJournal(LotStanding Standing, long Entries, ReadOnlyMemory<byte> Head, long Torn, bool HasReport)
{
    public LotName Lot => Standing.Lot!;

    /// <exception cref="FactoryException"><c>factory.lot-other</c>, <c>factory.journal-broken</c>.</exception>
    public static LotJournal Read(string folder) => Read(folder, (_, _, _) => { });

    /// <param name="folder">Of the lot.</param>
    /// <param name="each">Gets what is known before an entry, the entry, and what was certified of its device.</param>
    /// <exception cref="FactoryException"><c>factory.lot-other</c>, <c>factory.journal-broken</c>.</exception>
    internal static LotJournal Read(string folder, Action<LotStanding, JournalEntry, CertifiedDevice?> each)
    {
        string path = Path.Combine(folder, LotFolder.JournalName);
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            var reader = new JournalReader(file, path);
            var standing = new LotStanding(reader.CertifiedAt);
            while (reader.Next() is { } entry)
            {
                CertifiedDevice? made = entry.DeviceId is { } id ? standing.Find(id)?.Made : null;
                if (!standing.TryTake(entry, reader.Start))
                    throw new FactoryException(LineReasons.JournalBroken, $"{path}: {entry.Kind} of {entry.DeviceId ?? "the lot"} cannot follow what stands before it.");
                each(standing, entry, made);
            }
            return standing.Lot is not null
                ? new LotJournal(standing, reader.Entries, reader.Head, reader.Torn, File.Exists(Path.Combine(folder, LotFolder.ReportName)))
                : throw new FactoryException(LineReasons.LotOther, $"{path} is empty.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FactoryException(LineReasons.LotOther, $"{path}: {e.Message}", e);
        }
    }
}
