using Attestation.Verifier.Endorsements;
using Dapper;

namespace Attestation.Verifier.Storage;

public sealed partial class SqliteStore
{
    /// <summary>Stores an accepted endorsement; the same bytes a second time change nothing.</summary>
    /// <returns>Whether it is new.</returns>
    public bool AddEndorsement(StoredEndorsement endorsement, DateTimeOffset now) => Write((connection, transaction) => connection.Execute(
        "INSERT INTO endorsements (digest, media_type, document, at) VALUES (@Digest, @MediaType, @Document, @at) ON CONFLICT (digest) DO NOTHING",
        new
        {
            endorsement.Digest,
            endorsement.MediaType,
            endorsement.Document,
            at = now.ToUnixTimeMilliseconds(),
        }, transaction) > 0);

    /// <summary>All endorsements in the order in which they came.</summary>
    public IReadOnlyList<StoredEndorsement> ListEndorsements() => Read(connection => connection.Query<EndorsementRow>(
        "SELECT media_type AS MediaType, document FROM endorsements ORDER BY sequence").Select(r => new StoredEndorsement(r.MediaType, r.Document)).ToList());

    private sealed class EndorsementRow
    {
        public string MediaType { get; init; } = "";
        public byte[] Document { get; init; } = [];
    }
}
