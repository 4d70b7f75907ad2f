using Attestation.Verifier.Configuration;
using Attestation.Verifier.Keys;

namespace Attestation.Verifier.Storage;

/// <summary>What outlives the process, opened together: the folder, held by a lock; the key; the store.</summary>
public sealed class DurableState : IDisposable
{
    private readonly DataFolder _folder;

    private DurableState(DataFolder folder, ResultKey key, SqliteStore store)
    {
        _folder = folder;
        Key = key;
        Store = store;
    }

    public string Folder => _folder.Root;

    public ResultKey Key { get; }

    public SqliteStore Store { get; }

    /// <exception cref="ServiceFailure">Any of the three cannot be used.</exception>
    public static DurableState Open(VerifierOptions options)
    {
        DataFolder folder = DataFolder.Open(options.Data);
        ResultKey? key = null;
        try
        {
            key = new ResultKey(ResultKeyFile.LoadOrCreate(folder.ResultKey));
            return new DurableState(folder, key, SqliteStore.Open(folder.Database, options.StorePatience));
        }
        catch
        {
            key?.Dispose();
            folder.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        Store.Dispose();
        Key.Dispose();
        _folder.Dispose();
    }
}
