using Attestation.Verifier.Configuration;
using Attestation.Verifier.Keys;

namespace Attestation.Verifier.Storage;

/// <summary>What outlives the process, opened together: the folder, held by a lock; the keys; the store.</summary>
public sealed class DurableState : IDisposable
{
    private readonly DataFolder _folder;

    private DurableState(DataFolder folder, ResultKey key, NodeAuthority nodes, SqliteStore store)
    {
        _folder = folder;
        Key = key;
        Nodes = nodes;
        Store = store;
    }

    public string Folder => _folder.Root;

    public ResultKey Key { get; }

    public NodeAuthority Nodes { get; }

    public SqliteStore Store { get; }

    /// <exception cref="ServiceFailure">One of them cannot be used.</exception>
    public static DurableState Open(VerifierOptions options, DateTimeOffset now)
    {
        DataFolder folder = DataFolder.Open(options.Data);
        ResultKey? key = null;
        NodeAuthority? nodes = null;
        try
        {
            key = new ResultKey(ServiceKeyFile.LoadOrCreate(folder.ResultKey));
            nodes = NodeAuthority.LoadOrCreate(folder.NodeKey, folder.NodeRoot, now);
            return new DurableState(folder, key, nodes, SqliteStore.Open(folder.Database, options.StorePatience));
        }
        catch
        {
            nodes?.Dispose();
            key?.Dispose();
            folder.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        Store.Dispose();
        Nodes.Dispose();
        Key.Dispose();
        _folder.Dispose();
    }
}
