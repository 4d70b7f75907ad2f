using System.Text;
using System.Text.Json;

namespace Attestation.NodeAgent.Joining;

/// <summary>A kubeconfig (Kubernetes, clientcmd v1 Config) with one cluster and one user. Strings are written as JSON has them, which YAML reads.</summary>
public static class Kubeconfig
{
    /// <summary>For a kubelet: certificate and key are named, not held, so that a kubelet that runs reads the renewed file.</summary>
    /// <param name="cluster">Whom it talks to.</param>
    /// <param name="node">Name of the node.</param>
    /// <param name="certificateFile">PEM of certificate and key.</param>
    public static byte[] OfNode(ClusterAddress cluster, string node, string certificateFile) => Text(
        cluster, KubeletKey.CommonNamePrefix + node, $"client-certificate: {Quoted(certificateFile)}", $"client-key: {Quoted(certificateFile)}");

    /// <summary>For a bootstrap: it holds the token, a secret; the caller's to wipe.</summary>
    public static byte[] OfToken(ClusterAddress cluster, string token) => Text(cluster, "bootstrap", $"token: {Quoted(token)}");

    private static byte[] Text(ClusterAddress cluster, string user, params string[] credentials)
    {
        string lines = string.Concat(credentials.Select(line => $"    {line}\n"));
        return Encoding.UTF8.GetBytes($"""
            apiVersion: v1
            kind: Config
            clusters:
            - name: cluster
              cluster:
                server: {Quoted(cluster.Text)}
                certificate-authority-data: {Convert.ToBase64String(Encoding.ASCII.GetBytes(cluster.Authorities))}
            users:
            - name: {Quoted(user)}
              user:
            {lines}contexts:
            - name: cluster
              context:
                cluster: cluster
                user: {Quoted(user)}
            current-context: cluster

            """);
    }

    private static string Quoted(string text) => $"\"{JsonEncodedText.Encode(text)}\"";
}
