using Attestation.Verifier.Appraisals;
using Attestation.Verifier.Nodes;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Attestation.Verifier.Storage;

public sealed partial class SqliteStore
{
    private const string RevocationColumns = "device, at, reason";

    /// <summary>Revokes a device's identity, or gives another reason for it; since when stays. Its appraisals that are under way are made again.</summary>
    /// <param name="device">Thumbprint of its UDS public key; it need not have been judged yet.</param>
    public RevokedDevice RevokeDevice(string device, string reason, DateTimeOffset now) => Write((connection, transaction) =>
    {
        connection.Execute("INSERT INTO device_revocations (device, at, reason) VALUES (@device, @now, @reason) ON CONFLICT (device) DO UPDATE SET reason = excluded.reason",
            new { device, reason, now = now.ToUnixTimeMilliseconds() }, transaction);
        return FindRevocation(connection, transaction, device)!;
    });

    /// <summary>Lifts a device's revocation.</summary>
    /// <returns>False where it was not revoked.</returns>
    public bool RestoreDevice(string device) => Write((connection, transaction) =>
        connection.Execute("DELETE FROM device_revocations WHERE device = @device", new { device }, transaction) > 0);

    /// <summary>Null where the device is not revoked.</summary>
    public RevokedDevice? FindDeviceRevocation(string device) => Read(connection => FindRevocation(connection, null, device));

    /// <summary>Revoked devices in order of id.</summary>
    /// <param name="after">Only ids behind this one; empty for the first page.</param>
    /// <param name="limit">At most so many.</param>
    public IReadOnlyList<RevokedDevice> ListDeviceRevocations(string after, int limit) => Read(connection => connection.Query<RevocationRow>(
        $"SELECT {RevocationColumns} FROM device_revocations WHERE device > @after ORDER BY device LIMIT @limit", new { after, limit }).Select(row => row.ToRevoked()).ToList());

    private static RevokedDevice? FindRevocation(SqliteConnection connection, SqliteTransaction? transaction, string device) => connection.QuerySingleOrDefault<RevocationRow>(
        $"SELECT {RevocationColumns} FROM device_revocations WHERE device = @device", new { device }, transaction)?.ToRevoked();

    /// <summary>Whether any of these was revoked or restored since an appraisal asked.</summary>
    private static bool HasMoved(SqliteConnection connection, SqliteTransaction transaction, IReadOnlyList<DeviceStanding> seen) =>
        seen.Any(standing => FindRevocation(connection, transaction, standing.Device)?.Revocation.At != standing.RevokedAt);

    private sealed class RevocationRow
    {
        public string Device { get; init; } = "";
        public long At { get; init; }
        public string Reason { get; init; } = "";

        public RevokedDevice ToRevoked() => new(Device, new Revocation(DateTimeOffset.FromUnixTimeMilliseconds(At), Reason));
    }
}
