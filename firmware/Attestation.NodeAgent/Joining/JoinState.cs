using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Attestation.NodeAgent.Keys;
using Attestation.NodeAgent.State;

namespace Attestation.NodeAgent.Joining;

/// <summary>What the agent knows of the cluster that the node joined; it holds no secret.</summary>
/// <param name="Gate">Address of the gate that gave the credential.</param>
/// <param name="Node">Name of the node.</param>
/// <param name="Server">Address of the API server.</param>
/// <param name="Ca">PEM of its authorities.</param>
/// <param name="IsTokenOnly">The kubelet files its first request itself.</param>
public sealed record JoinRecord(string Gate, string Node, string Server, string Ca, bool IsTokenOnly)
{
    public int Version { get; init; } = 1;

    internal ClusterAddress Cluster => ClusterAddress.Parse(Server, Ca);
}

/// <summary>
/// The agent's side of a join on the disk:
/// <code>
///   join.json         the cluster                                   JoinRecord
///   next-key          key of a certificate that is not there yet    PEM, or SealedKey
///   current-key       key of the certificate in use                 SealedKey; where keys are not sealed it stands with its certificate only
///   certificate.pem   the certificate in use                        beside a sealed key only
/// </code>
/// The next key is on the disk before evidence binds it and leaves it when its certificate is in use: wherever a run is cut off, the next one goes on with
/// the same key.
/// </summary>
public sealed class JoinState(AgentFolders folders)
{
    public KeyAtRest NextKey { get; } = new(Path.Combine(folders.Join, "next-key"));

    public KeyAtRest CurrentKey { get; } = new(Path.Combine(folders.Join, "current-key"));

    private string RecordFile => Path.Combine(folders.Join, "join.json");

    private string CertificateFile => Path.Combine(folders.Join, "certificate.pem");

    /// <summary>Null where the node never joined. A damaged file is as good as none: the next join writes it anew.</summary>
    public JoinRecord? Record
    {
        get
        {
            try
            {
                return DurableFile.TryRead(RecordFile) is { } content && JsonSerializer.Deserialize(content, StateJson.Default.JoinRecord) is { Version: 1 } read ? read : null;
            }
            catch (JsonException)
            {
                return null;
            }
        }
    }

    /// <summary>The certificate beside a sealed key.</summary>
    public KubeletCertificate? Certificate => DurableFile.TryRead(CertificateFile) is { } content ? KubeletCertificate.TryRead(Encoding.ASCII.GetString(content)) : null;

    public void Write(JoinRecord record) => DurableFile.Write(RecordFile, JsonSerializer.SerializeToUtf8Bytes(record, StateJson.Default.JoinRecord));

    /// <summary>The cluster does not take the node's certificate any more: it joins anew.</summary>
    public void Forget() => DurableFile.Remove(RecordFile);

    public void Write(KubeletCertificate certificate) => DurableFile.Write(CertificateFile, Encoding.ASCII.GetBytes(certificate.Pem));

    public void RemoveParts() => KubeletFiles.RemoveParts(folders.Join);
}

/// <summary>The file of one kubelet key, in PEM or sealed: what is there is read as what it is, whatever the options say now.</summary>
/// <param name="path">Its place.</param>
public sealed class KeyAtRest(string path)
{
    /// <summary>SHA-256 of the key's SubjectPublicKeyInfo, without a word with the TPM; null where there is no key that can be read.</summary>
    public byte[]? Hash()
    {
        if (DurableFile.TryRead(path) is not { } content)
            return null;
        try
        {
            if (SealedKey.Decode(content) is { } kept)
                return SHA256.HashData(kept.SubjectPublicKeyInfo);
            using KubeletKey? key = KubeletKey.TryRead(content);
            return key?.Hash;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(content);
        }
    }

    /// <summary>Null where there is no key that can be read: a damaged one is as good as none.</summary>
    /// <exception cref="JoinFailure">join.key: the TPM does not unseal it.</exception>
    public async Task<KubeletKey?> ReadAsync(TpmSeal seal, CancellationToken cancellation)
    {
        if (DurableFile.TryRead(path) is not { } content)
            return null;
        try
        {
            return SealedKey.Decode(content) is { } kept ? await seal.UnsealAsync(kept, cancellation) : KubeletKey.TryRead(content);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(content);
        }
    }

    /// <param name="key">The key.</param>
    /// <param name="seal">Null: in PEM.</param>
    /// <param name="cancellation">Cancels the wait.</param>
    public async Task WriteAsync(KubeletKey key, TpmSeal? seal, CancellationToken cancellation)
    {
        byte[] content = seal is null ? key.ExportPem() : (await seal.SealAsync(key, cancellation)).Encode();
        try
        {
            DurableFile.Write(path, content);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(content);
        }
    }

    public void MoveTo(KeyAtRest place) => File.Move(path, place.Place, overwrite: true);

    public void Remove() => DurableFile.Remove(path);

    private string Place => path;
}
