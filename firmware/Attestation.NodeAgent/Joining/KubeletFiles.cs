using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Attestation.NodeAgent.Keys;

namespace Attestation.NodeAgent.Joining;

/// <summary>
/// The folder that the kubelet reads: certificate and key in one PEM file behind a link, as kubelets keep them themselves, and a kubeconfig that names it.
/// Each file is replaced as a whole, and all are their owner's alone.
/// </summary>
/// <param name="folder">Made, for its owner alone, when absent.</param>
public sealed class KubeletFiles(string folder)
{
    private const string Prefix = "kubelet-client-", Suffix = ".pem";

    /// <summary>A link to the file of the certificate in use.</summary>
    public string Current => Path.Combine(Folder, Prefix + "current" + Suffix);

    public string Config => Path.Combine(Folder, "kubeconfig");

    public string BootstrapConfig => Path.Combine(Folder, "bootstrap-kubeconfig");

    public string Token => Path.Combine(Folder, "bootstrap-token");

    /// <summary>Where a kubelet looks for the key of its first request (kubelet with rotateCertificates: false and this folder as --cert-dir).</summary>
    public string FirstKey => Path.Combine(Folder, "kubelet-client.key.tmp");

    private string Folder { get; } = Path.GetFullPath(folder);

    /// <summary>The certificate in use; null where there is none.</summary>
    public KubeletCertificate? Certificate() => WithCurrent(content => KubeletCertificate.TryRead(Encoding.ASCII.GetString(content)));

    /// <summary>The key in use; null where there is none on P-256.</summary>
    public KubeletKey? Key() => WithCurrent(content => KubeletKey.TryRead(content));

    /// <summary>
    /// Puts a certificate and its key into use. A kubelet that runs reads either the old pair or the new one: the link changes in one step.
    /// </summary>
    /// <param name="certificate">As issued.</param>
    /// <param name="key">Its key.</param>
    /// <param name="now">Goes into the file's name.</param>
    public void Install(KubeletCertificate certificate, KubeletKey key, DateTimeOffset now)
    {
        string path = Path.Combine(Folder, Prefix + now.UtcDateTime.ToString("yyyy-MM-dd-HH-mm-ss", CultureInfo.InvariantCulture) + Suffix);
        byte[] secret = key.ExportPem();
        byte[] content = [.. Encoding.ASCII.GetBytes(certificate.Pem), .. secret];
        try
        {
            DurableFile.Write(path, content);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
            CryptographicOperations.ZeroMemory(content);
        }
        PointTo(path);
        RemoveEnded(path, now);
    }

    public void WriteConfig(ClusterAddress cluster, string node) => DurableFile.Write(Config, Kubeconfig.OfNode(cluster, node, Current));

    /// <summary>What a kubelet, or kubeadm, needs to file its request itself: the token alone, a kubeconfig with it, and the key that evidence bound.</summary>
    public void WriteBootstrap(ClusterAddress cluster, string token, KubeletKey key)
    {
        byte[] config = Kubeconfig.OfToken(cluster, token), secret = key.ExportPem(), line = Encoding.ASCII.GetBytes(token + "\n");
        try
        {
            DurableFile.Write(FirstKey, secret);
            DurableFile.Write(BootstrapConfig, config);
            DurableFile.Write(Token, line);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(config);
            CryptographicOperations.ZeroMemory(secret);
            CryptographicOperations.ZeroMemory(line);
        }
    }

    /// <summary>A token has served once there is a certificate.</summary>
    public void RemoveBootstrap()
    {
        foreach (string path in (string[])[Token, BootstrapConfig, FirstKey])
            DurableFile.Remove(path);
    }

    /// <summary>What a run that was cut off left behind; it may hold a part of a key.</summary>
    public void RemoveParts() => RemoveParts(Folder);

    internal static void RemoveParts(string folder)
    {
        if (!Directory.Exists(folder))
            return;
        foreach (string part in Directory.EnumerateFiles(folder, "*.part"))
            DurableFile.Remove(part);
    }

    private T? WithCurrent<T>(Func<byte[], T?> read) where T : class
    {
        if (DurableFile.TryRead(Current) is not { } content)
            return null;
        try
        {
            return read(content);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(content);
        }
    }

    private void PointTo(string path)
    {
        string temporary = $"{Current}.{Environment.ProcessId}.part";
        try
        {
            File.Delete(temporary);
            File.CreateSymbolicLink(temporary, path);
            File.Move(temporary, Current, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw AgentException.Failed($"{Current} cannot be written: {e.Message}", e);
        }
    }

    /// <summary>Files of certificates that have ended, but for the one in use: keys do not pile up.</summary>
    private void RemoveEnded(string inUse, DateTimeOffset now)
    {
        foreach (string path in Directory.EnumerateFiles(Folder, Prefix + "????-??-??-??-??-??" + Suffix))
        {
            if (path != inUse && DurableFile.TryRead(path) is { } content && KubeletCertificate.TryRead(Encoding.ASCII.GetString(content)) is { } old && old.NotAfter < now)
                DurableFile.Remove(path);
        }
    }
}
