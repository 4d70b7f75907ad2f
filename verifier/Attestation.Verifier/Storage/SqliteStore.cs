using Attestation.Formats.Reasons;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Attestation.Verifier.Storage;

/// <summary>
/// The verifier's memory in one SQLite file, and the only place with SQL. One connection writes, under a lock; readers have their own
/// (WAL mode lets them run beside the writer). <c>synchronous=FULL</c>: what was answered survives <c>kill -9</c> and loss of power.
/// SQLite's own errors leave as <see cref="SqliteException"/>; the HTTP layer calls them service.store-unavailable.
/// </summary>
public sealed partial class SqliteStore : IDisposable
{
    private readonly Lock _writing = new();
    private readonly SqliteConnection _writer;
    private readonly string _readers;

    private SqliteStore(SqliteConnection writer, string readers)
    {
        _writer = writer;
        _readers = readers;
    }

    /// <param name="path">The database file; made with owner-only permissions where it is missing.</param>
    /// <param name="patience">How long a statement waits for another process's lock, whole seconds.</param>
    /// <exception cref="ServiceFailure">The file is newer, damaged, foreign, or cannot be opened.</exception>
    public static SqliteStore Open(string path, TimeSpan patience)
    {
        SqliteLibrary.Bind();
        MakeOwnerOnly(path);
        var address = new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = SqliteOpenMode.ReadWrite,
            ForeignKeys = true,
            DefaultTimeout = (int)patience.TotalSeconds,
        };
        string readers = address.ToString();
        address.Pooling = false;
        var writer = new SqliteConnection(address.ToString());
        try
        {
            writer.Open();
            writer.Execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
            Schema.BringUpToDate(writer);
            return new SqliteStore(writer, readers);
        }
        catch (SqliteException e)
        {
            writer.Dispose();
            throw new ServiceFailure(IsDamage(e) ? ServiceReasons.StoreUnreadable : ServiceReasons.StoreUnavailable, e.Message, e);
        }
        catch
        {
            writer.Dispose();
            throw;
        }
    }

    /// <summary>Takes and gives back the write lock: what /readyz asks.</summary>
    /// <exception cref="SqliteException">The store cannot be written.</exception>
    public void CheckWritable() => Write(static (connection, transaction) =>
        connection.ExecuteScalar<long>("SELECT COUNT(*) FROM sqlite_master", transaction: transaction));

    public void Dispose()
    {
        lock (_writing)
            _writer.Dispose();
        using var reader = new SqliteConnection(_readers);
        SqliteConnection.ClearPool(reader);
    }

    private T Write<T>(Func<SqliteConnection, SqliteTransaction, T> work)
    {
        lock (_writing)
        {
            using SqliteTransaction transaction = _writer.BeginTransaction(deferred: false);
            T result = work(_writer, transaction);
            transaction.Commit();
            return result;
        }
    }

    /// <summary>A transaction that changes the feed: who waits for it is woken once it is stored.</summary>
    private T ChangeFeed<T>(Func<SqliteConnection, SqliteTransaction, T> work)
    {
        T result = Write(work);
        Changed.Raise();
        return result;
    }

    private T Read<T>(Func<SqliteConnection, T> work)
    {
        using var connection = new SqliteConnection(_readers);
        connection.Open();
        return work(connection);
    }

    private static void MakeOwnerOnly(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        try
        {
            new FileStream(path, options).Dispose();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ServiceFailure(ServiceReasons.StoreUnavailable, e.Message, e);
        }
    }

    /// <summary>SQLITE_CORRUPT (11) and SQLITE_NOTADB (26).</summary>
    private static bool IsDamage(SqliteException e) => e.SqliteErrorCode is 11 or 26;
}
