using Attestation.Formats.Reasons;
using Attestation.Verifier.Keys;

namespace Attestation.Verifier.Storage;

/// <summary>
/// The verifier's folder: database, signing keys, and a lock file held as long as the process lives, so that two verifiers never work on
/// one database with two views of its endorsements.
/// </summary>
public sealed class DataFolder : IDisposable
{
    private readonly FileStream _lock;

    private DataFolder(string path, FileStream held)
    {
        Root = path;
        _lock = held;
    }

    public string Root { get; }

    public string Database => Path.Combine(Root, "verifier.db");

    public string ResultKey => Path.Combine(Root, "ear-key.pem");

    public string NodeKey => Path.Combine(Root, "node-ca-key.pem");

    public string NodeRoot => Path.Combine(Root, "node-ca.pem");

    /// <exception cref="ServiceFailure">service.data-folder or service.data-in-use.</exception>
    public static DataFolder Open(string path)
    {
        try
        {
            OwnerOnlyFile.CreateFolder(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ServiceFailure(ServiceReasons.DataFolder, e.Message, e);
        }
        try
        {
            return new DataFolder(path, new FileStream(Path.Combine(path, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException e)
        {
            throw new ServiceFailure(ServiceReasons.DataInUse, e.Message, e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new ServiceFailure(ServiceReasons.DataFolder, e.Message, e);
        }
    }

    public void Dispose() => _lock.Dispose();
}
