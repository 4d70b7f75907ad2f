using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;

namespace Attestation.SystemTests.Cluster.Joining;

/// <summary>What a node can do with what the agent wrote for it.</summary>
internal static class JoinedNode
{
    /// <summary>kubectl with the written kubeconfig: the node is let in as itself and may do what a node may.</summary>
    public static async Task IsNodeAsync(this KubeCluster cluster, string kubeconfig, string name)
    {
        Task<CommandRun> Kubectl(params string[] arguments) =>
            CommandRun.Of(ClusterPrograms.Kubectl!, ["--kubeconfig", kubeconfig, "--cache-dir", cluster["kubectl-cache"], .. arguments]);
        CommandRun can = await Kubectl("auth", "can-i", "create", "nodes");
        Assert.True(can.ExitCode == 0, can.Output + can.Error);
        CommandRun get = await Kubectl("get", "node", name);
        Assert.True(get.ExitCode == 0 || get.Error.Contains("not found"), get.Error);
        CommandRun secrets = await Kubectl("auth", "can-i", "list", "secrets", "-n", "kube-system");
        Assert.True(secrets.ExitCode == 1, secrets.Output + secrets.Error);
    }

    public static string SerialOf(JsonElement report) => report.GetProperty("join").GetProperty("certificate").GetProperty("serial").GetString()!;

    /// <summary>Puts a certificate of the cluster's authority into use that is due for renewal, with the key that is in use.</summary>
    /// <param name="cluster">Whose authority signs.</param>
    /// <param name="current">kubelet-client-current.pem</param>
    public static void Age(this KubeCluster cluster, string current)
    {
        using X509Certificate2 used = X509Certificate2.CreateFromPemFile(current, current);
        using ECDsa key = used.GetECDsaPrivateKey()!;
        using ECDsa authority = ECDsa.Create();
        authority.ImportFromPem(File.ReadAllText(cluster["pki/ca.key"]));
        var request = new CertificateRequest(used.SubjectName, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.2")], false));
        using X509Certificate2 aged = request.Create(
            cluster.Authority.SubjectName, X509SignatureGenerator.CreateForECDsa(authority), DateTimeOffset.UtcNow.AddHours(-20), DateTimeOffset.UtcNow.AddMinutes(30),
            RandomNumberGenerator.GetBytes(8));
        string target = new FileInfo(current).ResolveLinkTarget(returnFinalTarget: true)!.FullName;
        File.WriteAllText(target, aged.ExportCertificatePem() + "\n" + key.ExportECPrivateKeyPem() + "\n");
    }
}
