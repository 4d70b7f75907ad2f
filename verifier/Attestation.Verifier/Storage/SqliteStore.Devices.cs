using System.Text;
using Attestation.Appraisal.Devices;
using Attestation.Appraisal.Results;
using Attestation.Formats.Reasons;
using Attestation.Verifier.Appraisals;
using Attestation.Verifier.Nodes;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Attestation.Verifier.Storage;

public sealed partial class SqliteStore
{
    private const string DeviceColumns = """
        id, ueid, vendor, model, first_seen AS FirstSeen, last_seen AS LastSeen, last_status AS LastStatus, last_appraisal AS LastAppraisal, history,
        (SELECT at FROM device_revocations WHERE device = id) AS RevokedAt, (SELECT reason FROM device_revocations WHERE device = id) AS RevokedFor
        """;

    /// <summary>The memory of a device and its version; null and 0 where the device was never judged.</summary>
    public (DeviceHistory? History, long Version) FindHistory(string device) => Read(connection =>
    {
        var row = connection.QuerySingleOrDefault<HistoryRow>("SELECT history, version FROM devices WHERE id = @device", new { device });
        return row is null ? (null, 0) : (Parse(row.History), row.Version);
    });

    /// <summary>A device by its id or its UEID; null where none was judged.</summary>
    public KnownDevice? FindDevice(string name) => Read(connection => connection.QueryFirstOrDefault<DeviceRow>(
        $"SELECT {DeviceColumns} FROM devices WHERE id = @name OR ueid = @name ORDER BY last_seen DESC LIMIT 1", new { name })?.ToDevice());

    /// <summary>Ids, in order, of all devices with this id or UEID: a UEID can have been judged under several keys.</summary>
    public IReadOnlyList<string> FindDeviceIds(string name) => Read(connection =>
        connection.Query<string>("SELECT id FROM devices WHERE id = @name OR ueid = @name ORDER BY id", new { name }).ToList());

    /// <summary>Devices in order of id.</summary>
    /// <param name="after">Only ids behind this one; empty for the first page.</param>
    /// <param name="limit">At most so many.</param>
    public IReadOnlyList<KnownDevice> ListDevices(string after, int limit) => Read(connection => connection.Query<DeviceRow>(
        $"SELECT {DeviceColumns} FROM devices WHERE id > @after ORDER BY id LIMIT @limit", new { after, limit }).Select(r => r.ToDevice()).ToList());

    private static long VersionOf(SqliteConnection connection, SqliteTransaction transaction, string device) =>
        connection.QuerySingleOrDefault<long>("SELECT version FROM devices WHERE id = @device", new { device }, transaction);

    private static void UpsertDevice(SqliteConnection connection, SqliteTransaction transaction, Verdict verdict) => connection.Execute("""
        INSERT INTO devices (id, ueid, vendor, model, first_seen, last_seen, last_status, last_appraisal, history, version)
        VALUES (@id, @ueid, @vendor, @model, @at, @at, @status, @appraisal, @history, 1)
        ON CONFLICT (id) DO UPDATE SET ueid = COALESCE(excluded.ueid, ueid), vendor = COALESCE(excluded.vendor, vendor),
            model = COALESCE(excluded.model, model), last_seen = excluded.last_seen, last_status = excluded.last_status,
            last_appraisal = excluded.last_appraisal, history = COALESCE(excluded.history, history), version = version + 1
        """,
        new
        {
            id = verdict.Device!.UdsKeyThumbprint,
            ueid = verdict.Status == AppraisalStatus.Contraindicated ? null : verdict.Device.Ueid, // a refused device may claim another's name
            vendor = verdict.Device.Vendor,
            model = verdict.Device.Model,
            at = verdict.At.ToUnixTimeMilliseconds(),
            status = (int)verdict.Status,
            appraisal = verdict.Id,
            history = verdict.History is null ? null : Encoding.UTF8.GetString(DeviceHistoryJson.Write(verdict.History)),
        }, transaction);

    /// <exception cref="ServiceFailure">The stored memory is damaged: to judge without it could let a rollback pass.</exception>
    private static DeviceHistory? Parse(string? history)
    {
        if (history is null)
            return null;
        return DeviceHistoryJson.TryParse(Encoding.UTF8.GetBytes(history), out DeviceHistory parsed)
            ? parsed
            : throw new ServiceFailure(ServiceReasons.RecordDamaged, "the memory of a device");
    }

    private sealed class HistoryRow
    {
        public string? History { get; init; }
        public long Version { get; init; }
    }

    private sealed class DeviceRow
    {
        public string Id { get; init; } = "";
        public string? Ueid { get; init; }
        public string? Vendor { get; init; }
        public string? Model { get; init; }
        public long FirstSeen { get; init; }
        public long LastSeen { get; init; }
        public long LastStatus { get; init; }
        public string LastAppraisal { get; init; } = "";
        public string? History { get; init; }
        public long? RevokedAt { get; init; }
        public string? RevokedFor { get; init; }

        public KnownDevice ToDevice() => new(Id, Ueid, Vendor, Model, DateTimeOffset.FromUnixTimeMilliseconds(FirstSeen),
            DateTimeOffset.FromUnixTimeMilliseconds(LastSeen), (AppraisalStatus)LastStatus, LastAppraisal, Parse(History))
        {
            Revocation = RevokedAt is { } at ? new Revocation(DateTimeOffset.FromUnixTimeMilliseconds(at), RevokedFor!) : null,
        };
    }
}
