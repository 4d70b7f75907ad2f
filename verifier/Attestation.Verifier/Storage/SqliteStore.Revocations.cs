using Attestation.Verifier.Nodes;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Attestation.Verifier.Storage;

public sealed partial class SqliteStore
{
    /// <summary>Revokes a node, or gives another reason for it. Appraisals of the node that are under way are made again.</summary>
    /// <returns>False where there is no such node.</returns>
    public bool RevokeNode(string akName, string reason, DateTimeOffset now) => ChangeFeed((connection, transaction) =>
    {
        if (connection.Execute("UPDATE nodes SET revoked = COALESCE(revoked, @now), revocation = @reason, version = version + 1 WHERE ak_name = @akName",
            new { akName, reason, now = now.ToUnixTimeMilliseconds() }, transaction) == 0)
            return false;
        Restate(connection, transaction, akName, StandingOf(connection, transaction, akName, VerdictStanding.Revoked), now);
        return true;
    });

    /// <summary>Lifts a node's revocation. Its last verdict stays revoked: only a new appraisal counts.</summary>
    /// <returns>False where there is no such node.</returns>
    public bool RestoreNode(string akName, DateTimeOffset now) => ChangeFeed((connection, transaction) =>
    {
        if (connection.Execute("UPDATE nodes SET revoked = NULL, revocation = NULL, version = version + 1 WHERE ak_name = @akName AND revoked IS NOT NULL",
            new { akName }, transaction) == 0)
            return NodeVersionOf(connection, transaction, akName) > 0;
        Restate(connection, transaction, akName, StandingOf(connection, transaction, akName, VerdictStanding.Revoked), now);
        return true;
    });

    /// <summary>What ended stays ended: a retired or superseded node is not merely revoked.</summary>
    private static VerdictStanding StandingOf(SqliteConnection connection, SqliteTransaction transaction, string akName, VerdictStanding wanted)
    {
        var now = (VerdictStanding?)connection.ExecuteScalar<long?>("SELECT standing FROM verdicts WHERE node = @akName", new { akName }, transaction);
        return now is VerdictStanding.Retired or VerdictStanding.Superseded ? now.Value : wanted;
    }
}
